import Testing

@testable import Autograd

@Suite struct ReLUTests {
  @Test(arguments: [[1], [3, 7], [16, 2]]) func valueAndGradient(_ shape: [Int]) {
    OperationCheck(
      shapes: [shape], operation: { $0.relu($1[0]) },
      reference: { x in x[0].map { max($0, 0) } }
    ).run()
  }
}
