import Reporting
import Storage
import Training
import WeakToStrong

@testable import Datasets
@testable import Experiments

/// A store that a test fills with predictions, as if models had made them.
final class StoredTrio {
  let folder: TemporaryFolder
  let store: ArtifactStore

  init() throws {
    folder = try TemporaryFolder()
    store = ArtifactStore(folder: folder.path + "/.store")
  }

  // MARK: Tasks

  /// Test examples of two classes in turn (0, 1, 0, …), all of the given groups.
  func classes(_ name: String = "task", groups: [Int]) throws -> Fingerprint {
    try task(name, classes: ["no", "yes"], groups: groups) {
      .classes((0..<$0).map { Int32($0 % 2) })
    }
  }

  /// Test examples whose target is zero.
  func zeros(_ name: String = "task", groups: [Int]) throws -> Fingerprint {
    try task(name, classes: [], groups: groups) {
      .real(values: [Float](repeating: 0, count: $0), columns: 1)
    }
  }

  private func task(
    _ name: String, classes: [String], groups: [Int], targets: (Int) -> Examples.Targets
  ) throws -> Fingerprint {
    func examples(_ groups: [Int]) -> Examples {
      Examples(
        inputs: .features(values: [Float](repeating: 1, count: groups.count), columns: 1),
        targets: targets(groups.count), rows: Array(groups.indices), groups: groups)
    }
    let none = examples([])
    return try put(
      TaskArtifact.encode(
        MaterializedTask(
          kind: .features, classes: classes, supervisor: none, transfer: examples([1, 2]),
          validation: none, test: examples(groups), notes: [])), name)
  }

  // MARK: Predictions

  /// Predictions with the first `right` of `count` right, sure to 0.75.
  func predictions(_ right: Int, of count: Int) throws -> Fingerprint {
    let values = (0..<count).flatMap { example -> [Float] in
      let answer = example < right ? example % 2 : 1 - example % 2
      return answer == 1 ? [0.25, 0.75] : [0.75, 0.25]
    }
    return try put(
      Artifact(arrays: ["probabilities": StoredArray(shape: [count, 2], values: .float32(values))]),
      "\(right) of \(count)")
  }

  func outputs(_ values: [Float]) throws -> Fingerprint {
    try put(
      Artifact(arrays: ["outputs": StoredArray(shape: [values.count, 1], values: .float32(values))]
      ),
      "\(values)")
  }

  /// A trained model of so many weights with two points of a curve.
  func training(_ name: String, weights: Int) throws -> Fingerprint {
    var start = SetScores(set: "test")
    start.groundTruth = Score(loss: 1, accuracy: 0.5)
    var end = SetScores(set: "test")
    end.groundTruth = Score(loss: 0.5, accuracy: 0.75)
    return try training(
      name, weights: weights,
      points: [
        CurvePoint(step: 0, fraction: 0, rate: 1, trainLoss: nil, sets: [start]),
        CurvePoint(step: 4, fraction: 1, rate: 1, trainLoss: 0.25, sets: [end]),
      ])
  }

  /// A trained model whose curve has one point.
  func training(_ name: String, weights: Int, scores: SetScores) throws -> Fingerprint {
    let end = CurvePoint(step: 4, fraction: 1, rate: 1, trainLoss: 0.25, sets: [scores])
    return try training(name, weights: weights, points: [end])
  }

  private func training(
    _ name: String, weights: Int, points: [CurvePoint]
  ) throws -> Fingerprint {
    try put(
      Artifact(
        arrays: TrainingCurve(points: points).arrays,
        attributes: [
          "weights": .integer(weights), "sets": .texts(["test"]), "final-step": .integer(4),
        ]), name)
  }

  private func put(_ artifact: Artifact, _ name: String) throws -> Fingerprint {
    let fingerprint = Fingerprint(of: name)
    try store.write(artifact, as: fingerprint)
    return fingerprint
  }

  // MARK: Cells

  /// small teaches large; test predictions are given for each.
  func cell(
    _ method: String = "finetune", seed: Int = 0, task: Fingerprint, supervisor: Fingerprint,
    student: Fingerprint, ceiling: Fingerprint, selection: Selection = .final,
    transfer: Fingerprint? = nil
  ) throws -> Experiments.Cell {
    func role(
      _ name: String, _ test: Fingerprint, weights: Int, transfer: Fingerprint? = nil
    ) throws -> Experiments.Cell.Role {
      Experiments.Cell.Role(
        training: try training("\(name) \(seed)", weights: weights), selection: selection,
        test: test, transfer: transfer)
    }
    return Experiments.Cell(
      method: method, supervisor: "small", student: "large", seed: seed, selection: selection,
      task: task,
      supervisorRole: try role("supervisor", supervisor, weights: 10, transfer: transfer),
      studentRole: try role("\(method) student", student, weights: 20),
      ceilingRole: try role("ceiling", ceiling, weights: 20))
  }

  /// A cell by how many of `count` examples each gets right.
  func cell(
    _ method: String = "finetune", seed: Int = 0, task: Fingerprint, right: [Int], of count: Int,
    selection: Selection = .final
  ) throws -> Experiments.Cell {
    try cell(
      method, seed: seed, task: task, supervisor: predictions(right[0], of: count),
      student: predictions(right[1], of: count), ceiling: predictions(right[2], of: count),
      selection: selection)
  }

  func results(
    _ cells: [Experiments.Cell], of text: String = pointsExperiment()
  ) throws
    -> RunResults
  {
    var parsed = try experiment(text)
    parsed.statistics.draws = 400
    return try ResultsBuilder(parsed, cells: cells, store: store).results()
  }
}

extension RunResults {
  /// The rows of a metric, without the columns that all rows share.
  func lines(_ metric: String, split: String = "test") -> [String] {
    results.filter { $0.metric == metric && $0.split == split }
      .map {
        $0.fields[2...5].joined(separator: ",") + ": " + $0.fields[8...].joined(separator: ",")
      }
  }
}
