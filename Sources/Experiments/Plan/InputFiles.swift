import Datasets
import Foundation
import Models
import Storage
import WeakToStrong

/// The files that an experiment reads, found and hashed before anything is planned.
struct InputFiles {
  /// Of the task of each seed, by role.
  private(set) var tasks: [Int: [String: Fingerprint]] = [:]
  /// Of the tokenizer of each model, in order.
  private(set) var tokenizers: [String: [Fingerprint]] = [:]
  /// Of the labels of each imported supervisor, by seed.
  private(set) var labels: [String: [Int: Fingerprint]] = [:]

  init(
    _ experiment: TaskExperiment, tasks resolved: [Int: ResolvedTask], root: DataRoot,
    weights: WeightsRoot, files: inout HashedFiles
  ) throws {
    for (seed, task) in resolved {
      for file in task.inputFiles { tasks[seed, default: [:]][file.role] = try files.hash(file) }
    }
    for entry in experiment.models.entries {
      switch entry.kind {
      case .recipe: continue
      case .network(_, let tokenizer, _):
        guard resolved.values.contains(where: { $0.kind != .features }) else { continue }
        tokenizers[entry.name] = try tokenizer.inputFiles(data: root, weights: weights)
          .map { try files.hash($0) }
      case .imported(let imported):
        for seed in experiment.seeds {
          let file = try imported.inputFile(in: root, seed: seed)
          labels[entry.name, default: [:]][seed] = try files.hash(file)
        }
      }
    }
  }
}

/// The files that an experiment reads, each hashed once.
struct HashedFiles {
  private var hashes: [String: Fingerprint] = [:]
  private var inputs: [InputDescription] = []

  /// Name, as the experiment says it, and content, by name.
  var described: [InputDescription] { inputs.sorted { $0.name < $1.name } }

  mutating func hash(_ file: InputFile) throws(StorageError) -> Fingerprint {
    let path = URL(fileURLWithPath: file.path).standardizedFileURL.path
    if let known = hashes[path] { return known }
    let fingerprint = try Fingerprint(ofFile: file.path)
    hashes[path] = fingerprint
    inputs.append(InputDescription(name: file.name, sha256: fingerprint))
    return fingerprint
  }
}

/// A file that an experiment reads, for its manifest.
package struct InputDescription: Codable, Sendable, Equatable {
  package var name: String
  package var sha256: Fingerprint
}
