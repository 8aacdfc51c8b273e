import Configuration
import Datasets
import Models
import WeakToStrong

extension TaskExperiment {
  /// Reports what does not go together on this task.
  /// - Parameters:
  ///   - node: the whole experiment.
  ///   - task: the task's section.
  func check(_ node: Node, task section: Node, _ diagnostics: inout Diagnostics) {
    checkModels(node["models"] ?? node, &diagnostics)
    checkChess(node["models"] ?? node, task: section, &diagnostics)
    checkMethods(node, &diagnostics)
    checkSplits(section["splits"] ?? section, &diagnostics)
  }

  /// Texts are read as tokens, numbers as features.
  private func checkModels(_ node: Node, _ diagnostics: inout Diagnostics) {
    let gives =
      switch task.inputKind {
      case .classification: "texts"
      case .preference: "pairs of texts"
      case .features: "features"
      case .nextMove: "chess positions"
      case .games: "games of chess"
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
    let setting = MethodSetting(
      ladder: models.entries.filter { !$0.isSupervisorOnly }.map(\.name),
      target: task.targetKind, input: task.inputKind, hasValidation: task.splits.validation > 0,
      splits: task.splits)
    for entry in methods + controls.entries {
      entry.method.check(setting, at: entry.place, &diagnostics)
    }
    if models.checkReferences(node["models"] ?? node, &diagnostics) {
      for entry in models.entries {
        entry.recipe?.check(
          setting, models: models.names, at: (node["models"]?[entry.name] ?? node), &diagnostics)
      }
    }
    var labels: Set<String> = []
    let planned = plannedMethods.map(\.label)
    for label in planned where !labels.insert(label).inserted {
      let entry = (methods + controls.entries).last { label.hasPrefix($0.label) }
      diagnostics.report(
        "method '\(label)' stands twice", at: (entry?.place ?? node).mark,
        remedy: "give each a name of its own: "
          + "{\(entry.map { type(of: $0.method).name } ?? label): {…}, as: NAME}")
    }
  }

  private func checkSplits(_ splits: Node, _ diagnostics: inout Diagnostics) {
    let supervisors = resolvedPairs.map(\.supervisor)
    if task.splits.supervisor == 0, let name = supervisors.first(where: models.isTrained) {
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
