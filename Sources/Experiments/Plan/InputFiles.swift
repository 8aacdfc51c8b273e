import Datasets
import Storage
import WeakToStrong

/// The files that an experiment reads, found and hashed before anything is planned.
struct InputFiles {
  /// Name, as the experiment says it, and content.
  private(set) var described: [InputDescription] = []
  /// Of the task of each seed, by role.
  private(set) var tasks: [Int: [String: Fingerprint]] = [:]
  /// Of the tokenizer of each model, in order.
  private(set) var tokenizers: [String: [Fingerprint]] = [:]
  /// Of the labels of each imported supervisor, by seed.
  private(set) var labels: [String: [Int: Fingerprint]] = [:]

  private var hashes: [String: Fingerprint] = [:]

  init(_ experiment: Experiment, tasks resolved: [Int: ResolvedTask], root: DataRoot) throws {
    for (seed, task) in resolved {
      for file in task.inputFiles { tasks[seed, default: [:]][file.role] = try hash(file) }
    }
    for entry in experiment.models.entries {
      switch entry.kind {
      case .network(_, let tokenizer, _):
        guard resolved.values.contains(where: { $0.kind == .classification }) else { continue }
        tokenizers[entry.name] = try tokenizer.source.inputFiles(in: root).map { try hash($0) }
      case .imported(let imported):
        for seed in experiment.seeds {
          let file = try imported.inputFile(in: root, seed: seed)
          labels[entry.name, default: [:]][seed] = try hash(file)
        }
      }
    }
    described.sort { $0.name < $1.name }
  }

  private mutating func hash(_ file: InputFile) throws(StorageError) -> Fingerprint {
    if let known = hashes[file.path] { return known }
    let fingerprint = try Fingerprint(ofFile: file.path)
    hashes[file.path] = fingerprint
    described.append(InputDescription(name: file.name, sha256: fingerprint))
    return fingerprint
  }
}

/// A file that an experiment reads, for its manifest.
package struct InputDescription: Codable, Sendable, Equatable {
  package var name: String
  package var sha256: Fingerprint
}
