import Configuration
import Training

/// How weak labels are given to the student.
package enum LabelForm: String, CaseIterable, WordValue {
  /// As probabilities.
  case soft
  /// As their argmax.
  case hard
  /// As one class for each example, drawn from the probabilities.
  case sampled
}

/// What every method that trains a student on weak labels lets a file choose.
package struct StudentOptions: Configurable {
  /// The loss; the task's own (cross-entropy, squared error) where none is named.
  package var loss: LossChoice?
  package var labels = LabelForm.soft
  /// What is done to weak labels before they are learned.
  package var relabel: RelabellingChoice?
  /// Which examples are learned from.
  package var filter: RowFilterChoice?
  /// The texts that models learn before labels.
  package var generative: GenerativeFinetuning?

  package init() {}

  package static var fields: [Field<Self>] {
    [
      Field("loss", \.loss, "the loss of the student; the task's own where none is named"),
      Field(
        "labels", \.labels,
        "weak labels as probabilities (soft), their argmax (hard) or a class drawn from them (sampled)"
      ),
      Field("relabel", \.relabel, "what is done to weak labels before they are learned"),
      Field("filter", \.filter, "which examples are learned from; all unless given"),
      Field("generative", \.generative, "next-token training on the task's texts before labels"),
    ]
  }

  package var isOracle: Bool { filter?.filter.isOracle ?? false }

  package func check(
    _ setting: MethodSetting, at node: Node, _ diagnostics: inout Diagnostics
  ) {
    setting.target.check(loss?.loss, at: node, &diagnostics)
    setting.checkChoices(loss?.loss, at: node, &diagnostics)
    setting.target.check(labels, at: node, &diagnostics)
    if let relabel {
      setting.requireClasses("relabel", at: node, &diagnostics)
      relabel.operation.check(setting, at: node, &diagnostics)
    }
    if let filter {
      setting.requireClasses("filter", at: node, &diagnostics)
      filter.filter.check(setting, at: node, &diagnostics)
    }
    generative?.check(setting, at: node, &diagnostics)
  }

  /// The training of a model on the labels of a teacher, all options applied.
  package func request(
    _ model: String, taughtBy teacher: Predictor, named name: String, in cell: MethodCell,
    _ planner: inout some StagePlanner
  ) -> TrainingRequest {
    var (teacher, name) = (teacher, name)
    if let relabel {
      let hidden = relabel.operation.examplesBy?.states(
        student: model, teacher: cell.supervisor, planner)
      name = "\(type(of: relabel.operation).name)(\(name))"
      teacher = .derived(
        DerivedLabels(
          relabel.operation, of: [teacher], hidden: hidden, seed: cell.seed, title: name))
    }
    let filtering = teacher
    if labels == .sampled {
      name = "\(SampledLabels.name)(\(name))"
      teacher = .derived(
        DerivedLabels(SampledLabels(), of: [teacher], seed: cell.seed, title: name))
    }
    var request = TrainingRequest(
      model: model, labels: .of(teacher, named: name, hard: labels == .hard),
      loss: loss ?? planner.defaultLoss, seed: cell.seed, selection: cell.selection)
    if let filter {
      request.rows = RowsRequest(
        filter.filter, labels: filtering,
        hidden: filter.filter.examplesBy?.states(
          student: model, teacher: cell.supervisor, planner))
    }
    request.initial = generative.map { .generative($0.request(model, seed: cell.seed)) }
    return request
  }

  /// The cell's student, taught by its supervisor.
  package func student(
    of cell: MethodCell, _ planner: inout some StagePlanner
  ) -> TrainingRequest {
    request(
      cell.student, taughtBy: cell.supervisor, named: cell.supervisorName, in: cell, &planner)
  }
}

/// Whose hidden states say which examples are alike.
package enum Likeness: String, CaseIterable, WordValue {
  /// Those of the student before training, if it is pretrained, else of the supervisor.
  case auto
  case student, supervisor

  func states(
    student: String, teacher: Predictor, _ planner: some StagePlanner
  ) -> HiddenStates {
    let isStudent =
      switch self {
      case .student: true
      case .supervisor: false
      case .auto: planner.isPretrained(student)
      }
    if isStudent { return .untouched(model: student) }
    guard case .trained = teacher else { return .untouched(model: student) }
    return .trained(teacher)
  }
}
