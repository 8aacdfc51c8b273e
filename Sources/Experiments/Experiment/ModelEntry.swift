import Configuration
import Datasets
import Models
import Training
import WeakToStrong

/// An entry of `models:`: a network to train, or labels that came from outside.
package struct ModelEntry: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case network(
      ModelConfiguration, tokenizer: TokenizerConfiguration, training: TrainingConfiguration)
    /// A supervisor whose labels are in a file: it can label, not learn.
    case imported(ImportedLabels)
    /// A supervisor that is made of others: it can label, not learn.
    case recipe(SupervisorChoice)
  }

  package static let labelsKey = "labels"
  package static let tokenizerKey = "tokenizer"
  package static let trainingKey = "training"

  package var name: String
  package var kind: Kind

  /// Whether it can label and not learn.
  package var isSupervisorOnly: Bool {
    if case .network = kind { false } else { true }
  }

  /// The same of an entry as it stands in a file.
  static func isSupervisorOnly(_ node: Node) -> Bool {
    node[labelsKey] != nil || SupervisorRecipes.all.contains { node[$0.name] != nil }
  }

  package var recipe: (any SupervisorRecipe)? {
    if case .recipe(let choice) = kind { choice.recipe } else { nil }
  }
}

/// The models of an experiment, weak to strong as they stand in the file.
package struct ModelLadder: ConfigurationValue, Equatable {
  package var entries: [ModelEntry] = []

  package init(_ entries: [ModelEntry] = []) { self.entries = entries }

  package var names: [String] { entries.map(\.name) }

  package subscript(name: String) -> ModelEntry? { entries.first { $0.name == name } }

  package static var schema: ValueSchema {
    let others = [
      FieldSchema(
        name: ModelEntry.tokenizerKey, summary: "how texts become tokens for this model",
        required: false, defaultValue: TokenizerConfiguration().node, condition: nil,
        schema: TokenizerConfiguration.schema),
      FieldSchema(
        name: ModelEntry.trainingKey, summary: "what differs from the experiment's training",
        required: false, defaultValue: TrainingConfiguration().node, condition: nil,
        schema: TrainingConfiguration.schema),
    ]
    let networks = Architectures.all.map { architecture in
      var variant = architecture.variantSchema
      variant.fields += others
      return variant
    }
    return .map(
      .anyOf(
        [
          .tagged(tag: ModelConfiguration.tag, networks),
          .object(Pretrained.variantSchema.fields + others),
          .object([
            FieldSchema(
              name: ModelEntry.labelsKey, summary: "labels of a supervisor made elsewhere",
              required: true, defaultValue: Node.text(""), condition: nil,
              schema: ImportedLabels.schema)
          ]),
        ]
          + SupervisorRecipes.all.map { recipe in
            .object([
              FieldSchema(
                name: recipe.name, summary: recipe.summary, required: true,
                schema: .object(recipe.fieldSchemas))
            ])
          }))
  }

  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Self? {
    guard case .mapping(let models) = node.content, !models.isEmpty else {
      diagnostics.reportMismatch(
        node, wanted: "models by name, weak to strong",
        example: "small: {architecture: gpt, layers: 2, width: 64, heads: 2} under it")
      return nil
    }
    let entries = models.map { model in
      decode(name: model.key, model.value, &diagnostics)
    }
    return entries.contains { $0 == nil } ? nil : Self(entries.compactMap { $0 })
  }

  private static func decode(
    name: String, _ node: Node, _ diagnostics: inout Diagnostics
  ) -> ModelEntry? {
    if let labels = node[ModelEntry.labelsKey] {
      if case .mapping(let keys) = node.content {
        for key in keys where key.key != ModelEntry.labelsKey {
          diagnostics.report(
            "a model with labels from a file has no '\(key.key)'", at: key.mark,
            remedy: "remove it")
          return nil
        }
      }
      return ImportedLabels.decode(labels, &diagnostics).map {
        ModelEntry(name: name, kind: .imported($0))
      }
    }
    if case .mapping(let keys) = node.content, keys.count == 1,
      SupervisorRecipes.all.contains(where: { $0.name == keys[0].key })
    {
      return SupervisorChoice.decode(node, &diagnostics).map {
        ModelEntry(name: name, kind: .recipe($0))
      }
    }
    let network = ModelConfiguration.decode(
      node, ignoring: [ModelEntry.tokenizerKey, ModelEntry.trainingKey], &diagnostics)
    let tokenizer = decodeTokenizer(
      node[ModelEntry.tokenizerKey], of: network?.architecture.weightsName, at: node,
      &diagnostics)
    let training = decode(node[ModelEntry.trainingKey], else: TrainingConfiguration(), &diagnostics)
    guard let network, let tokenizer, let training else { return nil }
    return ModelEntry(
      name: name, kind: .network(network, tokenizer: tokenizer, training: training))
  }

  /// A pretrained model brings its tokenizer.
  private static func decodeTokenizer(
    _ node: Node?, of weights: String?, at entry: Node, _ diagnostics: inout Diagnostics
  ) -> TokenizerConfiguration? {
    let own = weights.map { TokenizerConfiguration(ModelTokenizerSource(weights: $0)) }
    guard let node else { return own ?? TokenizerConfiguration() }
    guard let found = TokenizerConfiguration.decode(node, &diagnostics) else { return nil }
    guard (found.source as? ModelTokenizerSource)?.weights == nil,
      found.source is ModelTokenizerSource
    else { return found }
    if own == nil {
      diagnostics.report(
        "a model from scratch has no tokenizer of its own", at: node.mark,
        remedy: "name the model whose tokenizer it is: {kind: model, weights: NAME}")
    }
    return own
  }

  private static func decode<Value: ConfigurationValue>(
    _ node: Node?, else value: Value, _ diagnostics: inout Diagnostics
  ) -> Value? {
    guard let node else { return value }
    return Value.decode(node, &diagnostics)
  }

  package var node: Node {
    .fields(
      entries.map { entry in
        switch entry.kind {
        case .imported(let labels):
          return (entry.name, .fields([(ModelEntry.labelsKey, labels.node)]))
        case .recipe(let choice): return (entry.name, choice.node)
        case .network(let model, let tokenizer, let training):
          guard case .mapping(var fields) = model.node.content else {
            return (entry.name, model.node)
          }
          let mark = model.node.mark
          fields.append(.init(key: ModelEntry.tokenizerKey, mark: mark, value: tokenizer.node))
          fields.append(.init(key: ModelEntry.trainingKey, mark: mark, value: training.node))
          return (entry.name, Node(.mapping(fields), mark: mark))
        }
      })
  }
}
