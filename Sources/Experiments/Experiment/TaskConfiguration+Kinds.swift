import Datasets
import WeakToStrong

extension TaskConfiguration {
  /// Whether models predict classes or real values. The labels of a file are classes, whatever the
  /// file; only what is made up has real targets.
  package var targetKind: TargetKind {
    if case .generated = source { .real } else { .classes }
  }

  /// What models read, as the resolved task will say.
  package var inputKind: TaskKind {
    switch source {
    case .generated: .features
    case .named(let name): NamedDatasets.named(name)?.kind ?? .classification
    case .file: kind ?? .classification
    }
  }

  /// How many features an example has, where the file says so.
  var columns: Int? {
    switch source {
    case .generated(let choice): choice.generator.columns
    case .file(let file): file.features?.count
    case .named: nil
    }
  }
}
