import Configuration
import Kernels

/// A result of a theory paper that needs no data: closed forms, and simulations where the paper has
/// them. The fields are the paper's parameters, their defaults the published setup.
package protocol Study: NamedConfigurable {
  /// Draws everything at random from named streams of this seed.
  var seed: Int { get }

  /// Computes the study. The same values come out for any number of threads of `team`.
  /// - Parameter progress: called from any thread, as often as a draw or a width is done.
  func run(
    _ team: WorkerTeam, progress: @escaping @Sendable (StudyProgress) -> Void
  ) throws(TheoryError) -> StudyResult
}

extension Study {
  package func run(_ team: WorkerTeam) throws(TheoryError) -> StudyResult {
    try run(team) { _ in }
  }
}

/// How far a study is.
package struct StudyProgress: Sendable, Equatable {
  package var study: String
  package var done: Int
  package var total: Int
}

/// Why a study could not be finished.
package enum TheoryError: Error, Equatable, CustomStringConvertible {
  case linearAlgebra(study: String, LinearAlgebraError)
  case noConvergence(study: String, what: String, steps: Int)

  package var description: String {
    switch self {
    case .linearAlgebra(let study, let error):
      "\(study): \(error)"
    case .noConvergence(let study, let what, let steps):
      "\(study): \(what) did not converge in \(steps) steps; use more samples or another seed"
    }
  }
}
