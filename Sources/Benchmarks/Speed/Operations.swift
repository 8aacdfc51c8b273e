import Autograd
import Benchmark
import Kernels

/// Operations between the products, 1,024 tokens in sequences of 128, forward and backward.
func operations() {
  let (tokens, length) = (1024, 128)
  for width in [64, 256, 768] {
    let offsets = Array(stride(from: 0, through: tokens, by: length))
    for isCausal in [true, false] {
      operation(
        "attention, width \(width), \(isCausal ? "causal" : "both sides")", [tokens, 3 * width]
      ) { tape, x in tape.attention(x, offsets: offsets, heads: width / 32, causal: isCausal) }
    }
    let store = ParameterStore()
    let (scale, shift) = (store.add("scale", [width]), store.add("shift", [width]))
    store.seal()
    operation("normalization, width \(width)", [tokens, width]) { tape, x in
      tape.layerNorm(x, scale: scale.tensor, shift: shift.tensor)
    }
    operation("GELU, inner width \(4 * width)", [tokens, 4 * width]) { tape, x in
      tape.gelu(x, .tanh)
    }
  }
  for columns in [2, 128, 1024] {
    operation("softmax, rows of \(columns)", [tokens, columns]) { tape, x in tape.softmax(x) }
  }
}

/// An operation's output is summed, so that there is a gradient to go back with.
private func operation(
  _ name: String, _ shape: [Int], _ apply: @escaping (Tape, Tensor) -> Tensor
) {
  for isTrained in [false, true] {
    Benchmark("\(name), \(isTrained ? "forward and backward" : "forward")") { benchmark in
      let tape = Tape(pool: MemoryPool(), team: WorkerTeam(), recording: isTrained)
      let x = tape.constant(normals(shape.reduce(1, *)), shape: shape, needsGradient: isTrained)
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations {
        let y = apply(tape, x)
        if isTrained { tape.backward(from: tape.sum(y)) } else { blackHole(y.values[0]) }
      }
    }
  }
}
