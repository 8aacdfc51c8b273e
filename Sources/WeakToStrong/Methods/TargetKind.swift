import Configuration
import Training

/// What the task asks of a model.
package enum TargetKind: String, Codable, Sendable {
  /// One of several classes; scored by accuracy.
  case classes
  /// A real value; scored by squared error.
  case real

  private var words: String { self == .classes ? "classes" : "real targets" }

  private func suits(_ loss: any Loss.Type) -> Bool {
    loss.targets == (self == .classes ? .probabilities : .values)
  }

  /// Reports a loss that is not for such targets.
  func check(_ loss: (any Loss)?, at node: Node, _ diagnostics: inout Diagnostics) {
    guard let loss, !suits(type(of: loss)) else { return }
    let other: TargetKind = self == .classes ? .real : .classes
    let suitable = Losses.all.filter(suits).map { $0.name }.joined(separator: ", ")
    diagnostics.report(
      "loss \(type(of: loss).name) is for \(other.words) and the task has \(words)", at: node.mark,
      remedy: "use one of: \(suitable)")
  }

  /// Reports hard or sampled labels where there are no classes to choose from.
  func check(_ labels: LabelForm, at node: Node, _ diagnostics: inout Diagnostics) {
    guard self == .real, labels != .soft else { return }
    diagnostics.report(
      "\(labels.rawValue) labels are for classes and the task has real targets", at: node.mark,
      remedy: "remove labels: \(labels.rawValue)")
  }
}
