/// What is wrong with a model that was asked for, or with weights that came from outside.
package enum ModelError: Error, Equatable, CustomStringConvertible {
  /// The architecture cannot read this kind of input.
  case unsuitableInput(architecture: String, wants: String, got: String)
  /// The configuration does not make a model.
  case invalidConfiguration(architecture: String, problem: String, remedy: String)
  /// The architecture cannot predict a text token by token.
  case notGenerative(String)
  /// A weights file cannot be read as what it claims to be.
  case malformedWeights(file: String, problem: String, remedy: String)
  /// A model folder, or its configuration, cannot be used.
  case unusableModel(file: String, problem: String, remedy: String)
  /// Stored parameters and the model's parameters are not the same set.
  case missingParameter(String, from: String)
  case unexpectedParameter(String, from: String)
  case wrongShape(parameter: String, expected: [Int], found: [Int], from: String)

  package var description: String {
    switch self {
    case .unsuitableInput(let architecture, let wants, let got):
      "architecture \(architecture): reads \(wants), the task gives \(got); "
        + "choose an architecture for \(got)"
    case .invalidConfiguration(let architecture, let problem, let remedy):
      "architecture \(architecture): \(problem); \(remedy)"
    case .notGenerative(let architecture):
      "architecture \(architecture): does not predict the next token; choose a decoder such as gpt"
    case .malformedWeights(let file, let problem, let remedy),
      .unusableModel(let file, let problem, let remedy):
      "\(file): \(problem); \(remedy)"
    case .missingParameter(let name, let place):
      "\(place): parameter '\(name)' is missing; use weights of this architecture and size"
    case .unexpectedParameter(let name, let place):
      "\(place): '\(name)' is no parameter of this model; "
        + "use weights of this architecture and size"
    case .wrongShape(let parameter, let expected, let found, let place):
      "\(place): parameter '\(parameter)' has shape \(found), the model needs \(expected); "
        + "use weights of this architecture and size"
    }
  }
}
