import Foundation
import Training

/// A measurement as a person reads it.
struct BenchmarkText {
  private let result: BenchmarkReport

  init(_ result: BenchmarkReport) { self.result = result }

  var text: String {
    let peak = result.peak
    var text = """
      \(model)
      \(inputs)
      \(machine)

      Matrix product   \(number(peak.oneCoreGigaflops)) GFLOP/s on one core, \
      \(number(peak.gigaflops)) on \(peak.threads)


      """
    text += Columns.text(
      [["", "tokens/s", "examples/s", "GFLOP/s", "of peak", "ms a step"]]
        + [("Training", result.training), ("Inference", result.inference)].map { name, speed in
          [
            name, number(speed.tokensPerSecond), number(speed.examplesPerSecond),
            number(speed.gigaflops), percent(speed.shareOfPeak),
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

  private var model: String {
    let settings = result.settings
    return
      "Model            \(settings.model ?? settings.architecture), \(settings.layers) layers, "
      + "width \(settings.width), \(settings.heads) heads, vocabulary \(settings.vocabulary), "
      + "\(settings.weights) weights"
  }

  private var inputs: String {
    let settings = result.settings
    let (length, input) = (settings.length, settings.input ?? "random tokens")
    let lengths =
      length.shortest == length.longest
      ? "\(length.longest) tokens each"
      : "\(length.shortest) to \(length.longest) tokens, \(String(format: "%.1f", length.mean)) on average"
    return "Examples         \(input), \(lengths); \(settings.batch) a step"
  }

  private var machine: String {
    let machine = result.machine
    let forced = machine.forcedCore.map { " (OPENBLAS_CORETYPE=\($0))" } ?? ""
    let lowered = machine.isLowered ? ", less than the processor can do" : ""
    return
      "Machine          \(machine.processor), \(machine.cores) cores, \(machine.instructionSet); "
      + "OpenBLAS core \(machine.blasCore)\(forced)\(lowered)"
  }

  private var memory: String {
    let memory = result.memory
    let parts = [
      ("weights", memory.weights), ("gradients", memory.gradients), ("moments", memory.moments),
      ("activations", memory.activations),
    ].map { "\(ByteCount.text(Double($0.1))) \($0.0)" }.joined(separator: ", ")
    return """
      Memory of a step   \(ByteCount.text(Double(memory.peakAtEnd))) at most, \
      \(String(format: "%.2f", memory.ratio)) times what is needed (\(parts))
      After the first steps   \(ByteCount.text(Double(memory.peak))); steps in all   \(memory.steps)
      Whole process   \(ByteCount.text(Double(result.residentPeakBytes))) at most

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
