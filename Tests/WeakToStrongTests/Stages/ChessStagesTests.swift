import Chess
import Datasets
import Models
import Storage
import Testing

@testable import WeakToStrong

/// What the stages leave of chess.
@Suite struct ChessStagesTests {
  private let store: TemporaryStore

  init() throws { store = try TemporaryStore() }

  private func materialized(_ task: TaskConfiguration) throws -> MaterializeStage {
    let resolved = try task.resolved(in: DataRoot(store.root))
    var inputs: [String: Fingerprint] = [:]
    for file in resolved.inputFiles { inputs[file.role] = try Fingerprint(ofFile: file.path) }
    return MaterializeStage(task: resolved.configuration, inputs: inputs)
  }

  private func puzzles() throws -> MaterializeStage {
    // A king on each square of the fourth rank is to go up.
    let rows = "abcdefgh".enumerated().map { place, file in
      let (left, right) = (place == 0 ? "" : "\(place)", place == 7 ? "" : "\(7 - place)")
      return "7k/8/8/8/\(left)K\(right)/8/8/8 b - - 0 1,h8g8 \(file)4\(file)5,\(1000 + place)"
    }
    try store.file("p.csv", "FEN,Moves,Rating\n" + rows.joined(separator: "\n") + "\n")
    var task = TaskConfiguration()
    task.kind = .nextMove
    task.source = .file(FileSource(path: "p.csv"))
    task.splits = SplitCounts(supervisor: 2, transfer: 3, validation: 1, test: 2)
    return try materialized(task)
  }

  @Test func choicesLieBesideTheTokens() throws {
    let task = try store.run(try puzzles())
    let tokens = try store.run(
      TokenizeStage(
        task: task, tokenizer: TokenizerConfiguration(ChessTokenizerSource()), inputs: []))
    let context = store.context()
    let material = try context.artifact(task, nil)
    let stored = try context.artifact(tokens, nil)
    #expect(stored.attributes["predicted-after"] == .integers([904, 920]))
    #expect(try TokenizeStage.predicted(in: stored, file: "a.h5") == .after(904..<920))
    for split in Split.allCases {
      let set = try TaskArtifact.inputs(of: split, task: task, tokens: tokens, context)
      let texts = set.inputs.requiredTokens
      let choices = try stored.int32("\(split.rawValue)/choices", in: "a.h5")
      let offsets = try stored.int64("\(split.rawValue)/choice-offsets", in: "a.h5").map(Int.init)
      let written = try material.text("\(split.rawValue)/text", in: "a.h5")
      let labels = try material.int32("\(split.rawValue)/labels", in: "a.h5")
      #expect(texts.count == written.count && offsets.count == written.count + 1)
      #expect(offsets.last == choices.count / 2)
      #expect(
        try material.array("\(split.rawValue)/ratings", in: "a.h5").values.count == written.count)
      for (place, text) in written.enumerated() {
        let position = try ChessText(text).end
        #expect(offsets[place + 1] - offsets[place] == position.legalMoves().count)
        let answer = offsets[place] + Int(labels[place]) - 1
        let tokens = MoveTokens(piece: choices[2 * answer], target: choices[2 * answer + 1])
        let move = try #require(tokens.move)
        #expect(move.from.file == move.to.file && move.to.rank == 4 && move.from.rank == 3)
      }
    }
    let shape = try TaskArtifact.shape(task: task, tokens: tokens, split: .transfer, context)
    #expect(shape == ModelShape(input: .choices(vocabulary: 920), outputs: 1 + 8))
  }

  @Test func otherTokenizersAreRefused() throws {
    let task = try store.run(try puzzles())
    let error = #expect(throws: DatasetError.self) {
      try store.run(
        TokenizeStage(
          task: task, tokenizer: TokenizerConfiguration(ByteTokenizerSource()), inputs: []))
    }
    #expect(
      error?.description
        == "tokenizer byte: it does not know moves; use chess for a task of kind next-move")
  }

  @Test func textsThatAreNoPositionsAreRefused() throws {
    let task = try store.run(try TinyTasks.sentences(in: store))
    let error = #expect(throws: DatasetError.self) {
      try store.run(
        TokenizeStage(
          task: task, tokenizer: TokenizerConfiguration(ChessTokenizerSource()), inputs: []))
    }
    #expect(error?.description.contains("is no position: FEN, ") == true)
  }

  @Test func gamesHaveNoLabels() throws {
    let games = (0..<6).map { number in
      "[Event \"\(number)\"]\n\n1. e4 e5 2. Nf3 Nc6 3. Bb5 a6 4. Ba4 Nf6 *\n"
    }
    try store.file("g.pgn", games.joined(separator: "\n"))
    var task = TaskConfiguration()
    task.kind = .games
    var source = FileSource(path: "g.pgn")
    source.every = 2
    task.source = .file(source)
    task.splits = SplitCounts(supervisor: 0, transfer: 9, validation: 2, test: 3)
    let stage = try materialized(task)
    let made = try store.artifact(stage)
    #expect(made.attributes["classes"] == .texts([]))
    #expect(made["transfer/labels"] == nil && made["transfer/targets"] == nil)
    #expect(try made.text("transfer/text", in: "a.h5").count == 9)
    let tokens = try store.artifact(
      TokenizeStage(
        task: store.run(stage), tokenizer: TokenizerConfiguration(ChessTokenizerSource()),
        inputs: []))
    #expect(tokens["transfer/choices"] == nil)
    #expect(tokens.attributes["predicted-after"] == .integers([904, 920]))
  }
}
