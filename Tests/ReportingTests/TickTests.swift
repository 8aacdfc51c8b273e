import Foundation
import Testing

@testable import Reporting

@Suite struct TickTests {
  @Test(arguments: [
    (0.0...1.0, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    (0.62...0.81, ["0.65", "0.70", "0.75", "0.80"]),
    (-0.58...1.06, ["−0.5", "0", "0.5", "1.0"]),
    (3.0...97.0, ["20", "40", "60", "80"]),
    (0.0...250_000.0, ["0", "50000", "10⁵", "1.5·10⁵", "2·10⁵", "2.5·10⁵"]),
  ]) func linearTicksAreRound(range: ClosedRange<Double>, labels: [String]) {
    #expect(niceTicks(in: range, scale: .linear).map(\.label) == labels)
  }

  @Test(arguments: [
    (-3.0...0.0, ["0.001", "0.01", "0.1", "1"]),
    (-5.0...(-3.0), ["10⁻⁵", "10⁻⁴", "0.001"]),
    (0.0...1.5, ["1", "2", "5", "10", "20"]),
    (0.0...12.0, ["1", "100", "10000", "10⁶", "10⁸", "10¹⁰", "10¹²"]),
  ]) func logarithmicTicksAreRound(range: ClosedRange<Double>, labels: [String]) {
    let ticks = niceTicks(in: range, scale: .logarithmic)
    #expect(ticks.map(\.label).filter { !$0.isEmpty } == labels)
    #expect(ticks.allSatisfy { $0.value > 0 })
  }

  @Test func ticksAreFewInsideAndEvenlySpaced() {
    for low in stride(from: -1000.0, through: 1000, by: 37.3) {
      for span in [1e-6, 0.004, 0.3, 7, 90, 12345, 1e9] {
        let range = low...(low + span)
        let ticks = niceTicks(in: range, scale: .linear)
        #expect((3...11).contains(ticks.count), "\(range)")
        #expect(ticks.allSatisfy { $0.value >= low - span * 1e-6 })
        #expect(ticks.allSatisfy { $0.value <= low + span * (1 + 1e-6) })
      }
    }
  }

  @Test func anEmptyRangeHasAir() {
    #expect(Scale.linear.range(of: []) == 0...1)
    #expect(Scale.linear.range(of: [0, 0]) == -0.5...0.5)
    #expect(Scale.linear.range(of: [5]) == 4.5...5.5)
    #expect(Scale.logarithmic.range(of: [-1, .nan]) == 0...1)
    #expect(Scale.logarithmic.range(of: [10]) == 0.7...1.3)
  }

  @Test func coordinatesHaveTwoDecimalsAtMost() {
    #expect(coordinate(0) == "0")
    #expect(coordinate(-0.001) == "0")
    #expect(coordinate(1.005) == "1" || coordinate(1.005) == "1.01")
    #expect(coordinate(12.5) == "12.5")
    #expect(coordinate(-3.07) == "-3.07")
  }

  @Test func coloursGrowDarkerFromWeakToStrong() {
    func lightness(_ colour: String) -> Double {
      let value = Int(colour.dropFirst(), radix: 16) ?? 0
      let parts = [value >> 16, value >> 8 & 255, value & 255].map { pow(Double($0) / 255, 2.2) }
      return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
    for count in 2...8 {
      let colours = Palette.ordered(count).map(lightness)
      #expect(zip(colours, colours.dropFirst()).allSatisfy { $0 > $1 })
      #expect(colours.allSatisfy { 1.05 / ($0 + 0.05) > 2.3 }, "told from white")
    }
    #expect(Palette.ordered(0).isEmpty && Palette.ordered(1).count == 1)
  }

  @Test func textIsMeasuredCutAndWrapped() {
    let style = TextStyle.tick
    #expect(style.width("ab\nabc") == style.width("abc"))
    #expect(style.truncated("short", to: 100) == "short")
    let cut = style.truncated("a-name-that-is-far-too-long", to: 60)
    #expect(cut.hasPrefix("a-") && cut.contains("…") && cut.hasSuffix("ng"))
    #expect(style.width(cut) <= 60)
    #expect(style.truncated("anything", to: 0) == "…")
    #expect(style.wrapped("one two three four", to: 50).allSatisfy { style.width($0) <= 50 })
  }
}
