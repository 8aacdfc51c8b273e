import Datasets
import Storage

/// Reads a task: rows become examples of four disjoint splits.
///
/// Artifact, for each split that has examples: `<split>/text` or `<split>/features` [n, d];
/// `<split>/labels` [n] (class numbers) or `<split>/targets` [n, k]; `<split>/rows` and
/// `<split>/groups` [n]. Attributes `classes` (in order) and `notes` (what was left out and why).
package struct MaterializeStage: Stage {
  package static let kind = "materialize"
  package static let revision = 1

  /// With every setting filled in; paths are relative to the data root.
  package var task: TaskConfiguration
  /// The content of each file that the task reads, by role.
  package var inputs: [String: Fingerprint]
  /// Of next moves: the order of the classes is that of chess tokens (`ChessVocabulary`).
  package var scheme: Int?

  package init(task: TaskConfiguration, inputs: [String: Fingerprint]) {
    self.task = task
    self.inputs = inputs
    scheme = task.kind == .nextMove ? ChessVocabulary.scheme : nil
  }

  package var dependencies: [Fingerprint] { [] }

  package func run(_ context: StageContext) throws -> Artifact {
    let resolved = try task.resolved(in: context.dataRoot)
    return try TaskArtifact.encode(resolved.materialize())
  }
}
