import Datasets
import Models
import Storage
import Training

/// Asks a language model, which nobody has given labels by training, for the class of each example of a
/// split: by prompts with k demonstrations, or none.
///
/// Calibration: p_c / p̄_c scaled to sum to one, p̄ the mean over the content-free texts "N/A", "[MASK]"
/// and "" after the same demonstrations. Sources: Brown et al. 2020, section 2.4 (words as classes);
/// Zhao et al. 2021, section 5 (contextual calibration); Burns et al. 2023, section 5.2.1.
///
/// Artifact: as of a `label` stage. Attributes `demonstrations` (k), `dropped-demonstrations` (how many
/// did not fit, over all prompts), `shortened` (examples whose own text lost its beginning) and, where
/// calibrated, `content-free` (p̄ after all demonstrations).
package struct PromptStage: Stage {
  package static let kind = "prompt"
  package static let revision = 1

  /// Who is asked.
  package enum Source: Codable, Equatable, Sendable {
    /// A pretrained model as it is, and the content of its files.
    case pretrained(Pretrained, Fingerprint)
    /// The model of a `pretrain` stage, or of a `train` stage that has an unembedding.
    case trained(InitialWeights)
  }

  package var task: Fingerprint
  package var split: Split
  package var source: Source
  package var tokenizer: TokenizerConfiguration
  /// The content of each file that the tokenizer is read from, in their order.
  package var inputs: [Fingerprint]
  package var form: PromptForm
  package var demonstrations: Demonstrations
  /// The longest prompt in tokens; nil for the model's own context.
  package var context: Int?

  package init(
    task: Fingerprint, split: Split, source: Source, tokenizer: TokenizerConfiguration,
    inputs: [Fingerprint], form: PromptForm = PromptForm(),
    demonstrations: Demonstrations = Demonstrations(count: 0), context: Int? = nil
  ) {
    self.task = task
    self.split = split
    self.source = source
    self.tokenizer = tokenizer
    self.inputs = inputs
    self.form = form
    self.demonstrations = demonstrations
    self.context = context
  }

  package var dependencies: [Fingerprint] {
    var dependencies = [task]
    if demonstrations.count > 0 { dependencies += demonstrations.labels.dependencies }
    if case .trained(let weights) = source { dependencies.append(weights.training) }
    return dependencies
  }

  /// Examples that are tokenized and scored at a time.
  private static let chunk = 64

  package func run(_ context: StageContext) throws -> Artifact {
    let model = try model(context)
    let classes = try TaskArtifact.classes(
      in: context.artifact(task, []), file: context.place(task))
    let writer = try writer(model, classes, context)
    let texts = try texts(of: split, context)
    let shown = try shown(classes: classes.count, context)
    let demonstrations = shown.map { writer.demonstration($0.text, class: $0.label) }
    var scorer = PromptScorer(
      model: model, writer: writer, demonstrations: demonstrations, team: context.team)
    var probabilities: [Float] = []
    for start in stride(from: 0, to: texts.count, by: Self.chunk) {
      if context.shouldStop() { throw StageStopped() }
      let asked = (start..<min(start + Self.chunk, texts.count)).map { index in
        // An example does not demonstrate its own class.
        let others = shown.indices.filter {
          split != self.demonstrations.split || shown[$0].example != index
        }
        return (texts[index], Array(others.prefix(self.demonstrations.count)))
      }
      probabilities += try scorer.probabilities(of: asked)
      context.progress(Double(start + asked.count) / Double(texts.count))
    }
    guard probabilities.allSatisfy(\.isFinite) else {
      throw TrainingError.unsuitableData(
        set: split.rawValue, problem: "the model's probabilities are not finite",
        remedy: "choose another model")
    }
    var artifact = StoredPredictions.artifact(
      probabilities, kind: .probabilities, columns: classes.count, classes: classes, split: split)
    artifact.attributes["demonstrations"] = .integer(self.demonstrations.count)
    artifact.attributes["dropped-demonstrations"] = .integer(scorer.dropped)
    artifact.attributes["shortened"] = .integer(scorer.shortened)
    if form.calibrated {
      let all = Array(demonstrations.indices.prefix(self.demonstrations.count))
      artifact.attributes["content-free"] = .numbers(try scorer.contentFree(after: all))
    }
    return artifact
  }

  private func model(_ context: StageContext) throws -> LanguageModel {
    switch source {
    case .trained(let weights):
      return try PretrainStage.load(weights.training, weights.selection, context)
    case .pretrained(let model, _):
      let source = try model.source(in: WeightsRoot(context.weightsRoot))
      return try source.languageModel()
    }
  }

  private func writer(
    _ model: LanguageModel, _ classes: [String], _ context: StageContext
  ) throws -> PromptWriter {
    func unusable(_ what: String, _ remedy: String) -> DatasetError {
      DatasetError(.configuration, "prompt", what, remedy: remedy)
    }
    guard let parts = form.parts else {
      throw unusable(
        "template '\(form.template)' does not name {text} and then {label}, each once",
        "write such as '\(PromptForm().template)'")
    }
    let words = form.words.isEmpty ? classes : form.words
    guard words.count == classes.count else {
      throw unusable(
        "\(words.count) words for \(classes.count) classes", "give one word for each class")
    }
    let tokenizer = try self.tokenizer.tokenizer(
      texts: self.tokenizer.source.needsTexts
        ? texts(of: .supervisor, context) + texts(of: .transfer, context) : [],
      data: context.dataRoot, weights: WeightsRoot(context.weightsRoot))
    guard tokenizer.highestID < model.transformer.vocabulary else {
      throw unusable(
        "the tokenizer has \(tokenizer.vocabularySize) tokens, the model \(model.transformer.vocabulary)",
        "use the tokenizer of this model")
    }
    let longest = model.context ?? model.transformer.context
    return PromptWriter(
      tokenizer: tokenizer,
      prefix: self.tokenizer.addsSpecialTokens ? tokenizer.special.prefix : [], form: form,
      parts: parts, words: words, context: min(self.context ?? longest, longest))
  }

  /// The demonstrations, and one more where an example may be among them itself.
  private func shown(
    classes: Int, _ context: StageContext
  ) throws -> [(example: Int, text: String, label: Int)] {
    guard demonstrations.count > 0 else { return [] }
    let texts = try texts(of: demonstrations.split, context)
    let labels = try demonstrations.labels
      .targets(of: demonstrations.split, task: task, context).hardened
    guard labels.count == texts.count else {
      throw TrainingError.unsuitableData(
        set: demonstrations.split.rawValue,
        problem: "\(texts.count) examples with \(labels.count) labels",
        remedy: "give one label per example")
    }
    let spare = split == demonstrations.split ? 1 : 0
    return demonstrations.choose(demonstrations.count + spare, of: labels, among: classes)
      .map { ($0, texts[$0], labels[$0]) }
  }

  private func texts(of split: Split, _ context: StageContext) throws -> [String] {
    guard
      try context.artifact(task, []).attributes["task-kind"]
        == .text(TaskKind.classification.rawValue)
    else {
      throw DatasetError(
        .configuration, "prompt", "the task's examples are not texts with classes",
        remedy: "prompt with a task of kind classification")
    }
    let name = "\(split.rawValue)/text"
    return try context.artifact(task, [name]).text(name, in: context.place(task))
  }
}
