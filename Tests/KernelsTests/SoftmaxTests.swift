import Foundation
import Testing

@testable import Kernels

@Suite struct SoftmaxTests {
  @Test(arguments: [1, 2, 15, 16, 17, 100]) func rowsSumToOne(columns: Int) {
    var stream = RandomStream(seed: 0, "softmax")
    let x = (0..<5 * columns).map { _ in 20 * stream.normal() }
    var p = x
    Softmax.rows(x, into: &p, columns: columns, 0..<5)
    var logs = x
    Softmax.logRows(x, into: &logs, columns: columns, 0..<5)
    for row in 0..<5 {
      let range = row * columns..<(row + 1) * columns
      let sum = x[range].reduce(0.0) { $0 + exp(Double($1)) }
      for i in range {
        #expect(abs(Double(p[i]) - exp(Double(x[i])) / sum) < 1e-6)
        #expect(abs(Double(logs[i]) - Double(x[i]) + log(sum)) < 1e-5)
      }
      #expect(abs(p[range].reduce(0, +) - 1) < 1e-5)
    }
  }

  @Test func inPlaceAndWithMinusInfinity() {
    var x: [Float] = [0, -.infinity, 0, 1000, -.infinity, 999]
    x.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      Softmax.rows(base, into: base, columns: 3, 0..<2)
    }
    #expect(abs(x[0] - 0.5) < 1e-7 && x[1] < 1e-37)
    #expect(abs(x[3] - 0.7310586) < 1e-6 && x[4] < 1e-37)
  }
}
