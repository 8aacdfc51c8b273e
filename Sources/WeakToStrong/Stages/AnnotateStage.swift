import Datasets
import Storage
import Training

/// A task whose texts tell what a predictor says of them: the words are appended with the most
/// probable class in the place of `{weak_label}`. Labels, rows and groups stay.
///
/// Artifact: as of a `materialize` stage.
/// Source: Burns et al. 2023, section 5.1 and appendix E (trivial imitation).
package struct AnnotateStage: Stage {
  package static let kind = "annotate"
  package static let revision = 1
  package static let placeholder = "{weak_label}"

  package var task: Fingerprint
  /// Predictions by split.
  package var labels: [String: Fingerprint]
  package var words: String

  package init(task: Fingerprint, labels: [String: Fingerprint], words: String) {
    self.task = task
    self.labels = labels
    self.words = words
  }

  package var dependencies: [Fingerprint] { [task] + labels.values.sorted() }

  package func run(_ context: StageContext) throws -> Artifact {
    var artifact = try context.artifact(task, nil)
    let file = context.place(task)
    let classes = try TaskArtifact.classes(in: artifact, file: file)
    for (split, fingerprint) in labels.sorted(by: { $0.key < $1.key }) {
      let name = "\(split)/text"
      let array = try artifact.array(name, in: file)
      let texts = try artifact.text(name, in: file)
      let predicted = try StoredPredictions.targets(
        in: context.artifact(fingerprint, nil), file: context.place(fingerprint)
      ).hardened
      let sides = array.shape.dropFirst().reduce(1, *)
      let annotated = texts.enumerated().map { index, text in
        text + words.replacing(Self.placeholder, with: classes[predicted[index / sides]])
      }
      artifact[name] = StoredArray(
        shape: array.shape, values: .text(annotated), attributes: array.attributes)
    }
    return artifact
  }
}
