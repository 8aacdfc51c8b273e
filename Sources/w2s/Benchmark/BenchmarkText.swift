import Foundation
import Training

/// A measurement as a person reads it.
struct BenchmarkText {
  private let result: ModelBenchmark.Result

  init(_ result: ModelBenchmark.Result) { self.result = result }

  var text: String {
    let peak = result.peak
    var text = """
      Matrix product   \(number(peak.oneCoreGigaflops)) GFLOP/s on one core, \
      \(number(peak.gigaflops)) on \(peak.threads)


      """
    text += Columns.text(
      [["", "tokens/s", "examples/s", "GFLOP/s", "of peak", "ms a step"]]
        + [("Training", result.training), ("Inference", result.inference)].map { name, speed in
          [
            name, number(speed.tokensPerSecond), number(speed.examplesPerSecond),
            number(speed.gigaflops), percent(speed.gigaflops / peak.gigaflops),
            String(format: "%.2f", speed.secondsPerStep * 1e3),
          ]
        }, right: [1, 2, 3, 4, 5])
    text += "\n" + memory
    for (title, operations) in [
      ("Training, by operation", result.trainingProfile),
      ("Inference, by operation", result.inferenceProfile),
    ] {
      if let operations { text += "\n\(title)\n" + table(operations) }
    }
    return text
  }

  private var memory: String {
    let memory = result.memory
    let parts = [
      ("weights", memory.weights), ("gradients", memory.gradients), ("moments", memory.moments),
      ("activations", memory.activations),
    ].map { "\(ByteCount.text(Double($0.1))) \($0.0)" }.joined(separator: ", ")
    return """
      Memory of a step   \(ByteCount.text(Double(memory.peak))) at most, \
      \(String(format: "%.2f", memory.ratio)) times what is needed (\(parts))
      After \(result.training.steps) steps   \(ByteCount.text(Double(memory.peakAtEnd)))

      """
  }

  private func table(_ operations: [ModelBenchmark.Operation]) -> String {
    let total = operations.map(\.seconds).reduce(0, +)
    return Columns.text(
      [["", "calls", "forward ms", "backward ms", "other ms", "share"]]
        + operations.map {
          [
            $0.name, number($0.calls), milliseconds($0.forwardSeconds),
            milliseconds($0.backwardSeconds), milliseconds($0.otherSeconds),
            percent($0.seconds / total),
          ]
        }, right: [1, 2, 3, 4, 5])
  }

  private func number(_ value: Double) -> String { String(format: "%.0f", value) }

  private func percent(_ value: Double) -> String { String(format: "%.1f %%", value * 100) }

  private func milliseconds(_ seconds: Double) -> String {
    seconds == 0 ? "" : String(format: "%.3f", seconds * 1e3)
  }
}
