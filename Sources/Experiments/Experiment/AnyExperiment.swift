import Configuration

/// What an experiment file holds: supervisors and students, language models that learn texts, or a study
/// of a theory paper.
package enum AnyExperiment: ConfigurationValue, Equatable {
  case models(Experiment)
  case pretraining(PretrainingExperiment)
  case theory(TheoryExperiment)

  package static var schema: ValueSchema {
    .anyOf([Experiment.schema, PretrainingExperiment.schema, TheoryExperiment.schema])
  }

  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Self? {
    if node[TheoryExperiment.studyKey] != nil {
      return TheoryExperiment.decode(node, &diagnostics).map { .theory($0) }
    }
    if node[PretrainingExperiment.objectiveKey] != nil {
      return PretrainingExperiment.decode(node, &diagnostics).map { .pretraining($0) }
    }
    return Experiment.decode(node, &diagnostics).map { .models($0) }
  }

  package var node: Node {
    switch self {
    case .models(let experiment): experiment.node
    case .pretraining(let experiment): experiment.node
    case .theory(let experiment): experiment.node
    }
  }

  /// The same, tiny. A study has nothing to shrink that would leave it a study.
  package var smoke: AnyExperiment {
    switch self {
    case .models(let experiment): .models(experiment.smoke)
    case .pretraining(let experiment): .pretraining(experiment.smoke)
    case .theory: self
    }
  }
}
