import Datasets
import Storage
import Training

/// Whose labels a model is trained on.
package enum LabelSource: Codable, Equatable, Sendable {
  case groundTruth
  /// Predictions stored by a `label` or `import` stage; `hard` takes their argmax.
  case predictions(Fingerprint, hard: Bool)

  package var dependencies: [Fingerprint] {
    switch self {
    case .groundTruth: []
    case .predictions(let fingerprint, _): [fingerprint]
    }
  }

  /// The labels of a split.
  package func targets(
    of split: Split, task: Fingerprint, _ context: StageContext
  ) throws -> Targets {
    switch self {
    case .groundTruth:
      return try TaskArtifact.groundTruth(of: split, in: task, context)
    case .predictions(let fingerprint, let hard):
      let targets = try StoredPredictions.targets(
        in: context.artifact(fingerprint, nil), file: context.place(fingerprint))
      let labels = try TaskArtifact.areChoices(task, context) ? targets.amongChoices : targets
      guard hard, labels.kind == .probabilities else { return labels }
      return .classes(labels.hardened, of: labels.columns)
    }
  }
}

extension Targets {
  /// The distributions over the choices of each example: without the first class, the answer that is
  /// none of them, and scaled to sum to one again.
  ///
  ///     p'_0 = 0,  p'_k = p_k / Σ_{j ≥ 1} p_j
  ///
  /// Rows without any choice that has a probability stay as they are.
  package var amongChoices: Targets {
    var values = self.values
    for start in stride(from: 0, to: values.count, by: columns) {
      let sum = values[start + 1..<start + columns].reduce(0.0) { $0 + Double($1) }
      guard sum > 0 else { continue }
      values[start] = 0
      for place in start + 1..<start + columns {
        values[place] = Float(Double(values[place]) / sum)
      }
    }
    return Targets(kind, values, columns: columns)
  }
}

/// Predictions as they are stored: `probabilities` [n, classes] or `outputs` [n, k].
package enum StoredPredictions {
  /// - Parameter classes: the names of the columns; none for real outputs.
  package static func artifact(
    _ values: [Float], kind: Targets.Kind, columns: Int, classes: [String], split: Split
  ) -> Artifact {
    var attributes: [String: AttributeValue] = [
      "axes": .texts(["example", kind == .values ? "output" : "class"])
    ]
    if kind == .probabilities { attributes["classes"] = .texts(classes) }
    let name = arrayName(kind)
    return Artifact(
      arrays: [
        name: StoredArray(
          shape: [values.count / columns, columns], values: .float32(values),
          attributes: attributes)
      ], attributes: ["split": .text(split.rawValue)])
  }

  package static func targets(
    in artifact: Artifact, file: String
  ) throws(StorageError) -> Targets {
    let kind: Targets.Kind = artifact[arrayName(.values)] == nil ? .probabilities : .values
    let array = try artifact.array(arrayName(kind), in: file)
    let values = try artifact.float32(arrayName(kind), in: file)
    return Targets(kind, values, columns: array.shape.last ?? 1)
  }

  private static func arrayName(_ kind: Targets.Kind) -> String {
    kind == .values ? "outputs" : "probabilities"
  }
}
