import Configuration

/// A supervisor that is not a model of the ladder trained as it stands: an entry of `models:` that
/// labels, and does not learn.
package protocol SupervisorRecipe: NamedConfigurable {
  /// - Parameter models: every entry that can be named, weak to strong.
  func check(
    _ setting: MethodSetting, models: [String], at node: Node, _ diagnostics: inout Diagnostics)

  /// Whether it labels otherwise for each student.
  var dependsOnStudent: Bool { get }

  /// Plans who labels.
  func predictor(_ seat: SupervisorSeat, _ planner: inout some StagePlanner) -> Predictor
}

/// Whose place a recipe fills.
package struct SupervisorSeat: Sendable {
  /// The entry's name.
  package var name: String
  /// Who learns from it: some supervisors err where the student's ceiling does.
  package var student: String
  package var seed: UInt64

  package init(name: String, student: String, seed: UInt64) {
    self.name = name
    self.student = student
    self.seed = seed
  }
}

/// Every recipe that an entry of `models:` can name by its key.
package enum SupervisorRecipes: VariantRegistry {
  package typealias Value = any SupervisorRecipe
  package static let noun = "supervisor"
  package static let all: [any SupervisorRecipe.Type] = []
  package static var variants: [any NamedConfigurable.Type] { all }
}

package typealias SupervisorChoice = Choice<SupervisorRecipes>

extension SupervisorChoice {
  package var recipe: any SupervisorRecipe { value }
}
