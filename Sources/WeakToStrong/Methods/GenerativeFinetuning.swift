import Configuration
import Datasets
import Training

/// Training on the task's texts, token by token, before labels: student and ceiling alike, so that PGR
/// does not count what both gain.
/// Source: Burns et al. 2023, section 5.2.2.
package struct GenerativeFinetuning: Configurable {
  /// Of the next-token training; the model's own unless given.
  package var training: TrainingConfiguration?
  /// Whose texts are read.
  package var splits = [TextSplit.supervisor, .transfer]
  /// Whether the supervisor learns the texts too.
  package var includesSupervisor = false

  package enum TextSplit: String, CaseIterable, WordValue {
    case supervisor, transfer

    var split: Split { self == .supervisor ? .supervisor : .transfer }
  }

  package init() {}

  package static var fields: [Field<Self>] {
    [
      Field(
        "training", \.training, "of the next-token training; the model's own unless given"),
      Field(
        "splits", \.splits, "whose texts are read",
        check: Check("of different splits, at least one") {
          !$0.isEmpty && Set($0).count == $0.count
        }),
      Field(
        "supervisor", \.includesSupervisor,
        "whether the supervisor learns the texts too, before its labels"),
    ]
  }

  func check(_ setting: MethodSetting, at node: Node, _ diagnostics: inout Diagnostics) {
    setting.requireTexts("generative finetuning", at: node, &diagnostics)
    guard setting.input == .nextMove else { return }
    diagnostics.report(
      "generative finetuning learns texts and a position is no text to learn", at: node.mark,
      remedy: "remove it; games are learned by an experiment with objective: next-token")
  }

  func request(_ model: String, seed: UInt64) -> GenerativeRequest {
    GenerativeRequest(
      model: model, splits: splits.map(\.split), training: training, seed: seed)
  }
}

/// Naive finetuning of a student that has learned the task's texts first, as its ceiling has. Its matched
/// control is the student that has not.
package struct GenerativeThenFinetune: WeakLabelMethod {
  package static let name = "generative"
  package static let summary = "learn the task's texts, then the supervisor's labels"
  package static let source = "Burns et al. 2023, section 5.2.2"

  package var texts = GenerativeFinetuning()
  package var further = StudentOptions()

  package init() {}

  package static var fields: [Field<Self>] {
    GenerativeFinetuning.fields.map { $0.lifted(to: \Self.texts) }
      + StudentOptions.fields.filter { $0.name != "generative" }
      .map { $0.lifted(to: \Self.further) }
  }

  package var options: StudentOptions {
    var options = further
    options.generative = texts
    return options
  }

  package var matchedControls: [NamedMethod] { [NamedMethod("without", Finetune(further))] }

  package func student(of cell: MethodCell, _ planner: inout some StagePlanner) -> Predictor {
    planner.train(options.student(of: cell, &planner))
  }
}
