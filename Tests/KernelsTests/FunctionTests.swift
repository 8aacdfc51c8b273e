import Foundation
import Testing

@testable import Kernels

/// Functions of one variable against the system's in double precision, on a dense grid.
@Suite struct FunctionTests {
  static func grid(_ low: Double, _ high: Double) -> [Float] {
    (0..<200_003).map { Float(low + (high - low) * Double($0) / 200_002) }
  }

  static func map(
    _ x: [Float],
    _ kernel: (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Range<Int>) -> Void
  ) -> [Float] {
    var y = [Float](repeating: .nan, count: x.count)
    kernel(x, &y, 0..<x.count)
    return y
  }

  /// The largest error relative to the exact value, or to `floor` where that is smaller.
  static func worst(
    _ x: [Float], _ y: [Float], floor: Double, _ exact: (Double) -> Double
  ) -> Double {
    zip(x, y).reduce(0) { worst, pair in
      let exact = exact(Double(pair.0))
      let error = abs(Double(pair.1) - exact) / max(abs(exact), floor)
      return error.isNaN ? .infinity : max(worst, error)
    }
  }

  @Test func exponentialIsAccurate() {
    let x = Self.grid(-87, 88)
    let y = Self.map(x) { x, y, range in
      sweep(range) { i, lanes in y.store(exponential(x.vector(i, lanes)), i, lanes) }
    }
    #expect(Self.worst(x, y, floor: 0, Foundation.exp) < 1.5e-7)
  }

  @Test func exponentialAtTheEnds() {
    let e = exponential(
      Vector(-.infinity, -1000, -87.3, 0, 88.3, 1000, .infinity, .nan, 0, 0, 0, 0, 0, 0, 0, 0))
    #expect(e[0] > 0 && e[0] < 2e-38)
    #expect(e[0] == e[1] && e[1] == e[2])
    #expect(e[3] == 1)
    #expect(e[4] == e[5] && e[5] == e[6] && e[6].isFinite && e[6] > 1e38)
    #expect(e[7].isNaN)
  }

  @Test func powersOfTwoAreAccurate() {
    let x = Self.grid(-126, 127)
    let y = Self.map(x) { x, y, range in
      sweep(range) { i, lanes in y.store(PowerOfTwo.of(x.vector(i, lanes)), i, lanes) }
    }
    #expect(Self.worst(x, y, floor: 0, Foundation.exp2) < 2e-7)
    let ends = PowerOfTwo.of(
      Vector(-.infinity, -1000, -126, 0, .nan, 1, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    #expect(ends[0] == ends[1] && ends[1] == ends[2] && ends[2] == .leastNormalMagnitude)
    #expect(ends[3] == 1 && ends[4].isNaN && ends[5] == 2 && ends[6] == 0.5)
  }

  @Test func logarithmsOfBaseTwoAreAccurate() {
    for x in [Self.grid(1e-3, 2), Self.grid(1, 1e4)] {
      let y = Self.map(x) { x, y, range in
        sweep(range) { i, lanes in y.store(PowerOfTwo.logarithm(x.vector(i, lanes)), i, lanes) }
      }
      #expect(Self.worst(x, y, floor: 1, Foundation.log2) < 1.5e-7)
    }
    let ends = PowerOfTwo.logarithm(
      Vector(1, 2, 0.5, .nan, 1024, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1))
    #expect(ends[0] == 0 && ends[1] == 1 && ends[2] == -1 && ends[3].isNaN && ends[4] == 10)
  }

  @Test func hyperbolicTangentIsAccurate() {
    for x in [Self.grid(-12, 12), Self.grid(-1, 1), Self.grid(-1e-3, 1e-3)] {
      let y = Self.map(x) { HyperbolicTangent.forward($0, into: $1, $2) }
      #expect(Self.worst(x, y, floor: 1e-30, Foundation.tanh) < 3e-7)
    }
  }

  @Test func geluIsAccurate() {
    for x in [Self.grid(-8, 8), Self.grid(-1, 1)] {
      let exact = Self.map(x) { GELU.exactForward($0, into: $1, $2) }
      #expect(
        Self.worst(x, exact, floor: 1e-12) { 0.5 * $0 * erfc(-$0 / 2.0.squareRoot()) } < 3e-6)
      #expect(
        Self.worst(x, exact, floor: 0.1) { 0.5 * $0 * erfc(-$0 / 2.0.squareRoot()) } < 5e-7)
      let approximate = Self.map(x) { GELU.tanhForward($0, into: $1, $2) }
      #expect(
        Self.worst(x, approximate, floor: 0.1) {
          $0 / (1 + exp(-2 * (2 / Double.pi).squareRoot() * ($0 + 0.044715 * $0 * $0 * $0)))
        } < 5e-7)
    }
  }

  @Test func geluOfHugeValues() {
    let x: [Float] = [-1e6, -100, 100, 1e6, -1e30, .greatestFiniteMagnitude]
    for y in [
      Self.map(x) { GELU.tanhForward($0, into: $1, $2) },
      Self.map(x) { GELU.exactForward($0, into: $1, $2) },
    ] {
      #expect(abs(y[0]) < 1e-30 && abs(y[1]) < 1e-30 && abs(y[4]) < 1)
      #expect(y[2] == 100 && y[3] == 1e6 && y[5] == .greatestFiniteMagnitude)
    }
  }
}
