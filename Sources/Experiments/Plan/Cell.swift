import Storage
import Training

/// One supervisor, one student, one method, one selection, one seed: what is scored together.
package struct Cell: Goal, Equatable {
  package var method: String
  /// The method that this one is to be compared with; nil for the first of the experiment.
  package var comparedWith: String?
  package var supervisor: String
  package var student: String
  package var seed: Int
  package var selection: Selection
  /// What the file calls the task; nil where it has only one.
  package var taskLabel: String?
  /// Stages whose artifacts the results of the cell are computed from.
  package var task: Fingerprint
  package var supervisorRole: Role
  package var studentRole: Role
  package var ceilingRole: Role

  /// One of the three models of a cell.
  package struct Role: Sendable, Equatable {
    /// The `train` stage; nil for imported labels.
    package var training: Fingerprint?
    package var selection: Selection
    /// Predictions on the test split.
    package var test: Fingerprint
    /// Predictions on the transfer split; of the supervisor these are the weak labels.
    package var transfer: Fingerprint?
    package var owner = Owner()
  }

  /// To whom a supervisor or a ceiling belongs that not all cells share.
  package struct Owner: Sendable, Hashable {
    /// The method that shapes it.
    package var method: String?
    /// The student that it depends on.
    package var student: String?
  }

  package var roles: [Role] { [supervisorRole, studentRole, ceilingRole] }

  /// Everything that the results of the cell read.
  package var targets: [Fingerprint] {
    [task] + roles.flatMap { [$0.test] + [$0.training, $0.transfer].compactMap { $0 } }
  }

  /// `confidence: small → large, seed 0`, with the checkpoint where it is not the final one, and the
  /// task before it where there are several.
  package var title: String {
    let checkpoint = selection == .final ? "" : ", \(selection.rawValue)"
    let task = taskLabel.map { "\($0), " } ?? ""
    return "\(task)\(method): \(supervisor) → \(student), seed \(seed)\(checkpoint)"
  }
}
