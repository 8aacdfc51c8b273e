import Configuration

package struct ChessTokenizerSource: TokenizerSource {
  package static let name = "chess"
  package static let summary =
    "chess positions with the moves played from there: a token for each piece, two for each move"
  package static let source = "FEN (PGN standard, 16.1) and UCI moves"

  package var moves = 8

  package static let scheme: Int? = ChessVocabulary.scheme

  package init() {}

  package static var fields: [Field<ChessTokenizerSource>] {
    [
      Field(
        "moves", \.moves,
        "moves after the position; of a longer game the first are played on the board",
        check: .within(0...1024))
    ]
  }

  package var needsTexts: Bool { false }
  package var hasModelFiles: Bool { true }

  package func inputFiles(in root: DataRoot) throws(DatasetError) -> [InputFile] { [] }

  package func tokenizer(
    texts: [String], in root: DataRoot
  ) throws(DatasetError) -> any Tokenizer { ChessTokenizer(moves: moves) }
}
