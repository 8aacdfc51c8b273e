import Autograd
import Benchmark
import Datasets
import Foundation
import Kernels
import Models
import Training

/// Adam on a million weights; and on a table of which a step touches one row in a hundred.
func optimizer() {
  for isTable in [false, true] {
    Benchmark(isTable ? "Adam, table of 4096 × 256, 40 rows touched" : "Adam, 2²⁰ weights") {
      benchmark in
      let store = ParameterStore()
      let weights = store.add("weights", [4096, 256], sparseRows: isTable)
      store.seal()
      let (adam, team) = (AdamState(store), WorkerTeam())
      let ids = (0..<40).map { Int32($0 * 100) }
      let tape = Tape(pool: MemoryPool(), team: team)
      if isTable {
        tape.backward(from: tape.sum(tape.embedding(weights.tensor, ids: ids)))
      } else {
        for i in 0..<store.trainableCount { store.gradients[i] = 1e-3 }
      }
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations { adam.step(rate: 1e-5, team: team) }
    }
  }
}

/// A byte-pair vocabulary made from made-up text, and WordPiece-like words of it.
func tokenizer() {
  let texts = (0..<2000).map { row in
    (0..<20).map { "word\((row * 31 + $0 * 17) % 997) of" }.joined(separator: " ")
  }
  Benchmark("byte-pair tokenizer, 2,000 texts of 40 words") { benchmark in
    let tokenizer = BytePairTrainer.train(texts, size: 2000)
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations { blackHole(tokenizer.encode(texts).ids.count) }
  }
}

/// Whole steps of training (forward, backward, Adam) and passes of labelling, 8 × 128 tokens.
func steps() {
  let cores = ProcessInfo.processInfo.activeProcessorCount
  for (layers, width, heads) in [(2, 64, 2), (4, 128, 4), (6, 256, 8)] {
    for threads in Set([1, cores]).sorted() {
      let name = "\(layers) × \(width), \(threads == 1 ? "one core" : "\(threads) cores")"
      Benchmark("labelling, \(name)") { benchmark in
        let (model, examples) = try workload(layers, width, heads)
        let team = WorkerTeam(threads: threads)
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations {
          blackHole(try model.outputs(of: examples, team: team))
        }
      }
      Benchmark("step, \(name)") { benchmark in
        let (model, examples) = try workload(layers, width, heads)
        var configuration = TrainingConfiguration()
        configuration.batch = .examples(examples.count)
        configuration.schedule = .constant
        configuration.steps = 1 << 30
        configuration.evaluations = 0
        let labels = (0..<examples.count).map { $0 % 2 }
        let trainer = try Trainer(
          model, on: TrainingSet(examples, targets: .classes(labels, of: 2)),
          configuration: configuration, loss: CrossEntropy(), seed: 0,
          team: WorkerTeam(threads: threads))
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations { _ = try trainer.run(shouldStop: { true }) }
      }
    }
  }
}

private func workload(
  _ layers: Int, _ width: Int, _ heads: Int
) throws -> (any Model, ExampleSet) {
  let model = try GPT(layers: layers, width: width, heads: heads, context: 1024)
    .build(
      ModelShape(input: .tokens(vocabulary: 2048), outputs: 2), seed: 0, weights: WeightsRoot(""))
  var stream = RandomStream(seed: 0, "benchmarks")
  let tokens = PackedTokens(
    (0..<8).map { _ in (0..<128).map { _ in Int32(stream.integer(below: 2048)) } })
  return (model, ExampleSet(.tokens(tokens)))
}
