/// Makes games of lines: the state between one line and the next.
struct PGNParser {
  typealias Line = UnsafeBufferPointer<UInt8>
  typealias Outcomes = [Result<Game, PGNProblem>]

  enum State {
    case between
    case tags
    case moves
    /// Behind a problem, until the tags of the next game: in the tags of the bad one, or behind them.
    case skippingTags
    case skippingMoves
  }

  struct Place {
    var line: Int
    var column: Int
  }

  /// How many games have begun.
  private(set) var gameNumber = 0
  var lineNumber = 0
  var state = State.between
  var game = Game()
  var position = Position.initial
  var tagPlaces: [Place] = []
  private var blankBehindTags = false
  var comment: Place?
  var variations: [Place] = []

  mutating func read(_ whole: Line, into outcomes: inout Outcomes) {
    lineNumber += 1
    var line = whole
    if lineNumber == 1, line.starts(with: [0xef, 0xbb, 0xbf]) { line = Line(rebasing: line[3...]) }
    if line.first == UInt8(ascii: "%"), comment == nil { return }
    let first = PGNTag.skipSpace(line, 0)
    guard first < line.count else {
      if state == .tags { blankBehindTags = true }
      return
    }
    do throws(PGNProblem) {
      if PGNTag.begins(line, at: first), beginsGame(line, first, &outcomes) { begin() }
      switch state {
      case .skippingTags:
        if line[first] != UInt8(ascii: "[") { state = .skippingMoves }
      case .skippingMoves: break
      case .between, .tags, .moves: try read(line, from: first, &outcomes)
      }
    } catch {
      outcomes.append(.failure(error))
      state = error.kind == .tag ? .skippingTags : .skippingMoves
      comment = nil
      variations = []
    }
  }

  mutating func finish(into outcomes: inout Outcomes) {
    guard let problem = unfinished(cut: true) else { return }
    outcomes.append(.failure(problem))
    state = .between
  }

  /// Whether a line that looks like a tag begins the next game. In a comment only `[Event "` does, which
  /// then was not closed.
  private mutating func beginsGame(
    _ line: Line, _ first: Int, _ outcomes: inout Outcomes
  ) -> Bool {
    let isEvent = line[first...].starts(with: #"[Event ""#.utf8)
    if comment != nil, !isEvent { return false }
    switch state {
    case .between, .moves: break
    case .skippingMoves: return true
    case .skippingTags: return isEvent
    case .tags:
      if blankBehindTags, isEvent { break }
      guard blankBehindTags, case .tag(let name, _, _) = PGNTag.read(line, at: first),
        game.tag(name) != nil
      else { return false }
    }
    if let problem = unfinished(cut: false) { outcomes.append(.failure(problem)) }
    return true
  }

  /// What is missing if the game ends here.
  private func unfinished(cut: Bool) -> PGNProblem? {
    let end = cut ? "the file ends" : "the next game begins"
    if let comment {
      return problem(
        .comment, comment, "a comment is open when \(end)",
        "close it with }" + (cut ? "; the file may have been cut off" : ""))
    }
    if let variation = variations.last {
      return problem(
        .variation, variation, "a variation is open when \(end)",
        "close it with )" + (cut ? "; the file may have been cut off" : ""))
    }
    guard state == .tags || state == .moves else { return nil }
    return problem(
      .result, Place(line: lineNumber, column: 1), "the game has no result when \(end)",
      "end it with 1-0, 0-1, 1/2-1/2 or *" + (cut ? "; the file may have been cut off" : ""))
  }

  func problem(
    _ kind: PGNProblem.Kind, _ place: Place, _ what: String, _ remedy: String
  ) -> PGNProblem {
    PGNProblem(
      kind: kind, game: gameNumber, line: place.line, column: place.column, what: what,
      remedy: remedy)
  }

  func problem(
    _ kind: PGNProblem.Kind, column: Int, _ what: String, _ remedy: String
  ) -> PGNProblem {
    problem(kind, Place(line: lineNumber, column: column + 1), what, remedy)
  }

  mutating func begin() {
    gameNumber += 1
    state = .tags
    game = Game(line: lineNumber)
    position = .initial
    tagPlaces = []
    blankBehindTags = false
    comment = nil
    variations = []
  }
}
