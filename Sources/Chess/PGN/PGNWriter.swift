/// Games in the export format of the PGN standard (8.1.1, 8.2): the seven tags that every game has first,
/// then the others in their order, moves in lines of fewer than 80 characters.
package enum PGNWriter {
  /// What the seven tags say where nothing is known.
  private static let roster = [
    ("Event", "?"), ("Site", "?"), ("Date", "????.??.??"), ("Round", "?"), ("White", "?"),
    ("Black", "?"),
  ]

  /// A game with a line end behind its last line. Games of a file have an empty line between them.
  ///
  /// The tags `Result`, `FEN` and `SetUp` follow from the game, whatever its tags say.
  /// - Precondition: the moves are legal.
  package static func text(_ game: Game) -> String {
    var text = ""
    for (name, unknown) in roster { text += tag(name, game.tag(name) ?? unknown) }
    text += tag("Result", game.result)
    var written = Set(roster.map(\.0) + ["Result"])
    if game.start == .initial {
      written.formUnion(["FEN", "SetUp"])
    } else {
      if game.tag("FEN") == nil { text += tag("FEN", game.start.fen) }
      if game.tag("SetUp") == nil { text += tag("SetUp", "1") }
    }
    for (name, value) in game.tags where written.insert(name).inserted {
      switch name {
      case "FEN": text += tag(name, game.start.fen)
      case "SetUp": text += tag(name, "1")
      default: text += tag(name, value)
      }
    }
    return text + "\n" + moves(game)
  }

  private static func tag(_ name: String, _ value: String) -> String {
    var escaped = ""
    for character in value {
      switch character {
      case "\"": escaped += "\\\""
      case "\\": escaped += "\\\\"
      case _ where character.isNewline: escaped += " "
      default: escaped.append(character)
      }
    }
    return "[\(name) \"\(escaped)\"]\n"
  }

  private static func moves(_ game: Game) -> String {
    var text = ""
    var width = 0
    func add(_ token: String) {
      if width > 0, width + 1 + token.utf8.count >= 80 {
        text += "\n"
        width = 0
      } else if width > 0 {
        text += " "
        width += 1
      }
      text += token
      width += token.utf8.count
    }
    var position = game.start
    for (number, move) in game.moves.enumerated() {
      if position.side == .white {
        add("\(position.fullmoveNumber).")
      } else if number == 0 {
        add("\(position.fullmoveNumber)...")
      }
      add(position.san(move))
      position.play(move)
    }
    add(game.result)
    return text + "\n"
  }
}
