import Datasets
import Kernels
import Models
import Training

/// What a measurement trains on and labels.
struct BenchmarkExamples {
  let tokens: PackedTokens

  /// Tokens drawn alike from the whole vocabulary, in sequences of one length.
  init(random count: Int, length: Int, vocabulary: Int) {
    var stream = RandomStream(seed: 0, "benchmark")
    tokens = PackedTokens(
      (0..<count).map { _ in
        (0..<length).map { _ in Int32(stream.integer(below: vocabulary)) }
      })
  }

  /// The first rows of a file, as the model reads them.
  init(
    _ count: Int, of file: String, text column: String, for model: PretrainedTransformer,
    length: Int?
  ) throws {
    let rows = try InputRows(path: file, column: column).first(count)
    tokens = try ActivationInputs(rows, of: file, for: model, context: length).tokens
  }

  var set: ExampleSet { ExampleSet(.tokens(tokens)) }

  var length: BenchmarkSettings.Length {
    let lengths = (0..<tokens.count).map(tokens.length)
    return BenchmarkSettings.Length(
      shortest: lengths.min() ?? 0, mean: Double(tokens.ids.count) / Double(max(1, tokens.count)),
      longest: lengths.max() ?? 0)
  }
}
