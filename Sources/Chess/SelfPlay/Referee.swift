/// Follows a game and says when it is over: by the rules, or because nothing is left to play for.
struct Referee {
  struct Verdict: Equatable {
    var result: String
    /// By the rules of the game; else by adjudication.
    var isPlayedOut: Bool
  }

  private(set) var position: Position
  private(set) var verdict: Verdict?
  private let resigns: Bool
  private let longest: Int
  private var plies = 0
  private var visits: [Position: Int] = [:]
  /// Half-moves in a row at which both sides saw the same side clearly ahead; positive for White.
  private var advantage = 0
  /// Half-moves in a row at which neither side saw anything.
  private var dullness = 0

  /// Centipawns from which a position counts as won, and half-moves for which it must.
  private static let (wonScore, wonPlies) = (1000, 8)
  /// Centipawns up to which a position counts as level, half-moves for which it must, and half-moves
  /// before which no game is given as a draw.
  private static let (levelScore, levelPlies, drawAfter) = (15, 20, 80)

  /// - Parameter resigns: whether a side that is clearly lost gives up.
  init(start: Position = .initial, resigns: Bool, longest: Int) {
    position = start
    self.resigns = resigns
    self.longest = longest
    visits[Self.key(start)] = 1
  }

  /// - Parameter score: what the mover thought of the position before; nil where nobody looked.
  mutating func play(_ move: Move, score: Engine.Score?) {
    let mover = position.side
    position.play(move)
    plies += 1
    let key = Self.key(position)
    visits[key, default: 0] += 1
    if let score { note(mover == .white ? score.value : -score.value) }
    verdict = byRule(visits[key] ?? 1) ?? byAgreement()
  }

  /// - Parameter score: centipawns for White.
  private mutating func note(_ score: Int) {
    switch score {
    case Self.wonScore...: advantage = max(0, advantage) + 1
    case ...(-Self.wonScore): advantage = min(0, advantage) - 1
    default: advantage = 0
    }
    dullness = abs(score) <= Self.levelScore ? dullness + 1 : 0
  }

  private func byRule(_ visits: Int) -> Verdict? {
    if position.legalMoves().isEmpty {
      guard position.isCheck else { return Verdict(result: "1/2-1/2", isPlayedOut: true) }
      return Verdict(result: position.side == .white ? "0-1" : "1-0", isPlayedOut: true)
    }
    let isDrawn = visits >= 3 || position.halfmoveClock >= 100 || position.hasInsufficientMaterial
    return isDrawn ? Verdict(result: "1/2-1/2", isPlayedOut: true) : nil
  }

  private func byAgreement() -> Verdict? {
    if resigns, abs(advantage) >= Self.wonPlies {
      return Verdict(result: advantage > 0 ? "1-0" : "0-1", isPlayedOut: false)
    }
    let isLevel = plies >= Self.drawAfter && dullness >= Self.levelPlies
    return isLevel || plies >= longest ? Verdict(result: "1/2-1/2", isPlayedOut: false) : nil
  }

  /// The same for positions that count as repetitions of each other.
  private static func key(_ position: Position) -> Position {
    var key = position
    key.halfmoveClock = 0
    key.fullmoveNumber = 1
    return key
  }
}
