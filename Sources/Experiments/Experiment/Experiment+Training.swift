import Configuration
import Models
import Training

/// How models come to their training: the experiment's, changed by the task's, changed by their own.
extension Experiment {
  static func inheriting(_ node: Node, _ diagnostics: inout Diagnostics) -> Node {
    var node = node
    if let training = node[ModelEntry.trainingKey] {
      node.set([ModelEntry.trainingKey], to: training.laterLength(in: node.mark), &diagnostics)
    }
    guard case .mapping(let models)? = node["models"]?.content else { return node }
    var result = node
    for model in models where !ModelEntry.isSupervisorOnly(model.value) {
      guard case .mapping = model.value.content else { continue }
      for key in [ModelEntry.trainingKey, ModelEntry.tokenizerKey] {
        // A pretrained model brings its tokenizer.
        let bringsOwn =
          key == ModelEntry.tokenizerKey && model.value[ModelConfiguration.weightsKey] != nil
        guard var inherited = node[key], !bringsOwn else { continue }
        if let own = model.value[key] {
          inherited = inherited.inherited(by: own.laterLength(in: node.mark))
        }
        result.set(["models", model.key, key], to: inherited, &diagnostics)
      }
    }
    return result
  }

  /// Where a task says something about training, every model gets a training of its own there.
  mutating func decodeTaskTrainings(_ node: Node, _ diagnostics: inout Diagnostics) {
    func later(_ node: Node?, in file: Node) -> Node? { node.map { $0.laterLength(in: file.mark) } }
    let common =
      later(node[ModelEntry.trainingKey], in: node) ?? Node(.mapping([]), mark: node.mark)
    for entry in tasks?.entries ?? [] where entry.training != nil {
      guard let said = later(node["tasks"]?[entry.name]?[TaskEntry.trainingKey], in: node) else {
        continue
      }
      let ofTask = common.inherited(by: said)
      guard TrainingConfiguration.decode(ofTask, &diagnostics) != nil else { continue }
      for model in models.entries {
        guard case .network(_, _, let training) = model.kind else { continue }
        var (whole, decoded) = (ofTask, Optional(training))
        if let own = later(node["models"]?[model.name]?[ModelEntry.trainingKey], in: node) {
          whole = ofTask.inherited(by: own)
          ownTrainings[model.name] = own.unplaced
        }
        decoded = TrainingConfiguration.decode(whole, &diagnostics)
        taskTrainings[entry.name, default: [:]][model.name] = decoded
      }
    }
  }

  /// The models as a file would give them. Where a task changes the training, models say only what
  /// they say themselves: their whole training would undo the task's.
  var modelsNode: Node {
    guard !taskTrainings.isEmpty, case .mapping(let entries) = models.node.content else {
      return models.node
    }
    return Node(
      .mapping(
        entries.map { entry in
          guard case .mapping(let fields) = entry.value.content else { return entry }
          var kept = fields.filter { $0.key != ModelEntry.trainingKey }
          if let own = ownTrainings[entry.key] {
            kept.append(.init(key: ModelEntry.trainingKey, mark: .defaults, value: own))
          }
          return .init(
            key: entry.key, mark: entry.mark,
            value: Node(.mapping(kept), mark: entry.value.mark))
        }), mark: .defaults)
  }
}

extension Node {
  /// This mapping with the keys of `own` over it. `steps` and `epochs` say the same thing in two
  /// ways, so that one that is said anew takes the place of both; and settings of one optimizer or
  /// tokenizer say nothing of another.
  func inherited(by own: Node) -> Node {
    guard case .mapping(let entries) = content else { return own }
    if own["path"] != nil || (own["kind"] != nil && own["kind"]?.text != self["kind"]?.text) {
      return own
    }
    var replaced: Set<String> = []
    if own["steps"] != nil || own["epochs"] != nil { replaced.formUnion(["steps", "epochs"]) }
    if let optimizer = own["optimizer"], optimizer.variantName != self["optimizer"]?.variantName {
      replaced.insert("optimizer")
    }
    return Node(.mapping(entries.filter { !replaced.contains($0.key) }), mark: mark)
      .merged(with: own)
  }

  /// Of `steps` and `epochs`, the one that was said later, where one stands in the file and the other
  /// in a file that it extends or in an argument.
  /// - Parameter file: where the extending file begins.
  func laterLength(in file: Mark) -> Node {
    guard case .mapping(let entries) = content, let steps = given("steps"),
      let epochs = given("epochs")
    else { return self }
    func rank(_ mark: Mark) -> Int { mark.line == 0 ? 2 : mark.file == file.file ? 1 : 0 }
    let (stepsRank, epochsRank) = (rank(steps.mark), rank(epochs.mark))
    guard stepsRank != epochsRank else { return self }
    let earlier = stepsRank < epochsRank ? "steps" : "epochs"
    return Node(.mapping(entries.filter { $0.key != earlier }), mark: mark)
  }

  /// The name in `name` or `name: {…}`.
  private var variantName: String? {
    switch content {
    case .scalar(let name, quoted: _): name
    case .mapping(let entries): entries.first?.key
    case .null, .sequence: nil
    }
  }
}
