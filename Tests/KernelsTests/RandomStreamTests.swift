import Testing

@testable import Kernels

@Suite struct RandomStreamTests {
  /// Known answers of the Random123 distribution (kat_vectors, philox4x32 10 rounds).
  @Test func matchesTheReferenceVectors() {
    #expect(
      philox(counter: SIMD4(repeating: 0), key: SIMD2(repeating: 0))
        == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    #expect(
      philox(
        counter: SIMD4(repeating: 0xffff_ffff), key: SIMD2(repeating: 0xffff_ffff))
        == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    #expect(
      philox(
        counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
        key: SIMD2(0xa409_3822, 0x299f_31d0))
        == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  @Test func namesIndicesAndSeedsGiveDifferentStreams() {
    var first = [
      RandomStream(seed: 0, "a"), RandomStream(seed: 1, "a"), RandomStream(seed: 0, "b"),
      RandomStream(seed: 0, "a", index: 1),
    ].map { stream in
      var stream = stream
      return stream.next()
    }
    first.sort()
    #expect(Set(first).count == 4)
  }

  @Test func sameNameGivesTheSameNumbers() {
    var (left, right) = (RandomStream(seed: 3, "order"), RandomStream(seed: 3, "order"))
    for _ in 0..<100 { #expect(left.next() == right.next()) }
  }

  @Test func momentsOfUniformAndNormal() {
    var stream = RandomStream(seed: 11, "moments")
    let count = 200_000
    let uniform = (0..<count).map { _ in stream.uniformDouble() }
    let normal = (0..<count).map { _ in stream.normalDouble() }
    let mean = { (values: [Double]) in values.reduce(0, +) / Double(values.count) }
    #expect(abs(mean(uniform) - 0.5) < 0.003)
    #expect(abs(mean(normal)) < 0.01)
    #expect(abs(mean(normal.map { $0 * $0 }) - 1) < 0.02)
    #expect(abs(mean(normal.map { $0 * $0 * $0 * $0 }) - 3) < 0.1)
  }

  /// Eight at a time, the same bytes as one by one; a million numbers hold some whose last place is in
  /// doubt.
  @Test(arguments: [0, 1, 7, 8, 9, 255, 257, 1000, 1_000_003], [Float(1), 0.02])
  func manyNormalNumbersAreThoseOfOneAtATime(count: Int, deviation: Float) {
    for isAtBlock in [true, false] {
      var (many, single) = (
        RandomStream(seed: 7, "normal", index: 1 << 33),
        RandomStream(seed: 7, "normal", index: 1 << 33)
      )
      if !isAtBlock { #expect(many.next32() == single.next32()) }
      let values = UnsafeMutablePointer<Float>.allocate(capacity: max(1, count))
      defer { values.deallocate() }
      values.initialize(repeating: .nan, count: max(1, count))
      many.fillNormal(values, count: count, deviation: deviation)
      var differing = 0
      for i in 0..<count where values[i].bitPattern != (single.normal() * deviation).bitPattern {
        differing += 1
      }
      #expect(differing == 0)
      #expect(many == single)
    }
  }

  @Test func permutationHoldsEveryIndexOnce() {
    var stream = RandomStream(seed: 5, "order")
    let order = stream.permutation(1000)
    #expect(order.sorted() == Array(0..<1000))
    #expect(order != Array(0..<1000))
  }
}
