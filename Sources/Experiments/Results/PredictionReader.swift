import Datasets
import Storage
import Synchronization
import Training
import WeakToStrong

/// Reads stored predictions beside what is true, each once.
final class PredictionReader: Sendable {
  /// The examples that several models are scored on: those of one task, or of a task per seed.
  struct ExampleSet: Hashable, Sendable {
    var tasks: [Fingerprint]
  }

  private let store: ArtifactStore
  private let known = Mutex<[String: Predictions]>([:])

  init(store: ArtifactStore) { self.store = store }

  func predictions(
    _ fingerprint: Fingerprint, of task: Fingerprint, on split: Split
  ) throws -> Predictions {
    let key = "\(fingerprint) \(task) \(split.rawValue)"
    if let found = known.withLock({ $0[key] }) { return found }
    let stored = try StoredPredictions.targets(
      in: store.read(fingerprint), file: store.path(of: fingerprint))
    let truth = try TaskArtifact.groundTruth(of: split, file: store.path(of: task)) {
      try store.read(task, only: $0)
    }
    guard stored.count == truth.count, stored.columns == truth.columns else {
      throw StorageError(
        .unexpected, file: store.path(of: fingerprint),
        problem: "predictions of \(stored.count) examples, the task has \(truth.count)",
        remedy: "remove the file so that it is made again")
    }
    let made =
      truth.kind == .values
      ? Predictions(values: stored.values, width: stored.columns, targets: truth.values)
      : Predictions(
        probabilities: stored.values, classes: stored.columns, truth: truth.hardened,
        areChoices: try TaskArtifact.areChoices(
          store.read(task, only: []), file: store.path(of: task)))
    known.withLock { $0[key] = made }
    return made
  }

  /// The group of each example; nil where every example is its own.
  func groups(_ set: ExampleSet, split: Split = .test) throws -> [Int]? {
    let name = "\(split.rawValue)/groups"
    var groups: [Int] = []
    for (index, task) in set.tasks.enumerated() {
      let stored = try store.read(task, only: [name])
      // Groups of different tasks are different groups.
      groups += try stored.int64(name, in: store.path(of: task))
        .map { Int($0) * set.tasks.count + index }
    }
    return Set(groups).count == groups.count ? nil : groups
  }

  /// Seeds that share their test examples are paired by example. Where each seed has examples of its
  /// own, all are taken as one set.
  func exampleSet(_ group: CellGroup) -> ExampleSet {
    let tasks = group.cells.map(\.task)
    return ExampleSet(tasks: Set(tasks).count == 1 ? [tasks[0]] : tasks)
  }

  func trio(_ group: CellGroup) throws -> Trio {
    Trio(
      supervisor: try predictions(of: group, \.supervisorRole),
      student: try predictions(of: group, \.studentRole),
      ceiling: try predictions(of: group, \.ceilingRole))
  }

  /// Of one role on test examples, seed by seed, or of all seeds' examples as one.
  func predictions(
    of group: CellGroup, _ role: KeyPath<Cell, Cell.Role>
  ) throws -> [Predictions] {
    let seeds = try group.cells.map {
      try predictions($0[keyPath: role].test, of: $0.task, on: .test)
    }
    return exampleSet(group).tasks.count == 1 ? seeds : [Predictions(joining: seeds)]
  }

  func weights(of training: Fingerprint) throws -> Int {
    try store.read(training, only: []).integer("weights", in: store.path(of: training))
  }

  func curve(of training: Fingerprint) throws -> (TrainingCurve, Artifact) {
    let file = store.path(of: training)
    let artifact = try store.read(training)
    guard case .texts(let sets)? = artifact.attributes["sets"] else {
      throw StorageError(
        .unexpected, file: file, path: "attribute sets", problem: "is missing",
        remedy: "remove the file so that it is made again")
    }
    return (try TrainingCurve(artifact, sets: sets, file: file), artifact)
  }
}

extension Predictions {
  /// Predictions of different examples as one.
  init(joining parts: [Predictions]) {
    let outputs = parts.flatMap(\.outputs)
    let width = parts[0].width
    var (classes, values): ([Int], [Float]) = ([], [])
    for part in parts {
      switch part.truth {
      case .classes(let truth): classes += truth
      case .values(let targets): values += targets
      }
    }
    if values.isEmpty {
      self.init(
        probabilities: outputs, classes: width, truth: classes, areChoices: parts[0].areChoices)
    } else {
      self.init(values: outputs, width: width, targets: values)
    }
  }
}
