/// What a puzzle is about, in Lichess' words where there are any.
enum Themes {
  static func of(_ position: Position, _ answer: Move, _ score: Engine.Score) -> [String] {
    var themes: [String] = []
    switch score {
    case .mate(let moves): themes += ["mate", "mateIn\(moves)"]
    case .centipawns(600...): themes.append("crushing")
    case .centipawns: themes.append("advantage")
    }
    let isPawn = position[answer.from]?.kind == .pawn
    let passes = isPawn && answer.from.file != answer.to.file && position[answer.to] == nil
    if position[answer.to] != nil || passes { themes.append("capture") }
    if passes { themes.append("enPassant") }
    if answer.promotion != nil { themes.append("promotion") }
    if position.playing(answer).isCheck { themes.append("check") }
    return themes
  }
}
