import Benchmark
import Kernels

/// The matrix products of a block, 1,024 tokens: forward, gradient of the input, gradient of the weights.
func products() {
  let tokens = 1024
  for width in [64, 128, 256, 768] {
    for (part, inputs, outputs) in [
      ("queries, keys and values", width, 3 * width), ("attention output", width, width),
      ("up", width, 4 * width), ("down", 4 * width, width),
    ] {
      let name = "gemm, width \(width), \(part)"
      product("\(name), forward", tokens, outputs, inputs, .none)
      product("\(name), input gradient", tokens, inputs, outputs, .right)
      product("\(name), weight gradient", inputs, outputs, tokens, .left)
    }
  }
}

private enum Transposed { case none, left, right }

private func product(
  _ name: String, _ rows: Int, _ columns: Int, _ depth: Int, _ transposed: Transposed
) {
  Benchmark(name) { benchmark in
    let (left, right) = (normals(rows * depth), normals(depth * columns))
    var result = [Float](repeating: 0, count: rows * columns)
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations {
      Gemm.multiply(
        rows: rows, columns: columns, depth: depth,
        Matrix(left, stride: transposed == .left ? rows : depth, transposed: transposed == .left),
        Matrix(
          right, stride: transposed == .right ? depth : columns, transposed: transposed == .right),
        into: &result, stride: columns)
    }
    blackHole(result[0])
  }
}
