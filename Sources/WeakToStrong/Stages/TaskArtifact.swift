import Datasets
import Models
import Storage
import Training

/// A materialized task as it is stored, and what other stages read of it.
package enum TaskArtifact {
  package static func encode(_ task: MaterializedTask) throws -> Artifact {
    var artifact = Artifact()
    artifact.attributes = [
      "classes": .texts(task.classes), "notes": .texts(task.notes),
      "task-kind": .text(task.kind.rawValue),
      "splits": .texts(Split.allCases.filter { task[$0].count > 0 }.map(\.rawValue)),
    ]
    for split in Split.allCases where task[split].count > 0 {
      let (examples, name) = (task[split], split.rawValue)
      switch examples.inputs {
      case .texts(let texts):
        artifact["\(name)/text"] = StoredArray(
          .text(texts), attributes: ["axes": .texts(["example"])])
      case .pairs(let texts):
        artifact["\(name)/text"] = StoredArray(
          shape: [examples.count, 2], values: .text(texts),
          attributes: ["axes": .texts(["example", "side"])])
      case .features(let values, let columns):
        artifact["\(name)/features"] = StoredArray(
          shape: [examples.count, columns], values: .float32(values),
          attributes: ["axes": .texts(["example", "feature"])])
      }
      switch examples.targets {
      case .classes(let labels):
        artifact["\(name)/labels"] = StoredArray(
          .int32(labels),
          attributes: [
            "axes": .texts(["example"]), "classes": .texts(task.classes),
            "meaning": "place of the example's class in classes, from 0",
          ])
      case .real(let values, let columns):
        artifact["\(name)/targets"] = StoredArray(
          shape: [examples.count, columns], values: .float32(values),
          attributes: ["axes": .texts(["example", "output"])])
      case .unlabelled: break
      }
      if let ratings = examples.ratings {
        artifact["\(name)/ratings"] = StoredArray(
          .float64(ratings),
          attributes: [
            "axes": .texts(["example"]), "meaning": "how hard the example is, as the source has it",
          ])
      }
      artifact["\(name)/rows"] = StoredArray(
        .int64(examples.rows.map(Int64.init)),
        attributes: [
          "axes": .texts(["example"]),
          "meaning": "row in the source (for test: in the test source, if there is one), from 1",
        ])
      artifact["\(name)/groups"] = StoredArray(
        .int64(examples.groups.map(Int64.init)),
        attributes: [
          "axes": .texts(["example"]),
          "meaning": "examples of one number belong together and share a split",
        ])
    }
    return artifact
  }

  /// The class names in their order; none for real targets.
  package static func classes(in artifact: Artifact, file: String) throws(StorageError) -> [String]
  {
    guard case .texts(let classes)? = artifact.attributes["classes"] else {
      throw StorageError(
        .unexpected, file: file, path: "attribute classes", problem: "is missing",
        remedy: "remove the file so that it is made again")
    }
    return classes
  }

  /// The names of the splits that have examples.
  static func splits(in artifact: Artifact, file: String) throws(StorageError) -> [String] {
    guard case .texts(let splits)? = artifact.attributes["splits"] else {
      throw StorageError(
        .unexpected, file: file, path: "attribute splits", problem: "is missing",
        remedy: "remove the file so that it is made again")
    }
    return splits
  }

  /// What a student, a ceiling and a score are compared with.
  /// - Parameter read: the arrays of the task's artifact that are named, and its attributes.
  package static func groundTruth(
    of split: Split, file: String, read: (Set<String>) throws -> Artifact
  ) throws -> Targets {
    let classes = try classes(in: read([]), file: file)
    if classes.isEmpty {
      let name = "\(split.rawValue)/targets"
      let artifact = try read([name])
      let columns = try artifact.array(name, in: file).shape.last ?? 1
      return .values(try artifact.float32(name, in: file), outputs: columns)
    }
    let name = "\(split.rawValue)/labels"
    let labels = try read([name]).int32(name, in: file)
    return .classes(labels.map(Int.init), of: classes.count)
  }

  package static func groundTruth(
    of split: Split, in task: Fingerprint, _ context: StageContext
  ) throws -> Targets {
    try groundTruth(of: split, file: context.place(task)) { try context.artifact(task, $0) }
  }

  /// What models read of a split: features as they are, texts through their tokens.
  package static func inputs(
    of split: Split, task: Fingerprint, tokens: Fingerprint?, _ context: StageContext
  ) throws -> ExampleSet {
    let name = split.rawValue
    guard let tokens else {
      let artifact = try context.artifact(task, ["\(name)/features"])
      let array = try artifact.array("\(name)/features", in: context.place(task))
      let values = try artifact.float32("\(name)/features", in: context.place(task))
      return ExampleSet(
        .features(values: values, rows: array.shape[0], columns: array.shape[1]))
    }
    let file = context.place(tokens)
    func array(_ ids: String, _ offsets: String) throws -> (
      array: StoredArray, ids: [Int32], offsets: [Int]
    ) {
      let artifact = try context.artifact(tokens, [ids, offsets])
      return (
        try artifact.array(ids, in: file), try artifact.int32(ids, in: file),
        try artifact.int64(offsets, in: file).map(Int.init)
      )
    }
    let stored = try array("\(name)/ids", "\(name)/offsets")
    let texts = PackedTokens(ids: stored.ids, offsets: stored.offsets)
    switch try kind(task, context) {
    case .preference?: return ExampleSet(.pairs(texts))
    case .nextMove?:
      let path = "\(name)/choices"
      let choices = try array(path, "\(name)/choice-offsets")
      guard choices.array.shape.count == 2, choices.array.shape[1] == 2 else {
        throw StorageError(
          .unexpected, file: file, path: path, problem: "is no array of pairs of tokens",
          remedy: "remove the file so that it is made again")
      }
      return ExampleSet(
        .choices(texts, among: Continuations(ids: choices.ids, offsets: choices.offsets)))
    default: return ExampleSet(.tokens(texts))
    }
  }

  /// Whether the classes of an example are its own choices, and the first stands for every answer that
  /// is none of them.
  package static func areChoices(
    _ artifact: Artifact, file: String
  ) throws(StorageError) -> Bool {
    try artifact.text(attribute: "task-kind", in: file) == TaskKind.nextMove.rawValue
  }

  static func areChoices(_ task: Fingerprint, _ context: StageContext) throws -> Bool {
    try areChoices(context.artifact(task, []), file: context.place(task))
  }

  /// The kind of a task; nil for one that this program does not know.
  private static func kind(_ task: Fingerprint, _ context: StageContext) throws -> TaskKind? {
    guard case .text(let word)? = try context.artifact(task, []).attributes["task-kind"] else {
      return nil
    }
    return TaskKind(rawValue: word)
  }

  /// What a model of this task reads and gives.
  /// - Parameter headTokens: whether the head begins with tokens that the tokenizing looked up.
  package static func shape(
    task: Fingerprint, tokens: Fingerprint?, split: Split, headTokens: Bool = false,
    _ context: StageContext
  ) throws -> ModelShape {
    let truth = try groundTruth(of: split, in: task, context)
    if let tokens {
      let artifact = try context.artifact(tokens, [])
      let vocabulary = try artifact.integer("vocabulary", in: context.place(tokens))
      let input: ModelShape.Input =
        switch try kind(task, context) {
        case .preference?: .pairs(vocabulary: vocabulary)
        case .nextMove?: .choices(vocabulary: vocabulary)
        default: .tokens(vocabulary: vocabulary)
        }
      var shape = ModelShape(input: input, outputs: truth.columns)
      if headTokens {
        guard case .integers(let ids)? = artifact.attributes[TokenizeStage.headTokensName] else {
          throw StorageError(
            .unexpected, file: context.place(tokens),
            path: "attribute \(TokenizeStage.headTokensName)", problem: "is missing",
            remedy: "remove the file so that it is made again")
        }
        shape.headTokens = ids.map(Int32.init)
      }
      return shape
    }
    let name = "\(split.rawValue)/features"
    let array = try context.artifact(task, [name]).array(name, in: context.place(task))
    return ModelShape(input: .features(array.shape[1]), outputs: truth.columns)
  }
}
