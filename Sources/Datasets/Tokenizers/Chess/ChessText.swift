import Chess

/// A text about chess as UCI's `position fen` has it: a position, and after ` moves ` those played from
/// there, such as `8/8/8/8/8/5k2/4p3/4K3 b - - 1 60 moves f3e3`.
package struct ChessText: Sendable, Equatable {
  /// Where it begins.
  package var start: Position
  package var moves: [Move]

  package init(_ start: Position, _ moves: [Move] = []) {
    self.start = start
    self.moves = moves
  }

  /// - Throws: `ChessError` for a text that is no position, and for a move that is not legal.
  package init(_ text: some StringProtocol) throws(ChessError) {
    var fields = text.split(whereSeparator: { $0 == " " || $0 == "\t" })[...]
    let end = fields.firstIndex { $0 == Self.keyword } ?? fields.endIndex
    let fen = end == fields.endIndex ? text[...] : text[..<fields[end].startIndex]
    start = try Position(fen: fen)
    moves = []
    fields = fields[end...].dropFirst()
    var position = start
    for field in fields {
      let move = try position.move(uci: field)
      position.play(move)
      moves.append(move)
    }
  }

  private static let keyword = "moves"

  /// The position after all moves.
  package var end: Position { moves.reduce(into: start) { $0.play($1) } }

  package var text: String {
    moves.isEmpty
      ? start.fen : "\(start.fen) \(Self.keyword) \(moves.map(\.uci).joined(separator: " "))"
  }
}
