import Datasets
import Foundation
import Models
import Storage
import Training
import WeakToStrong

/// Tasks of a few rows.
enum TinyTasks {
  static let splits = SplitCounts(supervisor: 12, transfer: 16, validation: 8, test: 8)

  /// Points of the plane, class 1 where x + y > 0 (with a few of the wrong class); the first is
  /// written so that each class occurs in each split.
  static func points(in store: TemporaryStore) throws -> MaterializeStage {
    var lines = ["x,y,label"]
    for row in 0..<60 {
      let (x, y) = (sin(Double(row) * 1.7), cos(Double(row) * 2.3))
      let isPositive = (x + y > 0) != (row % 11 == 3)
      lines.append("\(x),\(y),\(isPositive ? 1 : 0)")
    }
    try store.file("points.csv", lines.joined(separator: "\n") + "\n")
    var task = TaskConfiguration()
    task.kind = .features
    task.source = .file(FileSource(path: "points.csv", label: "label", features: ["x", "y"]))
    task.splits = splits
    return try stage(task, in: store)
  }

  /// Sentences with the class `no` or `yes`.
  static func sentences(in store: TemporaryStore) throws -> MaterializeStage {
    let lines = (0..<60).map { row in
      #"{"text": "sentence \#(row) is \#(row % 2 == 0 ? "ä" : "b")", "label": "\#(row % 2 == 0 ? "yes" : "no")"}"#
    }
    try store.file("sentences.jsonl", lines.joined(separator: "\n") + "\n")
    var task = TaskConfiguration()
    task.source = .file(FileSource(path: "sentences.jsonl", text: "text", label: "label"))
    task.classes = ["no", "yes"]
    task.splits = splits
    return try stage(task, in: store)
  }

  /// Real targets.
  static func generated(in store: TemporaryStore) throws -> MaterializeStage {
    var generator = ReLUNetworkGenerator()
    generator.dimension = 3
    generator.width = 4
    var task = TaskConfiguration()
    task.source = .generated(GeneratorChoice(generator))
    task.splits = splits
    return try stage(task, in: store)
  }

  private static func stage(
    _ task: TaskConfiguration, in store: TemporaryStore
  ) throws -> MaterializeStage {
    let resolved = try task.resolved(in: DataRoot(store.root))
    var inputs: [String: Fingerprint] = [:]
    for file in resolved.inputFiles { inputs[file.role] = try Fingerprint(ofFile: file.path) }
    return MaterializeStage(task: resolved.configuration, inputs: inputs)
  }

  /// 24 steps with five points of the curve after the untrained one.
  static var training: TrainingConfiguration {
    var training = TrainingConfiguration()
    training.steps = 24
    training.batch = .examples(4)
    training.rate = 0.05
    training.schedule = .constant
    training.evaluations = 6
    return training
  }

  static var perceptron: ModelConfiguration {
    var architecture = MultilayerPerceptron()
    architecture.hidden = [5]
    return ModelConfiguration(architecture)
  }

  /// A training on ground truth.
  static func train(
    _ task: Fingerprint, on split: Split = .transfer, labels: LabelSource = .groundTruth,
    model: ModelConfiguration = perceptron, loss: any Loss = CrossEntropy(),
    _ change: (inout TrainingConfiguration) -> Void = { _ in }
  ) -> TrainStage {
    var training = training
    change(&training)
    return TrainStage(
      task: task, tokens: nil, split: split, labels: labels, validation: .groundTruth,
      model: model, loss: LossChoice(loss), training: training, seed: 3)
  }
}
