import Configuration
import Models
import WeakToStrong

extension TaskExperiment {
  /// Reports what does not go together on this task.
  /// - Parameters:
  ///   - node: the whole experiment.
  ///   - task: the task's section.
  func check(_ node: Node, task section: Node, _ diagnostics: inout Diagnostics) {
    checkModels(node["models"] ?? node, &diagnostics)
    checkMethods(node["methods"] ?? node, &diagnostics)
    checkSplits(section["splits"] ?? section, &diagnostics)
  }

  /// Texts are read as tokens, numbers as features.
  private func checkModels(_ node: Node, _ diagnostics: inout Diagnostics) {
    let gives =
      switch task.inputKind {
      case .classification: "texts"
      case .preference: "pairs of texts"
      case .features: "features"
      }
    func suits(_ architecture: any Architecture) -> Bool {
      (type(of: architecture).reads == .tokens) == (task.inputKind != .features)
    }
    for entry in models.entries {
      let mark = (node[entry.name] ?? node).mark
      switch entry.kind {
      case .imported where task.inputKind != .classification:
        diagnostics.report(
          "model '\(entry.name)' is labels by text and the task gives \(gives)", at: mark,
          remedy: "train a model instead")
      case .network(let model, _, _) where !suits(model.architecture):
        let suitable = Architectures.all.filter { suits($0.init()) }.map { $0.name }
        diagnostics.report(
          "model '\(entry.name)' is of architecture \(type(of: model.architecture).name), which "
            + "does not read the task's \(gives)", at: mark,
          remedy: "use one of: \(suitable.joined(separator: ", "))")
      default: continue
      }
    }
  }

  private func checkMethods(_ node: Node, _ diagnostics: inout Diagnostics) {
    var labels: Set<String> = []
    let students = models.entries.filter { !$0.isImported }.map(\.name)
    for entry in methods {
      if !labels.insert(entry.label).inserted {
        diagnostics.report(
          "method '\(entry.label)' stands twice", at: entry.place.mark,
          remedy: "give each a name of its own: {\(type(of: entry.method).name): {…}, as: NAME}")
      }
      entry.method.check(
        ladder: students, target: task.targetKind, at: entry.place, &diagnostics)
    }
  }

  private func checkSplits(_ splits: Node, _ diagnostics: inout Diagnostics) {
    let trained = models.entries.filter { !$0.isImported }.map(\.name)
    let supervisors = resolvedPairs.map(\.supervisor)
    if task.splits.supervisor == 0, let name = supervisors.first(where: trained.contains) {
      diagnostics.report(
        "supervisor '\(name)' has no examples to be trained on", at: splits.mark,
        remedy: "give splits.supervisor a number of examples")
    }
    if task.splits.supervisor == 0, ceilingSplit == .supervisor {
      diagnostics.report(
        "ceilings have no examples to be trained on", at: splits.mark,
        remedy: "give splits.supervisor a number of examples, or write ceiling-split: transfer")
    }
    for entry in models.entries {
      guard case .network(_, _, let training) = entry.kind, task.splits.validation == 0 else {
        continue
      }
      for selection in training.selection.values where selection != .final {
        diagnostics.report(
          "selection \(selection.rawValue) of model '\(entry.name)' needs a validation split",
          at: splits.mark, remedy: "give splits.validation a number of examples")
      }
    }
  }
}
