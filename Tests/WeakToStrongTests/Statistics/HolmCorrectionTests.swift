import Kernels
import Testing

@testable import WeakToStrong

@Suite struct HolmCorrectionTests {
  @Test func computedByHand() {
    // 4 · .01, 3 · .02, max(2 · .03, .06), max(.04, .06)
    let adjusted = HolmCorrection.adjusted([0.04, 0.01, 0.03, 0.02])
    #expect(zip(adjusted, [0.06, 0.04, 0.06, 0.06]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(HolmCorrection.adjusted([0.6, 0.9]) == [1, 1])
    #expect(HolmCorrection.adjusted([0.03]) == [0.03])
    #expect(HolmCorrection.adjusted([]) == [])
  }

  /// Rejecting where the corrected value is at most α is the stepwise rule: reject the smallest while
  /// p₍ᵢ₎ ≤ α / (m − i + 1), stop at the first that is not.
  @Test func isTheStepwiseRule() {
    var stream = RandomStream(seed: 4, "holm")
    for _ in 0..<200 {
      let values = (0..<7).map { _ in stream.uniformDouble() * 0.05 }
      let adjusted = HolmCorrection.adjusted(values)
      var rejected = Set<Int>()
      for (rank, index) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated() {
        guard values[index] <= 0.05 / Double(7 - rank) else { break }
        rejected.insert(index)
      }
      #expect(Set(adjusted.indices.filter { adjusted[$0] <= 0.05 }) == rejected)
    }
  }
}
