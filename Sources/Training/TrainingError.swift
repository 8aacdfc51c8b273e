/// What can go wrong in a training for reasons that lie outside the program.
package enum TrainingError: Error, Equatable, CustomStringConvertible {
  /// The loss became NaN or infinite.
  case notFinite(step: Int, steps: Int, rate: Double, what: String)
  /// Data do not fit the model, or each other.
  case unsuitableData(set: String, problem: String, remedy: String)
  /// A selection needs labels that the validation set does not have.
  case missingValidation(Selection)

  package var description: String {
    switch self {
    case .notFinite(let step, let steps, let rate, let what):
      "step \(step) of \(steps): \(what) is not finite (learning rate \(rate)); "
        + "lower training.rate or set training.clip"
    case .unsuitableData(let set, let problem, let remedy):
      "\(set) set: \(problem); \(remedy)"
    case .missingValidation(let selection):
      "selection \(selection.rawValue): the validation set has no labels for it; "
        + "give splits.validation some examples or use selection: final"
    }
  }
}
