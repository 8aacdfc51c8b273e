import Configuration
import Datasets
import Storage
import Training

/// A way to train a student on a supervisor's labels: a small value that composes stages.
package protocol Method: NamedConfigurable {
  /// Reports what is wrong with the method for these models and this task (an unknown intermediate
  /// model, a loss that does not fit).
  func check(_ setting: MethodSetting, at node: Node, _ diagnostics: inout Diagnostics)

  /// Who teaches; the cell's supervisor, unless the method shapes it too.
  func supervisor(of cell: MethodCell, _ planner: inout some StagePlanner) -> Predictor

  /// Plans everything between the supervisor and the student's predictions.
  /// - Parameter cell: with the supervisor that the method gave.
  func student(of cell: MethodCell, _ planner: inout some StagePlanner) -> Predictor

  /// What the student would be with true labels; the experiment's own unless the method changes more
  /// than the labels.
  func ceiling(of cell: MethodCell, _ planner: inout some StagePlanner) -> Predictor

  /// The methods that it stands for, with what distinguishes their names: one for each value of a
  /// parameter, for example. Itself, unless it says otherwise.
  var variants: [NamedMethod] { get }

  /// Methods that it has to be compared with, which an experiment therefore runs beside it.
  var matchedControls: [NamedMethod] { get }

  /// Whether it looks at ground truth that no one would have.
  var isOracle: Bool { get }
}

/// A method and what distinguishes its name from that of the method it belongs to.
package struct NamedMethod: Sendable {
  package var suffix: String
  package var method: any Method

  package init(_ suffix: String, _ method: any Method) {
    self.suffix = suffix
    self.method = method
  }
}

extension Method {
  package func check(
    _ setting: MethodSetting, at node: Node, _ diagnostics: inout Diagnostics
  ) {}

  package func supervisor(
    of cell: MethodCell, _ planner: inout some StagePlanner
  ) -> Predictor { cell.supervisor }

  package func ceiling(of cell: MethodCell, _ planner: inout some StagePlanner) -> Predictor {
    planner.ceiling(of: cell)
  }

  package var variants: [NamedMethod] { [NamedMethod("", self)] }
  package var matchedControls: [NamedMethod] { [] }
  package var isOracle: Bool { false }
}

/// Every method that an experiment file can name.
package enum Methods {
  package static let all: [any Method.Type] = [
    Finetune.self, ConfidenceFinetuning.self, Bootstrapping.self, SelfTraining.self,
    GenerativeThenFinetune.self, Imitation.self, Probe.self, FinetuneThenProbe.self,
    GroundTruthProbe.self, Prompting.self, ZeroShot.self,
  ]
}
