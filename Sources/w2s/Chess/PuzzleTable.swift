import Chess
import Foundation

/// Puzzles as CSV with the columns of Lichess' file of puzzles, as far as there is something to put there.
enum PuzzleTable {
  static let header = "PuzzleId,FEN,Moves,Rating,Themes,GameUrl\n"

  /// - Parameters:
  ///   - seed: of the search for puzzles.
  ///   - game: 1-based number in the file of games.
  ///   - ply: half-moves played in the game, with the opponent's mistake.
  static func row(_ puzzle: Puzzle, seed: UInt64, game: Int, ply: Int) -> String {
    let fields = [
      "s\(seed)g\(game)p\(ply)", puzzle.before.fen, puzzle.moves.map(\.uci).joined(separator: " "),
      "\(puzzle.difficulty.rating)", puzzle.themes.joined(separator: " "), "game \(game)#\(ply)",
    ]
    return fields.joined(separator: ",") + "\n"
  }

  /// What was written of a table before.
  struct Beginning {
    /// Bytes to keep: all but the rows of the last game, which may lack some.
    var bytes = 0
    var puzzles = 0
    /// The game to go on with, from 0.
    var nextGame = 0
    /// The positions to solve, as `PuzzleTable.key` has them.
    var keys: Set<String> = []
  }

  /// - Returns: nil where the text is no such table.
  static func beginning(_ bytes: [UInt8]) -> Beginning? {
    var beginning = Beginning()
    guard !bytes.isEmpty else { return beginning }
    var rows: [(game: Int, bytes: Int, key: String)] = []
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    // Behind the last line end there is nothing, or a torn row.
    lines.removeLast()
    guard let first = lines.first else { return beginning }
    guard first + "\n" == header else { return nil }
    beginning.bytes = header.utf8.count
    for line in lines.dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      guard fields.count == 6, let game = game(ofPuzzle: fields[0]),
        let before = try? Position(fen: String(fields[1])),
        let name = fields[2].split(separator: " ").first,
        let move = try? before.move(uci: String(name))
      else { return nil }
      rows.append((game, line.utf8.count + 1, key(before.playing(move))))
    }
    guard let last = rows.last?.game else { return beginning }
    for row in rows where row.game != last {
      beginning.bytes += row.bytes
      beginning.puzzles += 1
      beginning.keys.insert(row.key)
    }
    beginning.nextGame = last - 1
    return beginning
  }

  /// The same for positions that are the same puzzle: a FEN without its counters.
  static func key(_ position: Position) -> String {
    position.fen.split(separator: " ").prefix(4).joined(separator: " ")
  }

  private static func game(ofPuzzle name: Substring) -> Int? {
    guard let start = name.firstIndex(of: "g"), let end = name.firstIndex(of: "p") else {
      return nil
    }
    return Int(name[name.index(after: start)..<end])
  }
}
