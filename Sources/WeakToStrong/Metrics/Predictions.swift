/// What a model says about test examples, beside what is true.
package struct Predictions: Sendable, Equatable {
  package enum Truth: Sendable, Equatable {
    /// Class indices [n].
    case classes([Int])
    /// Real targets [n, width], row-major.
    case values([Float])
  }

  /// Class probabilities or real outputs [n, width], row-major.
  package let outputs: [Float]
  /// The number of classes, or of real outputs.
  package let width: Int
  package let truth: Truth
  /// Whether the classes of an example are its own choices, and the first stands for every answer that
  /// is none of them.
  package let areChoices: Bool

  /// Class probabilities [n, classes] and the true class of each example.
  package init(probabilities: [Float], classes: Int, truth: [Int], areChoices: Bool = false) {
    precondition(classes > 1 && probabilities.count == truth.count * classes)
    precondition(truth.allSatisfy { (0..<classes).contains($0) }, "a class outside 0..<\(classes)")
    precondition(probabilities.allSatisfy(\.isFinite), "a probability is not finite")
    outputs = probabilities
    width = classes
    self.truth = .classes(truth)
    self.areChoices = areChoices
  }

  /// Real outputs and targets [n, width].
  package init(values: [Float], width: Int, targets: [Float]) {
    precondition(width > 0 && values.count == targets.count && values.count % width == 0)
    precondition(values.allSatisfy(\.isFinite) && targets.allSatisfy(\.isFinite))
    outputs = values
    self.width = width
    truth = .values(targets)
    areChoices = false
  }

  /// The number of examples.
  package var count: Int { outputs.count / width }

  /// The most probable class of each example; of equally probable ones the first. Nil for real
  /// outputs.
  package var predictedClasses: [Int]? {
    guard case .classes = truth else { return nil }
    return (0..<count).map { example in
      var best = example * width
      for place in best + 1..<best + width where outputs[place] > outputs[best] { best = place }
      return best - example * width
    }
  }

  /// Whether each example's predicted class is its true one. Nil for real outputs.
  package var areRight: [Bool]? {
    guard case .classes(let classes) = truth, let predicted = predictedClasses else { return nil }
    return zip(classes, predicted).map { $0 == $1 }
  }
}
