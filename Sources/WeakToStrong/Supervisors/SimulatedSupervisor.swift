import Configuration
import Datasets
import Training

/// A supervisor made of the truth with errors of a chosen number and kind: it tells apart how many errors
/// a supervisor makes from how hard they are for the student to imitate.
package struct SimulatedSupervisor: SupervisorRecipe {
  package static let name = "simulated"
  package static let summary = "true labels with errors of a chosen number and kind"
  package static let source = SimulatedLabels.source

  package var labels = SimulatedLabels()
  /// The entry whose number of right labels is met on every split.
  package var like: String?

  package init() {}

  package static var fields: [Field<Self>] {
    let labels = SimulatedLabels.fields.map { $0.lifted(to: \Self.labels) }
    return labels.prefix(1)
      + [
        Field("like", \.like, "the model whose accuracy is met on every split, instead of accuracy")
      ] + labels.dropFirst()
  }

  package func check(_ node: Node, _ diagnostics: inout Diagnostics) {
    guard (labels.accuracy == nil) == (like == nil) else { return }
    diagnostics.report(
      like == nil ? "neither accuracy nor like is given" : "both accuracy and like are given",
      at: node.mark,
      remedy: like == nil
        ? "give accuracy, a share of right labels, or like, a model" : "keep one of them")
  }

  package func check(
    _ setting: MethodSetting, models: [String], at node: Node, _ diagnostics: inout Diagnostics
  ) {
    setting.requireClasses("supervisor \(Self.name)", at: node, &diagnostics)
    setting.requireSharedClasses("supervisor \(Self.name)", at: node, &diagnostics)
    guard labels.errors.looksAtLengths, setting.input == .features else { return }
    diagnostics.report(
      "errors \(labels.errors.rawValue) look at the lengths of texts and the task gives features",
      at: node.mark, remedy: "choose other errors, such as random")
  }

  package var references: [String] { like.map { [$0] } ?? [] }

  package var looksAtStudent: Bool { labels.errors.looksAtCeiling }

  package func predictor(
    _ seat: SupervisorSeat, _ planner: inout some StagePlanner
  ) -> Predictor {
    var inputs = references.map { planner.supervisor($0, for: seat.student, seed: seat.seed) }
    if labels.errors.looksAtCeiling { inputs.append(seat.ceiling(&planner)) }
    return .derived(DerivedLabels(labels, of: inputs, seed: seat.seed, title: seat.name))
  }
}
