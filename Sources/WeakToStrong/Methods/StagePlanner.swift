import Datasets
import Storage
import Training

/// What a method asks of the planner. Asking twice for the same work plans it once.
package protocol StagePlanner {
  /// Plans a training.
  mutating func train(_ request: TrainingRequest) -> Predictor

  /// Plans the predictions of `predictor` on a split.
  mutating func labels(of predictor: Predictor, on split: Split) -> Fingerprint

  /// The model trained on the ground truth of the supervisors' split: who labels for others.
  /// Entries that are not trained themselves (imported, simulated, ensembles) give what they stand for.
  mutating func supervisor(_ name: String, for student: String, seed: UInt64) -> Predictor

  /// The checkpoint with which a model of the ladder labels for others.
  func supervisorSelection(_ name: String) -> Selection

  /// The ceiling of a cell as the experiment asks for it.
  mutating func ceiling(of cell: MethodCell) -> Predictor

  /// Whether the entry is a model that is trained, rather than labels from elsewhere.
  func isTrained(_ name: String) -> Bool

  /// The models that are trained and stand between two others in the file, weak to strong.
  func models(between supervisor: String, and student: String) -> [String]

  /// Whether the model begins with weights that were trained elsewhere.
  func isPretrained(_ model: String) -> Bool

  /// The split that ceilings learn.
  var ceilingSplit: Split { get }

  /// The loss that the task asks for where a method names none.
  var defaultLoss: LossChoice { get }
}

/// Whose labels a model learns.
package enum TrainingLabels: Sendable, Hashable {
  case groundTruth
  /// - Parameters:
  ///   - named: what people call the teacher.
  ///   - hard: whether labels are replaced by their most probable class.
  case of(Predictor, named: String, hard: Bool)
}

/// What a model reads of an example.
package enum TrainingInput: Sendable, Hashable {
  /// The task's text or features.
  case task
  /// The text with words added that depend on the labels of a predictor.
  case annotated(Annotation)
  /// Hidden states of a model, by a linear model.
  case hidden(HiddenStates)
  /// The task's features, by a linear model.
  case features
}

/// Words after each text that tell the class which a predictor gives it.
package struct Annotation: Sendable, Hashable {
  package var labels: Predictor
  /// With `{weak_label}` where the class stands.
  package var words: String

  package init(labels: Predictor, words: String) {
    self.labels = labels
    self.words = words
  }
}

/// A training that a method asks for.
package struct TrainingRequest: Sendable {
  /// A name of the ladder.
  package var model: String
  package var labels: TrainingLabels
  package var split = Split.transfer
  /// Which examples of the split are learned from; all unless given.
  package var rows: RowsRequest?
  package var loss: LossChoice
  package var input = TrainingInput.task
  /// How many features a linear model reads, from the first; all unless given.
  package var first: Int?
  /// Weights to begin with; the model's own unless given.
  package var initial: Beginning?
  /// Instead of the model's own; its selections stay those of the model.
  package var training: TrainingConfiguration?
  /// Of the task and of initial weights and order.
  package var seed: UInt64
  /// Tells models apart that differ in initial weights and order alone: members of an ensemble.
  package var member = 0
  package var selection: Selection
  /// What it is, for people, where that does not follow from model and teacher: `ceiling`, `probe`.
  package var role: String?

  package init(
    model: String, labels: TrainingLabels, loss: LossChoice, seed: UInt64, selection: Selection
  ) {
    self.model = model
    self.labels = labels
    self.loss = loss
    self.seed = seed
    self.selection = selection
  }
}

/// The weights that a training begins with.
package indirect enum Beginning: Sendable, Hashable {
  /// Those of a trained model, its head too.
  case trained(Predictor)
  /// Those of a model that has learned texts, without a head.
  case generative(GenerativeRequest)
}

/// A model that learns to predict the texts of the task before anyone gives it labels.
package struct GenerativeRequest: Sendable, Hashable {
  /// A name of the ladder.
  package var model: String
  package var splits: [Split]
  /// Instead of the model's own.
  package var training: TrainingConfiguration?
  package var seed: UInt64

  package init(
    model: String, splits: [Split], training: TrainingConfiguration?, seed: UInt64
  ) {
    self.model = model
    self.splits = splits
    self.training = training
    self.seed = seed
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.model == right.model && left.splits == right.splits && left.seed == right.seed
      && left.training == right.training
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(model)
    hasher.combine(splits)
    hasher.combine(seed)
  }
}

/// Which examples of a split are learned from.
package struct RowsRequest: Sendable, Hashable {
  package var filter: RowFilterChoice
  /// The labels that it looks at; nil where it looks at none.
  package var labels: Predictor?
  package var hidden: HiddenStates?
  /// Tells draws apart: the member of an ensemble.
  package var member = 0

  package init(
    _ filter: any RowFilter, labels: Predictor? = nil, hidden: HiddenStates? = nil, member: Int = 0
  ) {
    self.filter = RowFilterChoice(filter)
    self.labels = labels
    self.hidden = hidden
    self.member = member
  }
}
