import Testing

@testable import Models

@Suite struct PackedTokensTests {
  private let packed = PackedTokens([[1, 2, 3], [4], [5, 6]] as [[Int32]])

  @Test func liesEndToEnd() {
    #expect(packed.ids == [1, 2, 3, 4, 5, 6])
    #expect(packed.offsets == [0, 3, 4, 6])
    #expect(Array(packed[2]) == [5, 6])
  }

  @Test func gathersInTheGivenOrder() {
    #expect(packed.gather([2, 0, 2]) == PackedTokens([[5, 6], [1, 2, 3], [5, 6]] as [[Int32]]))
  }

  @Test func cutsWithoutDropping() {
    #expect(packed.truncated(to: 2) == PackedTokens([[1, 2], [4], [5, 6]] as [[Int32]]))
    #expect(packed.truncated(to: 3) == packed)
  }
}

@Suite struct FeatureMatrixTests {
  private let matrix = FeatureMatrix([1, 2, 3, 4, 5, 6], rows: 3, columns: 2)

  @Test func gathersRows() {
    #expect(matrix.gather([2, 0]).array == [5, 6, 1, 2])
  }

  @Test func aPartOutlivesItsMatrix() {
    let part = FeatureMatrix([1, 2, 3, 4, 5, 6], rows: 3, columns: 2).part(1..<3)
    #expect(part.array == [3, 4, 5, 6])
    #expect(part == FeatureMatrix([3, 4, 5, 6], rows: 2, columns: 2))
    #expect(part.part(1..<2).array == [5, 6])
  }
}
