import Configuration
import Datasets
import Training

/// One supervisor, one student, one seed.
package struct MethodCell: Sendable {
  package var supervisor: Predictor
  package var supervisorName: String
  package var student: String
  package var seed: UInt64
  package var selection: Selection

  package init(
    supervisor: Predictor, supervisorName: String, student: String, seed: UInt64,
    selection: Selection
  ) {
    self.supervisor = supervisor
    self.supervisorName = supervisorName
    self.student = student
    self.seed = seed
    self.selection = selection
  }
}

/// What a method has to fit: the models and the task of an experiment.
package struct MethodSetting: Sendable {
  /// The models that can be trained, weak to strong.
  package var ladder: [String]
  package var target: TargetKind
  package var input: TaskKind
  package var hasValidation: Bool
  /// How many examples there are, where that is known.
  package var splits: SplitCounts?

  package init(
    ladder: [String], target: TargetKind, input: TaskKind = .classification,
    hasValidation: Bool = true, splits: SplitCounts? = nil
  ) {
    self.ladder = ladder
    self.target = target
    self.input = input
    self.hasValidation = hasValidation
    self.splits = splits
  }

  /// Reports a name that no model of the ladder has.
  func check(model name: String, at node: Node, _ diagnostics: inout Diagnostics) {
    guard !ladder.contains(name) else { return }
    diagnostics.reportUnknown("model", name, at: node.mark, among: ladder)
  }

  /// Reports what is for classes alone where there are none.
  func requireClasses(_ what: String, at node: Node, _ diagnostics: inout Diagnostics) {
    guard target == .real else { return }
    diagnostics.report(
      "\(what) is for classes and the task has real targets", at: node.mark, remedy: "remove it")
  }

  /// Reports what is for single texts where there are none.
  func requireTexts(_ what: String, at node: Node, _ diagnostics: inout Diagnostics) {
    guard input == .features else { return }
    diagnostics.report(
      "\(what) is for texts and the task gives features", at: node.mark, remedy: "remove it")
  }

  /// Reports a loss that gives weight to classes that an example does not have.
  func checkChoices(_ loss: (any Loss)?, at node: Node, _ diagnostics: inout Diagnostics) {
    guard let loss, input == .nextMove, !loss.suitsChoices, target == .classes,
      type(of: loss).targets == .probabilities
    else { return }
    diagnostics.report(
      "loss \(type(of: loss).name) so set gives weight to moves that a position does not have",
      at: node.mark, remedy: "use cross-entropy or another loss")
  }

  /// Reports what takes the k-th class of every example to mean the same where each has choices of its
  /// own.
  func requireSharedClasses(_ what: String, at node: Node, _ diagnostics: inout Diagnostics) {
    guard input == .nextMove else { return }
    diagnostics.report(
      "\(what) takes classes to be the same for every example, and every position has moves of its own",
      at: node.mark, remedy: "remove it")
  }
}
