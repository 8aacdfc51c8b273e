import Datasets
import Storage
import Training

/// What a stage that looks at labels names: the predictions of others on one split, perhaps hidden states.
package struct LabelReading: Codable, Equatable, Sendable {
  package var task: Fingerprint
  package var split: Split
  package var inputs: [Fingerprint]
  /// An `activations` or `features` artifact of the split.
  package var hidden: Fingerprint?
  package var seed: UInt64

  package init(
    task: Fingerprint, split: Split, inputs: [Fingerprint], hidden: Fingerprint?, seed: UInt64
  ) {
    self.task = task
    self.split = split
    self.inputs = inputs
    self.hidden = hidden
    self.seed = seed
  }

  package var dependencies: [Fingerprint] { [task] + inputs + (hidden.map { [$0] } ?? []) }

  package func material(_ context: StageContext) throws -> LabelMaterial {
    var material = LabelMaterial(
      split: split,
      inputs: try inputs.map {
        try StoredPredictions.targets(in: context.artifact($0, nil), file: context.place($0))
      },
      truth: try TaskArtifact.groundTruth(of: split, in: task, context),
      hidden: try hidden.map { try rows($0, context) }, lengths: try lengths(context), seed: seed,
      team: context.team)
    material.areChoices = try TaskArtifact.areChoices(task, context)
    return material
  }

  private func rows(_ hidden: Fingerprint, _ context: StageContext) throws -> FeatureRows {
    let artifact = try context.artifact(hidden, ["features"])
    let file = context.place(hidden)
    return FeatureRows(
      try artifact.float32("features", in: file),
      columns: try artifact.array("features", in: file).shape.dropFirst().reduce(1, *))
  }

  /// Characters of each example's text, of both texts of a pair; nil for features.
  private func lengths(_ context: StageContext) throws -> [Int]? {
    let file = context.place(task)
    let kind = try context.artifact(task, []).text(attribute: "task-kind", in: file)
    guard kind != TaskKind.features.rawValue else { return nil }
    let name = "\(split.rawValue)/text"
    let artifact = try context.artifact(task, [name])
    let texts = try artifact.text(name, in: file)
    let sides = try artifact.array(name, in: file).shape.dropFirst().reduce(1, *)
    return stride(from: 0, to: texts.count, by: sides).map { first in
      texts[first..<first + sides].reduce(0) { $0 + $1.unicodeScalars.count }
    }
  }
}
