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
  package func linear(
    _ x: Tensor, weight: Tensor, bias: Tensor? = nil, layout: LinearLayout
  ) -> Tensor {
    precondition(weight.shape.count == 2, "a weight of shape \(weight.shape) is no matrix")
    let (n, inputs) = (x.rows, x.columns)
    let isOutputInput = layout == .outputInput
    let outputs = weight.shape[isOutputInput ? 0 : 1]
    precondition(
      weight.shape[isOutputInput ? 1 : 0] == inputs,
      "linear: \(inputs) inputs for a weight of shape \(weight.shape)")
    precondition(bias.map { $0.count == outputs } ?? true, "linear: bias of another width")

    let y = tensor(
      [n, outputs],
      needsGradient: x.needsGradient || weight.needsGradient || bias?.needsGradient == true)
    let product = Gemm(rows: n, columns: outputs, depth: inputs)
    let (a, c, b) = (Matrix(x.values, stride: inputs), y.values, bias?.values)
    let w = Matrix(weight.values, stride: weight.columns, transposed: isOutputInput)
    team.run(pieces: product.pieces) { piece in
      product.run(piece: piece, a, w, into: c, stride: outputs, bias: b)
    }
    record(y) { [team] _, dy in
      Tape.linearBackward(x, weight, bias, dy, outputs, isOutputInput, team)
    }
    return y
  }

  private static func linearBackward(
    _ x: Tensor, _ weight: Tensor, _ bias: Tensor?, _ dy: UnsafeMutablePointer<Float>,
    _ outputs: Int, _ isOutputInput: Bool, _ team: WorkerTeam
  ) {
    let (n, inputs) = (x.rows, x.columns)
    // The three gradients are independent: their pieces run together.
    let forInput = Gemm(rows: n, columns: inputs, depth: outputs)
    let forWeight =
      isOutputInput
      ? Gemm(rows: outputs, columns: inputs, depth: n)
      : Gemm(rows: inputs, columns: outputs, depth: n)
    let dx = x.needsGradient ? x.gradientDestination() : nil
    let dw = weight.needsGradient ? weight.gradientDestination() : nil
    let db = bias?.needsGradient == true ? bias?.gradientDestination() : nil
    let inputPieces = dx == nil ? 0 : forInput.pieces
    let weightPieces = dw == nil ? 0 : forWeight.pieces
    let biasPieces = db == nil ? 0 : WorkerTeam.rangeCount(outputs, width: n)
    let w = Matrix(weight.values, stride: weight.columns, transposed: !isOutputInput)
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
          stride: isOutputInput ? inputs : outputs, beta: dw.beta)
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
