import Kernels

/// How the weight of a linear layer lies in memory.
package enum LinearLayout: Sendable {
  /// W_IO: y = x W + b, as GPT-2's `Conv1D`.
  case inputOutput
  /// W_OI: y = x Wᵀ + b, as `nn.Linear`.
  case outputInput
}

extension Tape {
  /// y = x W + b (or x Wᵀ + b): `x_NI, W_IO or W_OI, b_O → y_NO`.
  ///
  /// Gradient: dx = dy Wᵀ, dW = xᵀ dy (transposed for `outputInput`), db = Σ_n dy_n.
  /// - Parameter part: those of the outputs that are wanted; nil for all.
  package func linear(
    _ x: Tensor, weight: Tensor, bias: Tensor? = nil, layout: LinearLayout,
    outputs part: Range<Int>? = nil
  ) -> Tensor {
    precondition(weight.shape.count == 2, "a weight of shape \(weight.shape) is no matrix")
    let (n, inputs) = (x.rows, x.columns)
    let isOutputInput = layout == .outputInput
    let allOutputs = weight.shape[isOutputInput ? 0 : 1]
    precondition(
      weight.shape[isOutputInput ? 1 : 0] == inputs,
      "linear: \(inputs) inputs for a weight of shape \(weight.shape)")
    precondition(bias.map { $0.count == allOutputs } ?? true, "linear: bias of another width")
    precondition(
      part.map { $0.lowerBound >= 0 && $0.upperBound <= allOutputs } ?? true, "linear: no such part"
    )
    let outputs = part?.count ?? allOutputs
    let first = part?.lowerBound ?? 0

    let y = tensor(
      [n, outputs],
      needsGradient: x.needsGradient || weight.needsGradient || bias?.needsGradient == true)
    let product = Gemm(rows: n, columns: outputs, depth: inputs)
    let (a, c, b) = (Matrix(x.values, stride: inputs), y.values, bias.map { $0.values + first })
    let start = first * (isOutputInput ? inputs : 1)
    let w = Matrix(weight.values + start, stride: weight.columns, transposed: isOutputInput)
    team.run(pieces: product.pieces) { piece in
      product.run(piece: piece, a, w, into: c, stride: outputs, bias: b)
    }
    record(y) { [team] _, dy in
      let given = LinearGradients(x, weight, bias, isPart: part != nil, first: first, start: start)
      Tape.linearBackward(x, weight.values + start, given, dy, outputs, isOutputInput, team)
    }
    return y
  }

  private static func linearBackward(
    _ x: Tensor, _ weight: UnsafePointer<Float>, _ gradients: LinearGradients,
    _ dy: UnsafeMutablePointer<Float>, _ outputs: Int, _ isOutputInput: Bool, _ team: WorkerTeam
  ) {
    let (n, inputs) = (x.rows, x.columns)
    // The three gradients are independent: their pieces run together.
    let forInput = Gemm(rows: n, columns: inputs, depth: outputs)
    let forWeight =
      isOutputInput
      ? Gemm(rows: outputs, columns: inputs, depth: n)
      : Gemm(rows: inputs, columns: outputs, depth: n)
    let (dx, dw, db) = (gradients.input, gradients.weight, gradients.bias)
    let stride = gradients.stride
    let inputPieces = dx == nil ? 0 : forInput.pieces
    let weightPieces = dw == nil ? 0 : forWeight.pieces
    let biasPieces = db == nil ? 0 : WorkerTeam.rangeCount(outputs, width: n)
    let w = Matrix(weight, stride: stride, transposed: !isOutputInput)
    let xValues = x.values
    team.run(pieces: inputPieces + weightPieces + biasPieces) { piece in
      if piece < inputPieces, let dx {
        forInput.run(
          piece: piece, Matrix(dy, stride: outputs), w, into: dx.values, stride: inputs,
          beta: dx.beta)
      } else if piece < inputPieces + weightPieces, let dw {
        let dyMatrix = Matrix(dy, stride: outputs, transposed: isOutputInput)
        let xMatrix = Matrix(xValues, stride: inputs, transposed: !isOutputInput)
        forWeight.run(
          piece: piece - inputPieces, isOutputInput ? dyMatrix : xMatrix,
          isOutputInput ? xMatrix : dyMatrix, into: dw.values,
          stride: stride, beta: dw.beta)
      } else if let db {
        let length = WorkerTeam.rangeLength(width: n)
        let start = (piece - inputPieces - weightPieces) * length
        Reduction.columnSums(
          dy, rows: n, stride: outputs, into: db.values, start..<min(outputs, start + length),
          accumulate: db.accumulate)
      }
    }
  }
}

/// Places for the gradients of a linear layer. Where a part of the outputs is wanted, those of weight
/// and bias are that part of gradients which others fill, too.
private struct LinearGradients {
  let input: Tensor.Destination?
  let weight: Tensor.Destination?
  let bias: Tensor.Destination?
  /// Columns of the weight as it lies.
  let stride: Int

  init(
    _ x: Tensor, _ weight: Tensor, _ bias: Tensor?, isPart: Bool, first: Int, start: Int
  ) {
    func place(_ tensor: Tensor, from start: Int) -> Tensor.Destination? {
      guard tensor.needsGradient else { return nil }
      guard isPart else { return tensor.gradientDestination() }
      return Tensor.Destination(values: tensor.zeroedGradient() + start, accumulate: true)
    }
    input = x.needsGradient ? x.gradientDestination() : nil
    self.weight = place(weight, from: start)
    self.bias = bias.flatMap { place($0, from: first) }
    stride = weight.columns
  }
}
