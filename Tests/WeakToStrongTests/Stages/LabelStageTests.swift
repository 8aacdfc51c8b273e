import Foundation
import Models
import Storage
import Testing
import Training
import WeakToStrong

extension Double {
  /// For files that import Kernels, whose `log` is another.
  var logarithm: Double { Foundation.log(self) }
}

@Suite struct LabelStageTests {
  private let store: TemporaryStore

  init() throws { store = try TemporaryStore() }

  /// A linear model f(x) = W x + b of weights that a test chose, as a `train` stage stores it.
  private func linear(
    _ weight: [Float], _ bias: [Float], features: Int, selection: Selection = .final
  ) throws -> Fingerprint {
    let outputs = bias.count
    var artifact = Artifact(arrays: [
      "\(selection.rawValue)/parameters/head.weight": StoredArray(
        shape: [outputs, features], values: .float32(weight)),
      "\(selection.rawValue)/parameters/head.bias": StoredArray(.float32(bias)),
    ])
    artifact.attributes["model"] = .text(
      CanonicalJSON.text(of: ModelConfiguration(LinearModel())))
    artifact.attributes["shape"] = .text(
      CanonicalJSON.text(of: ModelShape(input: .features(features), outputs: outputs)))
    artifact.attributes["initialization-seed"] = .integer(1)
    return try store.put(artifact, "linear \(weight) \(bias) \(selection)")
  }

  private func label(
    _ training: Fingerprint, _ task: Fingerprint, _ selection: Selection = .final
  ) -> LabelStage {
    LabelStage(training: training, selection: selection, task: task, tokens: nil, split: .transfer)
  }

  @Test func classesGetTheSoftmax() throws {
    let task = try store.run(TinyTasks.points(in: store))
    let training = try linear([1, -2, 0.5, 3], [0.25, -1], features: 2)
    let artifact = try store.artifact(label(training, task))
    #expect(artifact.attributes["split"] == .text("transfer"))
    #expect(artifact.attributes["selection"] == .text("final"))
    let found = try artifact.float32("probabilities", shape: [16, 2], in: "")
    let x = try store.store.read(task).float32("transfer/features", in: "").map(Double.init)
    for row in 0..<16 {
      let z0 = x[2 * row] - 2 * x[2 * row + 1] + 0.25
      let z1 = 0.5 * x[2 * row] + 3 * x[2 * row + 1] - 1
      #expect(abs(Double(found[2 * row + 1]) - 1 / (1 + exp(z0 - z1))) < 1e-6)
      #expect(abs(found[2 * row] + found[2 * row + 1] - 1) < 1e-6)
    }
  }

  @Test func realOutputsStayAsTheyAre() throws {
    let task = try store.run(TinyTasks.generated(in: store))
    let training = try linear([1, 2, -3], [0.5], features: 3)
    let artifact = try store.artifact(label(training, task))
    #expect(artifact["probabilities"] == nil)
    let found = try artifact.float32("outputs", shape: [16, 1], in: "")
    let x = try store.store.read(task).float32("transfer/features", in: "")
    for row in 0..<16 {
      let expected = x[3 * row] + 2 * x[3 * row + 1] - 3 * x[3 * row + 2] + 0.5
      #expect(abs(found[row] - expected) < 1e-5)
    }
    let targets = try StoredPredictions.targets(in: artifact, file: "")
    #expect(targets.kind == .values && targets.values == found)
  }

  @Test func theSelectionChoosesTheWeights() throws {
    let task = try store.run(TinyTasks.generated(in: store))
    let training = try linear([1, 2, -3], [0.5], features: 3, selection: .weakValidation)
    #expect(throws: Never.self) { try store.artifact(label(training, task, .weakValidation)) }
    let error = #expect(throws: StorageError.self) { try store.artifact(label(training, task)) }
    #expect(
      error?.description
        == "artifact.h5: parameters/head.weight: there is no such array; the file holds no arrays")
  }

  @Test func outputsThatAreNotFinite() throws {
    let task = try store.run(TinyTasks.generated(in: store))
    let training = try linear([.infinity, 0, 0], [0], features: 3)
    let error = #expect(throws: TrainingError.self) { try store.artifact(label(training, task)) }
    #expect(
      error?.description
        == "transfer set: the model's outputs are not finite; lower training.rate or set training.clip"
    )
  }
}
