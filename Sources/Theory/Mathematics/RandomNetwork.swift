import Kernels

/// A representation: ReLU layers with weights and biases uniform in ±1/√fan-in (the usual default
/// initialization), not trained.
struct RandomNetwork: Sendable {
  private var layers: [(weights: DoubleMatrix, biases: [Double])] = []

  init(inputs: Int, width: Int, depth: Int, from stream: inout RandomStream) {
    var previous = inputs
    for _ in 0..<depth {
      let bound = 1 / Double(previous).squareRoot()
      let values = (0..<width * previous).map { _ in bound * (2 * stream.uniformDouble() - 1) }
      let biases = (0..<width).map { _ in bound * (2 * stream.uniformDouble() - 1) }
      layers.append((DoubleMatrix(rows: width, columns: previous, values: values), biases))
      previous = width
    }
  }

  /// The representation of each column: inputs × n → n × width, one example per row as a design
  /// matrix wants it.
  func design(_ inputs: DoubleMatrix) -> DoubleMatrix {
    var hidden = inputs
    for layer in layers {
      hidden = layer.weights * hidden
      hidden.updateColumns { _, column in
        for i in 0..<column.count { column[i] = max(0, column[i] + layer.biases[i]) }
      }
    }
    return hidden.transposed
  }
}
