import Configuration
import Datasets
import Storage
import Training

/// A way to train a student on a supervisor's labels: a small value that composes stages.
package protocol Method: NamedConfigurable {
  /// Reports what is wrong with the method for this ladder of models (an unknown intermediate
  /// model, a loss that does not fit the task).
  func check(
    ladder: [String], target: TargetKind, at node: Node, _ diagnostics: inout Diagnostics)

  /// Plans everything between the supervisor and the student's predictions.
  func student(of cell: MethodCell, _ planner: inout some StagePlanner) -> Predictor
}

extension Method {
  package func check(
    ladder: [String], target: TargetKind, at node: Node, _ diagnostics: inout Diagnostics
  ) {}
}

/// Every method that an experiment file can name.
package enum Methods {
  package static let all: [any Method.Type] = [
    Finetune.self, ConfidenceFinetuning.self, Bootstrapping.self,
  ]
}

/// One supervisor, one student, one seed.
package struct MethodCell: Sendable {
  package var supervisor: Predictor
  package var supervisorName: String
  package var student: String
  package var seed: UInt64
  package var selection: Selection

  package init(
    supervisor: Predictor, supervisorName: String, student: String, seed: UInt64,
    selection: Selection
  ) {
    self.supervisor = supervisor
    self.supervisorName = supervisorName
    self.student = student
    self.seed = seed
    self.selection = selection
  }
}

/// Where predictions come from: the stages that make them are planned on demand.
package enum Predictor: Sendable, Hashable {
  /// A model trained by the stage of that fingerprint, at the checkpoint that the selection chose.
  case trained(Fingerprint, Selection)
  /// Labels that came from outside.
  case imported(model: String, seed: UInt64)
}

/// What a method asks of the planner. Asking twice for the same work plans it once.
package protocol StagePlanner {
  /// Plans the predictions of `predictor` on a split.
  mutating func labels(of predictor: Predictor, on split: Split) -> Fingerprint

  /// Plans the training of the ladder's `model` on the transfer split, with the labels of `teacher`.
  mutating func student(_ request: StudentRequest) -> Predictor

  /// The loss that the task asks for where a method names none.
  var defaultLoss: LossChoice { get }
}

/// A model that learns from another's labels.
package struct StudentRequest: Sendable {
  /// A name of the ladder.
  package var model: String
  package var teacher: Predictor
  /// What people call the teacher.
  package var teacherName: String
  /// Whether labels are replaced by their most probable class.
  package var hard: Bool
  package var loss: LossChoice
  package var seed: UInt64
  package var selection: Selection

  package init(
    model: String, teacher: Predictor, teacherName: String, hard: Bool = false, loss: LossChoice,
    seed: UInt64, selection: Selection
  ) {
    self.model = model
    self.teacher = teacher
    self.teacherName = teacherName
    self.hard = hard
    self.loss = loss
    self.seed = seed
    self.selection = selection
  }

  /// The cell's student, taught by its supervisor.
  package init(_ cell: MethodCell, hard: Bool = false, loss: LossChoice) {
    self.init(
      model: cell.student, teacher: cell.supervisor, teacherName: cell.supervisorName, hard: hard,
      loss: loss, seed: cell.seed, selection: cell.selection)
  }
}
