extension PGNParser {
  /// Reads a line from a place on; `comment`, `variations` and the game carry over to the next.
  mutating func read(
    _ line: Line, from first: Int, _ outcomes: inout Outcomes
  ) throws(PGNProblem) {
    var place = first
    while place < line.count {
      if comment != nil {
        guard let end = line[place...].firstIndex(of: UInt8(ascii: "}")) else { return }
        comment = nil
        place = end + 1
        continue
      }
      let byte = line[place]
      switch byte {
      case UInt8(ascii: ";"): return
      case UInt8(ascii: "["):
        if state == .between { begin() }
        place = try readTag(line, place)
        continue
      case UInt8(ascii: "{"):
        comment = Place(line: lineNumber, column: place + 1)
        place += 1
        continue
      case _ where PGNTag.isSpace(byte):
        place += 1
        continue
      default: break
      }
      if state == .between { begin() }
      if state == .tags { try beginMoves() }
      switch byte {
      case UInt8(ascii: "("):
        variations.append(Place(line: lineNumber, column: place + 1))
        place += 1
      case UInt8(ascii: ")"):
        guard variations.popLast() != nil else {
          throw problem(
            .variation, column: place, "a ) without its (", "take it out or open the variation")
        }
        place += 1
      case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): place += 1
      default:
        let end = Self.tokenEnd(line, place)
        let token = Line(rebasing: line[place..<end])
        if variations.isEmpty { try readToken(token, place, &outcomes) }
        place = end
      }
    }
  }

  private mutating func readTag(_ line: Line, _ start: Int) throws(PGNProblem) -> Int {
    guard state == .tags else {
      throw problem(
        .symbol, column: start, "a [ between moves", "put tags on lines of their own")
    }
    switch PGNTag.read(line, at: start) {
    case .problem(let what, let remedy):
      throw problem(.tag, column: start, what, remedy)
    case .tag(let name, let value, let end):
      game.tags.append((name, value))
      tagPlaces.append(Place(line: lineNumber, column: start + 1))
      return end
    }
  }

  /// The end of what hangs together from `start` on, at least one byte.
  private static func tokenEnd(_ line: Line, _ start: Int) -> Int {
    var place = start + 1
    while place < line.count {
      switch line[place] {
      case UInt8(ascii: "{"), UInt8(ascii: ";"), UInt8(ascii: "["), UInt8(ascii: "$"),
        UInt8(ascii: "!"), UInt8(ascii: "?"):
        return place
      case UInt8(ascii: "("), UInt8(ascii: ")"): return place
      case let byte where PGNTag.isSpace(byte): return place
      default: place += 1
      }
    }
    return place
  }

  // MARK: - Moves and results

  private mutating func beginMoves() throws(PGNProblem) {
    state = .moves
    if let variant = game.tag("Variant"),
      !["standard", "from position", "chess", "normal"].contains(variant.lowercased())
    {
      throw problem(
        .variant, tagPlace("Variant"), "the game is of the variant `\(variant)`",
        "keep games of standard chess only")
    }
    guard let fen = game.tag("FEN") else {
      guard game.tag("SetUp") != "1" else {
        throw problem(
          .position, tagPlace("SetUp"), "SetUp is 1 and there is no FEN",
          "add the tag FEN or take SetUp out")
      }
      return
    }
    do {
      position = try Position(fen: fen)
    } catch {
      throw problem(.position, tagPlace("FEN"), error.what, error.remedy)
    }
    game.start = position
  }

  private func tagPlace(_ name: String) -> Place {
    guard let place = game.tags.firstIndex(where: { $0.0 == name }) else {
      return Place(line: game.line, column: 1)
    }
    return tagPlaces[place]
  }

  private mutating func readToken(
    _ whole: Line, _ column: Int, _ outcomes: inout Outcomes
  ) throws(PGNProblem) {
    var token = whole
    let digits = token.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }.count
    if digits > 0 || token[0] == UInt8(ascii: "*") {
      if let result = Game.results.first(where: { token.elementsEqual($0.utf8) }) {
        return try end(result, column, &outcomes)
      }
      if digits == token.count { return }
      if token[digits] == UInt8(ascii: ".") {
        let rest = token[digits...].drop { $0 == UInt8(ascii: ".") }
        if rest.isEmpty { return }
        token = Line(rebasing: rest)
      } else if !token.starts(with: "0-0".utf8) {
        throw problem(
          .result, column: column, "`\(Position.quoted(token))` is no result",
          "write 1-0, 0-1, 1/2-1/2 or *")
      }
    }
    if token[0] == UInt8(ascii: "$") {
      guard token.count > 1, token.dropFirst().allSatisfy({ (48...57).contains($0) }) else {
        throw problem(
          .symbol, column: column, "`\(Position.quoted(token))` is no mark",
          "write a number behind the $")
      }
      return
    }
    if token.elementsEqual("e.p.".utf8) { return }
    do {
      let move = try position.move(sanBytes: token)
      position.make(move)
      game.moves.append(move)
    } catch {
      throw problem(.move, column: column, error.what, error.remedy)
    }
  }

  private mutating func end(
    _ result: String, _ column: Int, _ outcomes: inout Outcomes
  ) throws(PGNProblem) {
    if let tag = game.tag("Result"), tag != result, tag != "*", result != "*",
      Game.results.contains(tag)
    {
      throw problem(
        .result, column: column, "the moves end with \(result) but the tag Result says \(tag)",
        "find out which is right")
    }
    game.result = result
    outcomes.append(.success(game))
    state = .between
  }
}
