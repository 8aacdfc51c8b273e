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
  /// What `{seed}` in the path stands for.
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
    let attributes = try context.artifact(task, []).attributes
    guard attributes["task-kind"] == .text(TaskKind.classification.rawValue),
      case .texts(let classes)? = attributes["classes"]
    else {
      throw DatasetError(
        .configuration, labels.path, "labels are joined by text and the task has no texts",
        remedy: "use them with a task of kind classification")
    }
    let texts = try context.artifact(task, [name]).text(name, in: context.place(task))
    let table = try labels.read(in: context.dataRoot, seed: seed, classes: classes)
    let probabilities = try table.probabilities(of: texts, in: "the \(split.rawValue) split")
    return StoredPredictions.artifact(
      probabilities, kind: .probabilities, columns: classes.count, classes: classes, split: split)
  }
}
