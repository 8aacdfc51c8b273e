import Foundation
import Kernels
import Models
import Storage
import Testing

@testable import Training

/// Trainings of different kinds, each small enough to be stopped at every step.
private enum Kind: String, CaseIterable, CustomTestStringConvertible {
  case decoder, perceptron, frozen, descent, parts, quasiNewton, confident, texts

  var testDescription: String { rawValue }

  func trainer(threads: Int = 1) throws -> Trainer {
    var configuration = TrainingConfiguration()
    configuration.batch = .examples(7)
    configuration.rate = 0.02
    configuration.steps = 14
    configuration.warmup = 0.2
    configuration.clip = 0.7
    configuration.evaluations = 4
    configuration.selection = Selections(Selection.allCases)
    var momentum = GradientDescent()
    momentum.momentum = 0.9
    switch self {
    case .decoder, .parts:
      if self == .parts { configuration.microBatch = 3 }
      let set = occurrence(count: 30, seed: 1)
      let other = occurrence(count: 20, seed: 2)
      return try Trainer(
        GPT(layers: 2, width: 16, heads: 2, context: 8)
          .build(
            ModelShape(input: .tokens(vocabulary: 12), outputs: 2), seed: 3,
            weights: WeightsRoot("Weights")),
        on: set,
        evaluations: [
          EvaluationSet(
            "validation", other.examples, groundTruth: other.targets, weak: other.targets)
        ],
        configuration: configuration, loss: Confidence(.paper), seed: 3,
        team: WorkerTeam(threads: threads))
    case .texts:
      let other = EvaluationSet("validation", occurrence(count: 20, seed: 2).examples)
      return try Trainer(
        GPT(layers: 2, width: 16, heads: 2, context: 8)
          .languageModel(vocabulary: 12, seed: 3, weights: WeightsRoot("Weights")),
        texts: occurrence(count: 30, seed: 1).examples, evaluations: [other],
        configuration: configuration, seed: 3, team: WorkerTeam(threads: threads))
    case .perceptron, .frozen, .descent, .quasiNewton, .confident:
      if self == .frozen { configuration.batch = .full }
      if self == .descent { configuration.optimizer = OptimizerChoice(momentum) }
      if self == .quasiNewton || self == .confident {
        (configuration.batch, configuration.clip) = (.full, nil)
        var optimizer = LBFGS()
        (optimizer.history, optimizer.decay) = (3, 0.01)
        configuration.optimizer = OptimizerChoice(optimizer)
      }
      let shape = ModelShape(input: .features(40), outputs: 2)
      let data = clouds(count: 30, columns: 40, seed: 1)
      let other = clouds(count: 20, columns: 40, seed: 2)
      return try Trainer(
        self == .frozen
          ? RandomFeatures().build(shape, seed: 3, weights: WeightsRoot("Weights"))
          : MultilayerPerceptron().build(shape, seed: 3, weights: WeightsRoot("Weights")),
        on: TrainingSet(data.examples, targets: data.weak),
        evaluations: [
          EvaluationSet(
            "validation", other.examples, groundTruth: other.truth, weak: other.weak)
        ],
        configuration: configuration,
        loss: self == .confident ? Confidence(.paper) : CrossEntropy(), seed: 3,
        team: WorkerTeam(threads: threads))
    }
  }
}

/// Bit patterns of all that a finished training leaves.
private func bits(_ trainer: Trainer) -> [String: [UInt64]] {
  var bits: [String: [UInt64]] = [:]
  for (name, array) in trainer.state.arrays {
    switch array.values {
    case .float32(let values): bits[name] = values.map { UInt64($0.bitPattern) }
    case .float64(let values): bits[name] = values.map(\.bitPattern)
    case .int64(let values): bits[name] = values.map { UInt64(bitPattern: $0) }
    default: Issue.record("an array of another kind: \(name)")
    }
  }
  for selection in Selection.allCases {
    if case .integer(let step) = trainer.checkpoint(selection).attributes["step"] {
      bits["step of \(selection)"] = [UInt64(step)]
    }
  }
  return bits
}

@Suite struct ResumeTests {
  @Test(arguments: Kind.allCases)
  fileprivate func goesOnToTheSameBytesFromEveryStep(kind: Kind) throws {
    let straight = try kind.trainer()
    #expect(try straight.run() == .finished)
    let expected = bits(straight)
    for stop in 1..<straight.steps {
      let first = try kind.trainer()
      #expect(try first.run(shouldStop: { first.step == stop }) == .stopped)
      #expect(first.step == stop)
      let second = try kind.trainer()
      try second.restore(first.state, from: "memory")
      #expect(try second.run() == .finished)
      #expect(bits(second) == expected, "stopped after step \(stop)")
    }
  }

  @Test(arguments: Kind.allCases)
  fileprivate func theSameTrainerGoesOnAfterAStop(kind: Kind) throws {
    let straight = try kind.trainer()
    _ = try straight.run()
    let halting = try kind.trainer()
    while try halting.run(shouldStop: { true }) == .stopped {}
    #expect(bits(halting) == bits(straight))
  }

  @Test(arguments: Kind.allCases, [2, 3])
  fileprivate func threadsChangeNoByte(kind: Kind, threads: Int) throws {
    let one = try kind.trainer()
    let many = try kind.trainer(threads: threads)
    _ = try one.run()
    _ = try many.run()
    #expect(bits(one) == bits(many))
  }

  @Test(arguments: Kind.allCases)
  fileprivate func survivesTheFile(kind: Kind) throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("w2s-\(UUID().uuidString).h5").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let trainer = try kind.trainer()
    _ = try trainer.run(shouldStop: { trainer.step == 9 })
    try ArtifactFile.write(trainer.state, to: path)
    let other = try kind.trainer()
    try other.restore(try ArtifactFile.read(path), from: path)
    #expect(bitsEqual(trainer.state, other.state))
  }

  /// Artifacts with NaN in them are equal if their bits are.
  private func bitsEqual(_ left: Artifact, _ right: Artifact) -> Bool {
    guard left.attributes == right.attributes, left.arrays.keys == right.arrays.keys else {
      return false
    }
    return left.arrays.allSatisfy { name, array in
      guard case .float64(let a) = array.values else { return right.arrays[name] == array }
      guard case .float64(let b)? = right.arrays[name]?.values else { return false }
      return a.map(\.bitPattern) == b.map(\.bitPattern)
    }
  }

  @Test func refusesTheStateOfAnotherTraining() throws {
    let decoder = try Kind.decoder.trainer()
    _ = try decoder.run(shouldStop: { true })
    #expect(throws: StorageError.self) {
      try Kind.perceptron.trainer().restore(decoder.state, from: "memory")
    }
    #expect(throws: StorageError.self) {
      try Kind.perceptron.trainer().restore(decoder.checkpointWithoutEnd, from: "memory")
    }
  }
}

extension Trainer {
  /// An artifact that is no training state.
  fileprivate var checkpointWithoutEnd: Artifact {
    var artifact = state
    artifact.attributes["kind"] = "checkpoint"
    return artifact
  }
}
