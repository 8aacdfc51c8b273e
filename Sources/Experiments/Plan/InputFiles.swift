import Datasets
import Storage
import WeakToStrong

/// The files that an experiment reads, found and hashed before anything is planned.
struct InputFiles {
  private var fingerprints: [String: Fingerprint] = [:]
  /// Name, as the experiment says it, and content.
  private(set) var described: [InputDescription] = []
  private let root: DataRoot

  init(_ experiment: Experiment, tasks: [ResolvedTask], root: DataRoot) throws {
    self.root = root
    var files = tasks.flatMap(\.inputFiles)
    for entry in experiment.models.entries {
      switch entry.kind {
      case .network(_, let tokenizer, _): files += try tokenizer.inputFiles(in: root)
      case .imported(let labels):
        for seed in experiment.seeds { files.append(try labels.inputFile(in: root, seed: seed)) }
      }
    }
    for file in files where fingerprints[file.path] == nil {
      let fingerprint = try Fingerprint(ofFile: file.path)
      fingerprints[file.path] = fingerprint
      described.append(InputDescription(name: file.name, sha256: fingerprint))
    }
    described.sort { $0.name < $1.name }
  }

  func fingerprints(of task: ResolvedTask) -> [String: Fingerprint] { hashes(of: task.inputFiles) }

  func fingerprints(of tokenizer: TokenizerConfiguration) throws -> [String: Fingerprint] {
    hashes(of: try tokenizer.inputFiles(in: root))
  }

  func fingerprint(of labels: ImportedLabels, seed: Int) throws -> Fingerprint {
    let file = try labels.inputFile(in: root, seed: seed)
    return hashes(of: [file])[file.role] ?? Fingerprint(ofBytes: [])
  }

  private func hashes(of files: [InputFile]) -> [String: Fingerprint] {
    var hashes: [String: Fingerprint] = [:]
    for file in files { hashes[file.role] = fingerprints[file.path] }
    return hashes
  }
}

/// A file that an experiment reads, for its manifest.
package struct InputDescription: Codable, Sendable, Equatable {
  package var name: String
  package var sha256: Fingerprint
}
