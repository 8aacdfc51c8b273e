import Configuration
import Datasets
import Training

/// A supervisor that is not a model of the ladder trained as it stands: an entry of `models:` that
/// labels, and does not learn.
package protocol SupervisorRecipe: NamedConfigurable {
  /// - Parameter models: every entry that can be named, weak to strong.
  func check(
    _ setting: MethodSetting, models: [String], at node: Node, _ diagnostics: inout Diagnostics)

  /// The entries that it is made of.
  var references: [String] { get }

  /// Whether it labels otherwise for each student, whatever it is made of.
  var looksAtStudent: Bool { get }

  /// Whether it learns the supervisors' examples itself.
  var isTrained: Bool { get }

  /// Plans who labels.
  func predictor(_ seat: SupervisorSeat, _ planner: inout some StagePlanner) -> Predictor
}

extension SupervisorRecipe {
  package var references: [String] { [] }
  package var looksAtStudent: Bool { false }
  package var isTrained: Bool { false }
}

/// Whose place a recipe fills.
package struct SupervisorSeat: Sendable {
  /// The entry's name.
  package var name: String
  /// Who learns from it: some supervisors err where the student's ceiling does.
  package var student: String
  package var seed: UInt64
  /// What models read of the task.
  package var input: TaskKind

  package init(
    name: String, student: String, seed: UInt64, input: TaskKind = .classification
  ) {
    self.name = name
    self.student = student
    self.seed = seed
    self.input = input
  }

  /// The student trained on true labels, at its first checkpoint.
  func ceiling(_ planner: inout some StagePlanner) -> Predictor {
    var request = TrainingRequest(
      model: student, labels: .groundTruth, loss: planner.defaultLoss, seed: seed,
      selection: planner.supervisorSelection(student))
    request.split = planner.ceilingSplit
    request.role = "ceiling"
    return planner.train(request)
  }
}

/// Every recipe that an entry of `models:` can name by its key.
package enum SupervisorRecipes: VariantRegistry {
  package typealias Value = any SupervisorRecipe
  package static let noun = "supervisor"
  package static let all: [any SupervisorRecipe.Type] = [
    SimulatedSupervisor.self, FirstFeatures.self, EnsembleSupervisor.self,
  ]
  package static var variants: [any NamedConfigurable.Type] { all }
}

package typealias SupervisorChoice = Choice<SupervisorRecipes>

extension SupervisorChoice {
  package var recipe: any SupervisorRecipe { value }
}
