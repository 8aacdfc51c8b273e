import Experiments

/// What was measured, completely: the model, its inputs and the cores.
struct BenchmarkSettings: Encodable {
  /// Lengths of the sequences, in tokens.
  struct Length: Encodable {
    var shortest: Int
    var mean: Double
    var longest: Int
  }

  /// As an experiment file names it: `gpt`, `pretrained`.
  var architecture: String
  /// Every key of the model, defaults filled in, as in an experiment file.
  var configuration: JSON
  /// The folder of a pretrained model; nil from scratch.
  var model: String?
  var layers: Int
  var width: Int
  var heads: Int
  var vocabulary: Int
  /// All of the model's weights, and those that a token is multiplied with.
  var weights: Int
  var activeWeights: Int
  /// The file that the texts come from; nil for random tokens.
  var input: String?
  /// Different examples that steps are made of.
  var examples: Int
  var tokens: Int
  var length: Length
  /// Examples in a step.
  var batch: Int
  var threads: Int
  /// How long training and inference were each measured, at least.
  var seconds: Double
}
