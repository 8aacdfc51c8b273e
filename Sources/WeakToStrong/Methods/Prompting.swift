import Configuration
import Datasets
import Training

/// Prompting instead of training: the student is a language model that is asked for the class, with some
/// examples and their labels in the prompt, or none. A model from scratch learns the task's texts
/// first, token by token, since it knows no language.
package struct Prompting: Method {
  package enum Labels: String, CaseIterable, WordValue {
    /// The most probable classes of the supervisor.
    case weak
    /// True classes: as many true labels as there are demonstrations.
    case groundTruth = "ground-truth"
  }

  package static let name = "prompt"
  package static let summary = "ask the student for the class, zero-shot or with demonstrations"
  package static let source = "Burns et al. 2023, section 5.2.1; Brown et al. 2020, section 2"

  package var shots = 0
  package var labels = Labels.weak
  /// Whether classes take turns among the demonstrations.
  package var balanced = true
  package var form = PromptForm()
  /// The texts that the student learns first; nil for a pretrained model as it is.
  package var generative: GenerativeFinetuning?

  package init() {}

  package static var fields: [Field<Self>] {
    [
      Field("shots", \.shots, "demonstrations in each prompt", check: .within(0...1000)),
      Field("labels", \.labels, "whose classes stand in the demonstrations"),
      Field("balanced", \.balanced, "whether each class has as many demonstrations"),
    ] + PromptForm.fields.map { $0.lifted(to: \Self.form) } + [
      Field(
        "generative", \.generative,
        "the task's texts that the student learns first; a model from scratch always does")
    ]
  }

  package var isOracle: Bool { shots > 0 && labels == .groundTruth }

  package func check(
    _ setting: MethodSetting, at node: Node, _ diagnostics: inout Diagnostics
  ) {
    let what = "method \(Self.name)"
    setting.requireTexts(what, at: node, &diagnostics)
    setting.requireClasses(what, at: node, &diagnostics)
    setting.requireSharedClasses(what, at: node, &diagnostics)
    if setting.input == .preference {
      diagnostics.report(
        "\(what) asks for the class of one text and the task gives pairs", at: node.mark,
        remedy: "remove it")
    }
    generative?.check(setting, at: node, &diagnostics)
    form.check(node, &diagnostics)
  }

  package func student(of cell: MethodCell, _ planner: inout some StagePlanner) -> Predictor {
    let texts =
      generative ?? (planner.isPretrained(cell.student) ? nil : GenerativeFinetuning())
    return .prompted(
      PromptRequest(
        model: cell.student, texts: texts?.request(cell.student, seed: cell.seed), form: form,
        shots: shots, balanced: balanced,
        labels: labels == .groundTruth
          ? .groundTruth : .of(cell.supervisor, named: cell.supervisorName, hard: true),
        seed: cell.seed))
  }
}

/// The classes that a language model gives when it is asked.
package struct PromptRequest: Sendable, Hashable {
  package var model: String
  /// The texts that it learns first.
  package var texts: GenerativeRequest?
  package var form: PromptForm
  package var shots: Int
  package var balanced: Bool
  /// Of the demonstrations.
  package var labels: TrainingLabels
  package var seed: UInt64

  package init(
    model: String, texts: GenerativeRequest?, form: PromptForm, shots: Int, balanced: Bool,
    labels: TrainingLabels, seed: UInt64
  ) {
    self.model = model
    self.texts = texts
    self.form = form
    self.shots = shots
    self.balanced = balanced
    self.labels = labels
    self.seed = seed
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(model)
    hasher.combine(texts)
    hasher.combine(form.node.text)
    hasher.combine(shots)
    hasher.combine(labels)
    hasher.combine(seed)
  }
}
