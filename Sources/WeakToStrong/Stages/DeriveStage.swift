import Datasets
import Storage
import Training

/// Labels of a split made of other labels by a ``LabelOperation``.
///
/// Artifact: as of a `label` stage.
package struct DeriveStage: Stage {
  package static let kind = "derive"
  package static let revision = 1

  package var operation: LabelOperationChoice
  package var reading: LabelReading

  package init(_ operation: LabelOperationChoice, _ reading: LabelReading) {
    self.operation = operation
    self.reading = reading
  }

  package var dependencies: [Fingerprint] { reading.dependencies }

  package func run(_ context: StageContext) throws -> Artifact {
    let labels = try operation.operation.labels(reading.material(context))
    let classes = try TaskArtifact.classes(
      in: context.artifact(reading.task, []), file: context.place(reading.task))
    return StoredPredictions.artifact(
      labels.values, kind: labels.kind, columns: labels.columns, classes: classes,
      split: reading.split)
  }
}
