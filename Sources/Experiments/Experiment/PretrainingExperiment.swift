import Configuration
import Datasets
import Models
import Training
import WeakToStrong

/// An experiment file that asks for language models that learn texts: `objective: next-token`.
///
/// Each model of the ladder learns the transfer split, token by token; validation and test say how well
/// it predicts others. Runs leave the models as folders.
package struct PretrainingExperiment: KeyedConfiguration, Equatable {
  /// The key that tells such a file from one of supervisors and students.
  package static let objectiveKey = "objective"

  package enum Objective: String, WordValue {
    case nextToken = "next-token"
  }

  package var name = ""
  package var description = ""
  package var objective = Objective.nextToken
  package var task = TaskConfiguration()
  package var models = ModelLadder()
  /// Of every model; an entry of `models` may change keys of it for itself.
  package var training = TrainingConfiguration()
  package var tokenizer = TokenizerConfiguration()
  package var seed = 0
  package var statistics = StatisticsConfiguration()
  /// What the cards of the models say.
  package var license = "MIT"

  package init() {}

  package static var fields: [Field<Self>] {
    [
      Field(
        "name", \.name, "what the run is called; its folder under the results root",
        required: true, check: Experiment.nameCheck),
      Field("description", \.description, "what it is for, in the report and in the models' cards"),
      Field("objective", \.objective, "what models learn: next-token", required: true),
      Field("task", \.task, "texts and their splits: transfer is learned", required: true),
      Field("models", \.models, "the ladder, small to large", required: true),
      Field("training", \.training, "of every model, unless its entry says otherwise"),
      Field("tokenizer", \.tokenizer, "of every model, unless its entry says otherwise"),
      Field(
        "seed", \.seed, "of initial weights and of the order of texts", check: .atLeast(0)),
      Field("statistics", \.statistics, "how uncertainty is measured"),
      Field("license", \.license, "what the models' cards say of their licence"),
    ]
  }

  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Self? {
    decode(Experiment.inheriting(node, &diagnostics), ignoring: [], &diagnostics)
  }

  package func check(_ node: Node, _ diagnostics: inout Diagnostics) {
    checkTask(node["task"] ?? node, &diagnostics)
    models.checkChessContexts(node["models"] ?? node, &diagnostics)
    for entry in models.entries {
      check(entry, (node["models"]?[entry.name] ?? node), &diagnostics)
    }
  }

  private func checkTask(_ section: Node, _ diagnostics: inout Diagnostics) {
    let other: String? =
      switch task.inputKind {
      case .classification, .games: nil
      case .features: "features"
      case .preference: "pairs of texts"
      case .nextMove: "positions with an answer"
      }
    if let other {
      diagnostics.report(
        "a language model learns texts, and the task gives \(other)",
        at: (section["kind"] ?? section["source"] ?? section).mark,
        remedy: "choose a task of texts, or kind: games")
    }
    if task.splits.supervisor > 0 {
      diagnostics.report(
        "nobody reads the supervisor split: language models learn the transfer split",
        at: (section["splits"]?["supervisor"] ?? section).mark,
        remedy: "remove it, and give transfer its examples")
    }
  }

  private func check(_ entry: ModelEntry, _ node: Node, _ diagnostics: inout Diagnostics) {
    func report(_ what: String, at key: String? = nil, _ remedy: String) {
      diagnostics.report(
        "model '\(entry.name)' \(what)", at: (key.flatMap { node[$0] } ?? node).mark,
        remedy: remedy)
    }
    if !Experiment.nameCheck.passes(entry.name) {
      report("cannot be a folder's name", "give it a name \(Experiment.nameCheck.words)")
    }
    guard case .network(let model, let tokenizer, let training) = entry.kind else {
      return report("cannot learn", "write an architecture, or weights to go on from")
    }
    if model.pretrained == nil {
      do {
        try model.architecture.checkChoices(weights: WeightsRoot(""))
        _ = try model.architecture.checkpointForm(vocabulary: 2, weights: WeightsRoot(""))
      } catch {
        diagnostics.report("\(error)", at: node.mark, remedy: "or remove the model")
      }
    }
    if !tokenizer.source.hasModelFiles {
      report(
        "has a tokenizer that cannot lie in its folder: \(type(of: tokenizer.source).name)",
        at: ModelEntry.tokenizerKey, "choose byte, bpe or the tokenizer of a model")
    }
    if let selection = training.selection.values.first(where: { $0 != .final }) {
      report(
        "selects \(selection.rawValue), and a pretraining keeps its last weights",
        at: ModelEntry.trainingKey, "remove selection")
    }
  }

  /// The same experiment, tiny: everything runs and every file is written, in seconds. Its models mean
  /// nothing and lie under a name of their own.
  package var smoke: PretrainingExperiment {
    var small = self
    small.name = name + "-smoke"
    small.task = task.smoke
    small.training = training.smoke
    small.models = models.smoke
    small.statistics.draws = min(statistics.draws, 200)
    return small
  }

  /// As the planner sees it: a task, its models and nobody who teaches anybody.
  var part: TaskExperiment {
    TaskExperiment(
      name: name, label: nil, task: task, models: models, pairs: .all, methods: [],
      seeds: [seed], statistics: statistics)
  }
}
