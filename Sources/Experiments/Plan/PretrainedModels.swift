import Datasets
import Models
import Storage
import WeakToStrong

/// The pretrained models of a ladder, checked before anything is planned: the folder is there, its
/// configuration and the headers of its weights make a model, its tokenizer belongs to it.
struct PretrainedModels {
  /// The content of each model's folder, by entry.
  private(set) var contents: [String: Fingerprint] = [:]
  /// Tokens that each entry reads at most, where a tokenizer with special tokens cuts for it.
  private(set) var contexts: [String: Int] = [:]
  /// Texts whose tokens the heads of entries begin with.
  private(set) var headTokens: [String: [String]] = [:]

  private let root: WeightsRoot
  private let data: DataRoot

  /// - Parameter classes: how many the task has, where that is known.
  init(
    _ models: ModelLadder, classes: Int?, data: DataRoot, weights root: WeightsRoot,
    files: inout HashedFiles, tokenizers: inout LoadedTokenizers
  ) throws {
    self.root = root
    self.data = data
    for entry in models.entries {
      guard case .network(let model, let tokenizer, _) = entry.kind else { continue }
      if tokenizer.addsSpecialTokens { contexts[entry.name] = model.architecture.context }
      guard let pretrained = model.pretrained else { continue }
      let source = try pretrained.source(in: root)
      contents[entry.name] = try Self.content(source.folder, called: pretrained.weights, &files)
      let context = try context(of: pretrained, source)
      contexts[entry.name] = tokenizer.addsSpecialTokens ? context : nil
      try check(tokenizer, of: pretrained, source, context: context, &tokenizers)
      if !pretrained.headTokens.isEmpty {
        try checkHead(pretrained, source, classes: classes, &tokenizers)
        headTokens[entry.name] = pretrained.headTokens
      }
    }
  }

  /// A hash of the names and contents of the folder's files, wherever the folder lies.
  private static func content(
    _ folder: ModelFolder, called name: String, _ files: inout HashedFiles
  ) throws(StorageError) -> Fingerprint {
    var described: [InputDescription] = []
    for path in folder.files {
      let base = path.split(separator: "/").last.map(String.init) ?? path
      let inFolder = path == folder.path ? name : "\(name)/\(base)"
      let content = try files.hash(InputFile(role: "weights", name: inFolder, path: path))
      described.append(InputDescription(name: base, sha256: content))
    }
    return Fingerprint(of: described)
  }

  private func context(
    of model: Pretrained, _ source: PretrainedTransformer
  ) throws(ModelError) -> Int {
    let longest = source.layout.context
    let wanted = model.contextLength ?? longest
    guard wanted <= longest else {
      throw .unusableModel(
        file: source.folder.path, problem: "context \(wanted) is more than the model's \(longest)",
        remedy: "choose at most \(longest)")
    }
    return wanted
  }

  /// Refuses the tokenizer of another model: one with ids that this one lacks, or far fewer of them
  /// than rows in the table of embeddings, which is padded by a few percent at most.
  private func check(
    _ configuration: TokenizerConfiguration, of model: Pretrained,
    _ source: PretrainedTransformer, context: Int, _ tokenizers: inout LoadedTokenizers
  ) throws {
    func refuse(_ problem: String) -> ModelError {
      .unusableModel(
        file: source.folder.path, problem: problem,
        remedy: configuration.addsSpecialTokens
          ? "put the model's own tokenizer files there, as downloaded"
          : "leave tokenizer away, so that the model's own is used")
    }
    let rows = source.layout.vocabulary
    guard !configuration.source.needsTexts else {
      throw refuse("a tokenizer made from the task's texts knows nothing of the model's tokens")
    }
    let tokenizer = try tokenizers.tokenizer(configuration, data: data, weights: root)
    guard tokenizer.highestID < rows else {
      throw refuse(
        "the tokenizer gives ids up to \(tokenizer.highestID), the model has \(rows) tokens")
    }
    guard rows - tokenizer.highestID - 1 <= max(64, rows / 50) else {
      throw refuse(
        "the tokenizer has \(tokenizer.highestID + 1) tokens, the model \(rows): "
          + "it is that of another model")
    }
    guard !configuration.addsSpecialTokens || context > tokenizer.special.count else {
      throw ModelError.unusableModel(
        file: source.folder.path,
        problem:
          "context \(context) leaves no room beside \(tokenizer.special.count) special tokens",
        remedy: "choose a longer context")
    }
    if let chess = tokenizer as? ChessTokenizer, context < chess.longest {
      throw ModelError.unusableModel(
        file: source.folder.path,
        problem:
          "context \(context) is too short for a position with \(chess.moves) moves, which has up to "
          + "\(chess.longest) tokens",
        remedy: "choose a longer context, or a model whose tokenizer keeps fewer moves")
    }
  }

  private func checkHead(
    _ model: Pretrained, _ source: PretrainedTransformer, classes: Int?,
    _ tokenizers: inout LoadedTokenizers
  ) throws {
    if let classes, classes != model.headTokens.count {
      throw ModelError.unusableModel(
        file: source.folder.path,
        problem: "\(model.headTokens.count) head-tokens for \(classes) classes",
        remedy: "give one token for each class, in their order")
    }
    let tokenizer = try tokenizers.tokenizer(
      TokenizerConfiguration(ModelTokenizerSource(weights: model.weights)), data: data,
      weights: root)
    let ids = try model.headTokens.map { try tokenizer.id(of: $0) }
    _ = try source.unembeddingRows(ids)
  }
}

/// The tokenizers of pretrained models, each loaded once for all tasks and entries of a file.
struct LoadedTokenizers {
  private var tokenizers: [String: any Tokenizer] = [:]

  mutating func tokenizer(
    _ configuration: TokenizerConfiguration, data: DataRoot, weights: WeightsRoot
  ) throws(DatasetError) -> any Tokenizer {
    let key = CanonicalJSON.text(of: configuration)
    if let known = tokenizers[key] { return known }
    let made = try configuration.tokenizer(texts: [], data: data, weights: weights)
    tokenizers[key] = made
    return made
  }
}
