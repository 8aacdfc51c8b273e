import Testing

@testable import Autograd

@Suite struct AddTests {
  @Test(arguments: [[1], [3, 7], [16, 16], [2, 3, 11]]) func valueAndGradient(_ shape: [Int]) {
    OperationCheck(
      shapes: [shape, shape], operation: { $0.add($1[0], $1[1]) },
      reference: { x in zip(x[0], x[1]).map(+) }
    ).run()
  }

  @Test func termsThatAreOneTensor() {
    OperationCheck(
      shapes: [[3, 5]], operation: { $0.add($1[0], $1[0]) },
      reference: { x in x[0].map { 2 * $0 } }
    ).run()
  }

  /// The gradient's memory is handed on along a residual stream; each term must still get its own.
  @Test func residualStream() {
    OperationCheck(
      shapes: [[3, 5], [3, 5]],
      operation: { tape, t in
        let first = tape.add(t[0], tape.relu(t[0]))
        return tape.add(first, tape.relu(tape.add(first, t[1])))
      },
      reference: { x in
        zip(x[0], x[1]).map { a, b in
          let first = a + max(a, 0)
          return first + max(first + b, 0)
        }
      }
    ).run()
  }

  @Test func sameBytesWhereWorkIsSplit() {
    OperationCheck(
      shapes: [[301, 257], [301, 257]], operation: { $0.add($1[0], $0.relu($1[1])) },
      reference: { $0[0] }
    ).expectSameBytes()
  }
}
