import Testing

@testable import Training

@Suite struct BatchOrderTests {
  @Test(arguments: [1, 3, 7, 10, 50])
  func everyEpochSeesEveryExampleOnce(size: Int) {
    var order = BatchOrder(count: 10, batch: .examples(size), seed: 3)
    let steps = (10 + min(size, 10) - 1) / min(size, 10)
    var epochs: [[Int]] = []
    for epoch in 0..<3 {
      let seen = (0..<steps).flatMap {
        order.examples(of: epoch * steps + $0).map(Array.init) ?? []
      }
      #expect(seen.sorted() == Array(0..<10))
      epochs.append(seen)
    }
    #expect(epochs[0] != epochs[1])
  }

  @Test func aStepDoesNotDependOnTheStepsBefore() {
    var straight = BatchOrder(count: 10, batch: .examples(4), seed: 3)
    let all = (0..<9).map { straight.examples(of: $0) }
    var jumping = BatchOrder(count: 10, batch: .examples(4), seed: 3)
    for step in [8, 0, 5] { #expect(jumping.examples(of: step) == all[step]) }
  }

  @Test func aFullBatchHasNoOrder() {
    var order = BatchOrder(count: 10, batch: .full, seed: 3)
    #expect(order.examples(of: 4) == nil)
  }
}
