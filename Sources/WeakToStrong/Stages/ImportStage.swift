import Datasets
import Storage
import Training

/// Weak labels that were made elsewhere, for the examples of a split.
///
/// Artifact: as of a `label` stage.
package struct ImportStage: Stage {
  package static let kind = "import"
  package static let revision = 1

  package var task: Fingerprint
  package var split: Split
  package var labels: ImportedLabels
  package var seed: Int
  /// The content of the file.
  package var input: Fingerprint

  package init(
    task: Fingerprint, split: Split, labels: ImportedLabels, seed: Int, input: Fingerprint
  ) {
    self.task = task
    self.split = split
    self.labels = labels
    self.seed = seed
    self.input = input
  }

  package var dependencies: [Fingerprint] { [task] }

  package func run(_ context: StageContext) throws -> Artifact {
    let name = "\(split.rawValue)/text"
    let stored = try context.artifact(task, [name])
    let texts = try stored.text(name, in: context.place(task))
    let classes = try TaskArtifact.classes(in: stored, file: context.place(task))
    guard !classes.isEmpty else {
      throw DatasetError(
        .configuration, labels.path, "labels are given for a task without classes",
        remedy: "use them with a classification task")
    }
    let table = try labels.read(in: DataRoot(context.dataRoot), seed: seed, classes: classes)
    let probabilities = try table.probabilities(of: texts, in: "the \(split.rawValue) split")
    return StoredPredictions.artifact(
      probabilities, kind: .probabilities, columns: classes.count, classes: classes, split: split)
  }
}
