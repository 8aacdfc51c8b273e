import Autograd

/// A linear model that sees the first features alone: `x_NI → x_NK` of each side.
/// Source: Burns et al. 2023, appendix E.1 (supervisors that err where features are missing).
final class LeadingFeatures: Model {
  let shape: ModelShape
  let count: Int
  let sides: Int
  private let head: HeadModel

  init(of shape: ModelShape, count: Int, sides: Int, _ head: HeadModel) {
    self.shape = shape
    self.count = count
    self.sides = sides
    self.head = head
  }

  var parameters: ParameterStore { head.parameters }
  var trainedPart: any Model { head }

  func frozenFeatures(of input: ModelInput, on tape: Tape) -> Tensor? { leading(input, on: tape) }

  func headInputs(_ input: ModelInput, on tape: Tape) -> Tensor? { leading(input, on: tape) }

  func logits(_ input: ModelInput, on tape: Tape) -> Tensor {
    head.logits(of: leading(input, on: tape), on: tape)
  }

  private func leading(_ input: ModelInput, on tape: Tape) -> Tensor {
    let x = input.requiredFeatures
    let width = x.columns / sides
    let leading = tape.tensor([x.rows, sides * count])
    for part in 0..<x.rows * sides {
      (leading.values + part * count).update(from: x.values + part * width, count: count)
    }
    return leading
  }
}
