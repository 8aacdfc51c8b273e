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
