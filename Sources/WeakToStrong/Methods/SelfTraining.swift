import Configuration
import Training

/// Self-training: the student, once taught by its supervisor, labels the transfer split anew and is
/// trained on its own labels, some rounds.
package struct SelfTraining: WeakLabelMethod {
  /// What each round begins with.
  package enum Start: String, CaseIterable, WordValue {
    /// The weights that the student had before any label.
    case anew
    /// Those of the round before.
    case onward
  }

  package static let name = "self-training"
  package static let summary = "the student relabels the transfer split for itself, some rounds"
  package static let source = "Lee 2013 (pseudo-labels)"

  package var rounds = 1
  package var start = Start.anew
  package var options = StudentOptions()

  package init() {}

  package static var fields: [Field<Self>] {
    [
      Field(
        "rounds", \.rounds,
        "trainings on the student's own labels, after the first on the "
          + "supervisor's", check: .within(1...100)),
      Field(
        "start", \.start, "whether a round begins with untrained weights (anew) or goes on (onward)"
      ),
    ] + StudentOptions.fields.map { $0.lifted(to: \Self.options) }
  }

  package var matchedControls: [NamedMethod] { [NamedMethod("taught-once", Finetune(options))] }

  package func student(of cell: MethodCell, _ planner: inout some StagePlanner) -> Predictor {
    var student = planner.train(options.student(of: cell, &planner))
    var name = "\(cell.student) ← \(cell.supervisorName)"
    for _ in 0..<rounds {
      var request = options.request(
        cell.student, taughtBy: student, named: name, in: cell, &planner)
      if start == .onward { request.initial = .trained(student) }
      student = planner.train(request)
      name = "\(cell.student) ← \(name)"
    }
    return student
  }
}
