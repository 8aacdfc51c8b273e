/// Why a game of a PGN file cannot be read: where, what, and what to do. Whoever reads the file adds its
/// name.
package struct PGNProblem: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Kind: Hashable, Sendable {
    /// A line `[Name "value"]` that does not hold together.
    case tag
    /// A `FEN` tag that is no position, or `SetUp` without it.
    case position
    /// Another game than standard chess.
    case variant
    /// A move that cannot be read, is not legal or may mean several.
    case move
    /// A comment without its `}`.
    case comment
    /// A bracket without its partner.
    case variation
    /// No result, or none that there is.
    case result
    /// Something else between the moves.
    case symbol
  }

  package var kind: Kind
  /// 1-based number of the game in the file.
  package var game: Int
  /// 1-based line.
  package var line: Int
  /// 1-based byte of the line.
  package var column: Int
  package var what: String
  package var remedy: String

  package var description: String { "\(line):\(column): game \(game): \(what); \(remedy)" }
}
