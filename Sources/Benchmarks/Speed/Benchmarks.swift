import Benchmark
import Kernels

/// What `W2S_BENCHMARKS=1 swift package --scratch-path .build-benchmarks benchmark` measures: the matrix
/// products of real layers, the operations of a block forward and backward, Adam, the tokenizer, and
/// whole steps. Each on one core unless its name says otherwise: a training runs its operations so.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .throughput], warmupIterations: 3, maxDuration: .seconds(1),
    maxIterations: 1_000_000)
  products()
  operations()
  optimizer()
  tokenizer()
  steps()
}

/// Standard normal numbers, the same every time.
func normals(_ count: Int) -> [Float] {
  var stream = RandomStream(seed: 0, "benchmarks")
  var values = [Float](repeating: 0, count: count)
  values.withUnsafeMutableBufferPointer { buffer in
    if let start = buffer.baseAddress { stream.fillNormal(start, count: count, deviation: 1) }
  }
  return values
}
