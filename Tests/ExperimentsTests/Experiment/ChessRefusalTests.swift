import Configuration
import Testing

@testable import Experiments

/// What an experiment on chess may not say.
@Suite struct ChessRefusalTests {
  private static func chess(_ model: String, kind: String = "next-move", path: String = "p.csv")
    -> String
  {
    """
    name: chess
    task:
      kind: \(kind)
      source: {path: \(path)}
      splits: {supervisor: 10, transfer: 10, test: 10}
    models:
      small: \(model)
      large: {architecture: gpt, layers: 1, width: 4, heads: 1, context: 64}
    methods: [finetune]
    tokenizer: chess

    """
  }

  private static let gpt = "{architecture: gpt, layers: 1, width: 4, heads: 1, context: 64"

  @Test(arguments: [
    (chess(gpt + "}"), []),
    (
      chess(gpt + ", tokenizer: byte}"),
      [
        "a.yaml:7:10: model 'small' has tokenizer byte, which does not know moves; write tokenizer: chess"
      ]
    ),
    (
      chess("{architecture: bert, layers: 1, width: 4, heads: 1, context: 64}"),
      [
        "a.yaml:7:10: model 'small' cannot choose a move; architecture bert: does not predict the next "
          + "token; choose a decoder such as gpt"
      ]
    ),
    (
      chess("{architecture: gpt, layers: 1, width: 4, heads: 1, context: 32}"),
      [
        "a.yaml:7:10: model 'small' reads 32 tokens, and a position with 8 moves has up to 50; give it a "
          + "context of 50 or more, or the tokenizer fewer moves"
      ]
    ),
    (
      chess(gpt + "}", kind: "games", path: "g.pgn"),
      [
        "a.yaml:3:3: games have no labels, so that there is nothing to teach; write objective: next-token, "
          + "for models that learn to predict moves"
      ]
    ),
  ])
  func whatDoesNotGoTogether(text: String, messages: [String]) {
    #expect(problems(text) == messages)
  }

  @Test func aModelThatLearnsGamesReadsAWholeText() throws {
    let text = """
      name: games
      objective: next-token
      task:
        kind: games
        source: {path: g.pgn}
        splits: {transfer: 10, test: 10}
      models:
        small: {architecture: gpt, layers: 1, width: 4, heads: 1, context: 40}
      tokenizer: {kind: chess, moves: 9}

      """
    var diagnostics = Diagnostics()
    _ = AnyExperiment.decode(try YAMLReader.read(text, file: "a.yaml"), &diagnostics)
    #expect(
      diagnostics.problems.map(\.description) == [
        "a.yaml:8:10: model 'small' reads 40 tokens, and a position with 9 moves has up to 52; give it a "
          + "context of 52 or more, or the tokenizer fewer moves"
      ])
  }
}
