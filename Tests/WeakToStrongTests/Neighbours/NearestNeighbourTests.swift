import Kernels
import Testing
import WeakToStrong

@Suite struct NearestNeighbourTests {
  private static func features(_ count: Int, _ columns: Int, seed: UInt64 = 3) -> FeatureRows {
    var stream = RandomStream(seed: seed, "test/features")
    return FeatureRows(
      (0..<count * columns).map { _ in 2 * stream.uniform() - 1 }, columns: columns)
  }

  /// Every similarity in double precision, sorted.
  private static func exact(_ features: FeatureRows, _ row: Int, self included: Bool) -> [Double] {
    let (values, width) = (features.values, features.columns)
    func dot(_ a: Int, _ b: Int) -> Double {
      (0..<width).reduce(0) { $0 + Double(values[a * width + $1]) * Double(values[b * width + $1]) }
    }
    return (0..<values.count / width).filter { included || $0 != row }
      .map { dot(row, $0) / (dot(row, row) * dot($0, $0)).squareRoot() }.sorted(by: >)
  }

  /// Sizes around the edges of blocks.
  @Test(
    arguments: [(1, 3, 2), (2, 1, 1), (127, 8, 5), (129, 5, 128), (1100, 12, 20)], [false, true])
  func asByAllPairs(_ shape: (rows: Int, columns: Int, k: Int), _ includingSelf: Bool) {
    let features = Self.features(shape.rows, shape.columns)
    let found = NearestNeighbours(
      features, k: shape.k, includingSelf: includingSelf, team: WorkerTeam())
    #expect(found.count == min(shape.k, includingSelf ? shape.rows : shape.rows - 1))
    for row in stride(from: 0, to: shape.rows, by: max(1, shape.rows / 40)) {
      let wanted = Self.exact(features, row, self: includingSelf)
      let neighbours = Array(found[row])
      #expect(Set(neighbours.map(\.row)).count == found.count)
      #expect(includingSelf || !neighbours.contains { $0.row == row })
      for (neighbour, similarity) in zip(neighbours, wanted) {
        #expect(abs(Double(neighbour.similarity) - similarity) < 1e-5)
      }
    }
  }

  @Test func scaleIsNoMatter() {
    let rows = FeatureRows([1, 0, 100, 1, 0, 1, 0.001, 0.002], columns: 2)
    let found = NearestNeighbours(rows, k: 1, team: WorkerTeam())
    #expect(found.rows == [1, 0, 3, 2])
  }

  @Test func ofEqualsTheEarlier() {
    let rows = FeatureRows([Float](repeating: 1, count: 12), columns: 2)
    let found = NearestNeighbours(rows, k: 2, team: WorkerTeam())
    #expect(found.rows == [1, 2, 0, 2, 0, 1, 0, 1, 0, 1, 0, 1])
  }

  /// Nothing without a direction is near, and nothing breaks.
  @Test func withoutDirection() {
    let rows = FeatureRows([0, 0, 1, 0, 1, 0.1, -1, 0], columns: 2)
    let found = NearestNeighbours(rows, k: 3, team: WorkerTeam())
    #expect(Array(found[0]).map(\.row) == [1, 2, 3])
    #expect(Array(found[0]).allSatisfy { $0.similarity == 0 })
    #expect(Array(found[1]).map(\.row) == [2, 0, 3])
  }

  @Test func anyNumberOfThreads() {
    let features = Self.features(700, 24)
    let one = NearestNeighbours(features, k: 15, team: WorkerTeam(threads: 1))
    let three = NearestNeighbours(features, k: 15, team: WorkerTeam(threads: 3))
    #expect(one.rows == three.rows && one.similarities == three.similarities)
  }
}
