import Kernels
import Testing

@testable import Autograd

@Suite struct LinearTests {
  struct Case: Sendable {
    let n: Int, inputs: Int, outputs: Int
    let layout: LinearLayout
    let bias: Bool
  }

  static let cases: [Case] = [(1, 1, 1), (3, 5, 2), (17, 16, 33), (2, 31, 7), (5, 1, 19)]
    .flatMap { n, inputs, outputs in
      [LinearLayout.inputOutput, .outputInput].flatMap { layout in
        [true, false].map {
          Case(n: n, inputs: inputs, outputs: outputs, layout: layout, bias: $0)
        }
      }
    }

  static func check(_ c: Case) -> OperationCheck {
    let weight =
      c.layout == .inputOutput ? [c.inputs, c.outputs] : [c.outputs, c.inputs]
    return OperationCheck(
      shapes: [[c.n, c.inputs], weight] + (c.bias ? [[c.outputs]] : []),
      operation: { tape, t in
        tape.linear(t[0], weight: t[1], bias: c.bias ? t[2] : nil, layout: c.layout)
      },
      reference: { x in
        Reference.linear(
          x[0], x[1], c.bias ? x[2] : nil, inputs: c.inputs, outputs: c.outputs,
          outputInput: c.layout == .outputInput)
      })
  }

  @Test(arguments: cases) func valueAndGradient(_ c: Case) { Self.check(c).run() }

  /// Two parts of one weight, one of them read twice: gradients meet in the whole.
  @Test(arguments: [LinearLayout.inputOutput, .outputInput], [true, false])
  func partsOfTheOutputs(layout: LinearLayout, bias: Bool) {
    let (n, inputs, outputs) = (5, 6, 11)
    let parts = [0..<4, 3..<11, 7..<8]
    OperationCheck(
      shapes: [[n, inputs], layout == .inputOutput ? [inputs, outputs] : [outputs, inputs]]
        + (bias ? [[outputs]] : []),
      operation: { tape, t in
        let sums = parts.map { part in
          let y = tape.linear(
            t[0], weight: t[1], bias: bias ? t[2] : nil, layout: layout, outputs: part)
          return tape.sum(tape.multiply(y, y))
        }
        return tape.add(tape.add(sums[0], sums[1]), sums[2])
      },
      reference: { x in
        let y = Reference.linear(
          x[0], x[1], bias ? x[2] : nil, inputs: inputs, outputs: outputs,
          outputInput: layout == .outputInput)
        return [
          (0..<n).reduce(0) { sum, row in
            parts.joined().reduce(sum) { $0 + y[row * outputs + $1] * y[row * outputs + $1] }
          }
        ]
      }
    ).run()
  }

  @Test(arguments: [LinearLayout.inputOutput, .outputInput])
  func sameBytesWhereWorkIsSplit(layout: LinearLayout) {
    for (n, inputs, outputs) in [(1003, 130, 257), (70, 300, 1100)] {
      Self.check(Case(n: n, inputs: inputs, outputs: outputs, layout: layout, bias: true))
        .expectSameBytes()
    }
  }

  /// A tensor that is used twice gets the sum of both gradients.
  @Test func gradientsAddUp() {
    OperationCheck(
      shapes: [[4, 3], [3, 3]],
      operation: { tape, t in
        let once = tape.linear(t[0], weight: t[1], layout: .inputOutput)
        return tape.linear(once, weight: t[1], layout: .outputInput)
      },
      reference: { x in
        let once = Reference.linear(x[0], x[1], nil, inputs: 3, outputs: 3, outputInput: false)
        return Reference.linear(once, x[1], nil, inputs: 3, outputs: 3, outputInput: true)
      }
    ).run()
  }
}
