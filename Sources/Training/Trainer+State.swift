import Autograd
import Models
import Storage

extension Trainer {
  /// Everything that the rest of the training depends on. Restored into a trainer made from the same
  /// inputs, it goes on to the same bytes.
  package var state: Artifact {
    var artifact = Artifact(arrays: curve.arrays)
    artifact.attributes = [
      "kind": "training-state", "step": .integer(step), "steps": .integer(steps),
      "loss-sum": .number(lossSum), "loss-count": .integer(lossCount),
    ]
    let store = model.parameters
    artifact.arrays.merge(store.arrays("parameters", store.values)) { $1 }
    for (name, values) in optimizer.state.moments {
      artifact.arrays.merge(store.arrays("moments/\(name)", of: values)) { $1 }
    }
    for (selection, choice) in choices {
      let name = selection.rawValue
      artifact.arrays.merge(store.arrays("selections/\(name)", of: choice.weights)) { $1 }
      artifact.attributes["\(name)-step"] = .integer(choice.step)
      artifact.attributes["\(name)-merit"] = .number(choice.merit)
    }
    return artifact
  }

  /// Continues from a stored state.
  /// - Parameter file: where the state came from, for messages.
  package func restore(_ artifact: Artifact, from file: String) throws(StorageError) {
    let taken = try artifact.integer("step", in: file)
    guard try artifact.text(attribute: "kind", in: file) == "training-state",
      try artifact.integer("steps", in: file) == steps, 0...steps ~= taken
    else {
      throw StorageError(
        .unexpected, file: file, problem: "is no state of this training",
        remedy: "remove the file to train from the beginning")
    }
    let store = model.parameters
    let weights = try store.values("parameters", in: artifact, file: file)
    var moments: [[Float]] = []
    for (name, _) in optimizer.state.moments {
      moments.append(try store.values("moments/\(name)", in: artifact, file: file))
    }
    let curve = try TrainingCurve(artifact, sets: objective.sets, file: file)
    var choices: [Selection: Choice] = [:]
    for selection in configuration.selection.values {
      let name = selection.rawValue
      guard artifact.attributes["\(name)-step"] != nil else { continue }
      choices[selection] = Choice(
        step: try artifact.integer("\(name)-step", in: file),
        merit: try artifact.number("\(name)-merit", in: file),
        weights: try store.values("selections/\(name)", in: artifact, file: file))
    }
    lossSum = try artifact.number("loss-sum", in: file)
    lossCount = try artifact.integer("loss-count", in: file)
    store.trainableValues = weights
    optimizer.state.restore(moments, steps: taken)
    (self.step, self.curve, self.choices) = (taken, curve, choices)
  }

  /// The weights that a selection chose, and when: what is stored of a finished training.
  package func checkpoint(_ selection: Selection) -> Artifact {
    precondition(step == steps, "the training is not finished")
    let store = model.parameters
    let choice = choices[selection]
    precondition(choice != nil || selection == .final, "\(selection) was not asked for")
    var artifact = Artifact(
      arrays: choice.map { store.arrays("parameters", of: $0.weights) }
        ?? store.arrays("parameters", store.values))
    artifact.attributes = [
      "kind": "checkpoint", "selection": .text(selection.rawValue),
      "step": .integer(choice?.step ?? step), "steps": .integer(steps),
    ]
    return artifact
  }
}

extension Artifact {
  /// The root attribute `name` as a real number.
  fileprivate func number(_ name: String, in file: String) throws(StorageError) -> Double {
    if case .number(let value) = attributes[name] { return value }
    throw StorageError(
      .unexpected, file: file, path: "attribute \(name)", problem: "is not a number",
      remedy: "remove the file to train from the beginning")
  }
}

extension Model {
  /// Takes the trained weights of a checkpoint; frozen ones come from configuration and seed.
  /// - Parameter file: where the checkpoint came from, for messages.
  package func load(_ checkpoint: Artifact, from file: String) throws(StorageError) {
    // Every array is looked at before one is taken.
    let found = try parameters.trainable.map { parameter throws(StorageError) in
      (
        parameter,
        try checkpoint.float32(
          "parameters/\(parameter.name)", shape: parameter.shape, in: file)
      )
    }
    for (parameter, values) in found { parameter.set(values) }
  }
}

extension ParameterStore {
  /// A copy of the trainable weights in their flat order.
  package var trainableValues: [Float] {
    get { Array(UnsafeBufferPointer(start: values, count: trainableCount)) }
    set {
      precondition(newValue.count == trainableCount)
      newValue.withUnsafeBufferPointer { source in
        if let base = source.baseAddress { values.update(from: base, count: trainableCount) }
      }
    }
  }

  /// Cuts flat values of the trainable weights into one array per parameter, `<group>/<name>`.
  func arrays(_ group: String, of flat: [Float]) -> [String: StoredArray] {
    flat.withUnsafeBufferPointer { flat in
      flat.baseAddress.map { arrays(group, $0) } ?? [:]
    }
  }

  func arrays(_ group: String, _ flat: UnsafePointer<Float>) -> [String: StoredArray] {
    var arrays: [String: StoredArray] = [:]
    for parameter in trainable {
      let own = UnsafeBufferPointer(
        start: flat + parameter.range.lowerBound, count: parameter.count)
      arrays["\(group)/\(parameter.name)"] = StoredArray(
        shape: parameter.shape, values: .float32(Array(own)))
    }
    return arrays
  }

  /// The inverse of `arrays`.
  func values(
    _ group: String, in artifact: Artifact, file: String
  ) throws(StorageError) -> [Float] {
    var flat = [Float](repeating: 0, count: trainableCount)
    for parameter in trainable {
      let values = try artifact.float32(
        "\(group)/\(parameter.name)", shape: parameter.shape, in: file)
      flat.replaceSubrange(parameter.range, with: values)
    }
    return flat
  }
}
