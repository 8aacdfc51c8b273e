import Foundation
import Testing

@testable import Autograd

@Suite struct ElementwiseTests {
  static let shapes = [[1], [3, 7], [16, 2], [5, 13]]

  @Test(arguments: shapes) func multiply(_ shape: [Int]) {
    OperationCheck(
      shapes: [shape, shape], operation: { $0.multiply($1[0], $1[1]) },
      reference: { x in zip(x[0], x[1]).map(*) }
    ).run()
  }

  @Test func square() {
    OperationCheck(
      shapes: [[3, 4]], operation: { $0.multiply($1[0], $1[0]) },
      reference: { x in x[0].map { $0 * $0 } }
    ).run()
  }

  @Test(arguments: shapes) func scale(_ shape: [Int]) {
    OperationCheck(
      shapes: [shape], operation: { $0.scale($1[0], by: -2.5) },
      reference: { x in x[0].map { -2.5 * $0 } }
    ).run()
  }

  @Test(arguments: shapes) func sum(_ shape: [Int]) {
    OperationCheck(
      shapes: [shape], operation: { $0.sum($1[0]) }, reference: { x in [x[0].reduce(0, +)] }
    ).run()
  }

  @Test(arguments: [(1, 1), (4, 3), (3, 16), (2, 37)]) func softmax(_ shape: (Int, Int)) {
    OperationCheck(
      shapes: [[shape.0, shape.1]], operation: { $0.softmax($1[0]) },
      reference: { Reference.logSoftmax($0[0], columns: shape.1).map { exp($0) } }
    ).run()
  }

  @Test(arguments: [(1, 1), (4, 3), (3, 16), (2, 37)]) func logSoftmax(_ shape: (Int, Int)) {
    OperationCheck(
      shapes: [[shape.0, shape.1]], operation: { $0.logSoftmax($1[0]) },
      reference: { Reference.logSoftmax($0[0], columns: shape.1) }
    ).run()
  }

  @Test func sameBytesWhereWorkIsSplit() {
    OperationCheck(
      shapes: [[301, 257], [301, 257]],
      operation: { tape, t in
        let product = tape.multiply(tape.scale(t[0], by: 3), tape.softmax(t[1]))
        return tape.multiply(tape.logSoftmax(product), t[1])
      },
      reference: { $0[0] }
    ).expectSameBytes()
    OperationCheck(
      shapes: [[301, 257]], operation: { $0.sum($1[0]) }, reference: { $0[0] }
    ).expectSameBytes()
  }
}
