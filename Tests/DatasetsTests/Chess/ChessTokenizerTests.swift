import Chess
import Foundation
import Kernels
import Testing

@testable import Datasets

@Suite struct ChessTokenizerTests {
  private func names(_ text: String, moves: Int = 8) -> String {
    ChessTokenizer(moves: moves).encode(text)
      .map { ChessVocabulary.names[Int($0)] }.joined(separator: " ")
  }

  private func choices(_ text: String, moves: Int = 8) throws -> [String] {
    ChessTokenizer(moves: moves).choices(try ChessText(text)).pairs.map {
      "\(ChessVocabulary.names[Int($0.piece)]) \(ChessVocabulary.names[Int($0.target)])"
    }
  }

  @Test func theVocabularyIsThatOfTheContract() {
    #expect(ChessVocabulary.names.count == 768 + 64 + 64 + 8 + 16)
    #expect(Set(ChessVocabulary.names).count == ChessVocabulary.count)
    #expect(ChessTokenizer().vocabularySize == 920)
    #expect(ChessTokenizer().predictedAfter == 904..<920)
    #expect(ChessTokenizer(moves: 8).longest == 50)
    #expect(ChessVocabulary.names[0] == "Pa1")
    #expect(ChessVocabulary.names[767] == "kh8")
    #expect(ChessVocabulary.names[768] == "->a1")
    #expect(ChessVocabulary.names[831] == "->h8")
    #expect(ChessVocabulary.names[832..<837] == ["->a1=n", "->a1=b", "->a1=r", "->a1=q", "->b1=n"])
    #expect(ChessVocabulary.names[895] == "->h8=q")
    #expect(ChessVocabulary.names[896] == "en-passant:a")
    #expect(ChessVocabulary.names[904] == "castling:-")
    #expect(ChessVocabulary.names[919] == "castling:KQkq")
  }

  /// Every target from a square is a move, and what is no pair of a move is none.
  @Test func tokensAreMoves() {
    for target in ChessVocabulary.targets.lowerBound..<ChessVocabulary.promotions.upperBound {
      let move = MoveTokens(piece: 12, target: target).move
      #expect(move?.from == Square(12))
      let promotion = move?.promotion.map { "=\(Piece(.black, $0).letter)" } ?? ""
      #expect(ChessVocabulary.names[Int(target)] == "->\(move?.to.name ?? "")\(promotion)")
    }
    for (piece, target) in [(-1, 768), (768, 768), (0, 767), (0, 896), (0, -1)] as [(Int32, Int32)]
    {
      #expect(MoveTokens(piece: piece, target: target).move == nil)
    }
  }

  /// By hand.
  @Test(arguments: [
    (
      "8/8/8/8/8/5k2/4p3/4K3 w - - 1 60", 8,
      "Ke1 pe2 kf3 castling:-"
    ),
    // Black to move: ranks turned round, black is the one that looks.
    (
      "8/8/8/8/8/5k2/4p3/4K3 b - - 1 60 moves f3e3", 8,
      "Kf6 Pe7 ke8 castling:- Kf6 ->e6"
    ),
    (
      "r3k2r/8/8/8/8/8/8/R3K2R b Kq - 0 1", 8,
      "Ra1 Ke1 Rh1 ra8 ke8 rh8 castling:Qk"
    ),
    // The pawn on e5 may take on d6; then it is that of d6.
    (
      "4k3/8/8/3pP3/8/8/8/4K3 w - d6 0 2 moves e5d6 e8d7 e1e2 d7d6", 8,
      "Ke1 pd5 Pe5 ke8 en-passant:d castling:- Pe5 ->d6 ke8 ->d7 Ke1 ->e2 kd7 ->d6"
    ),
    // It is pinned: nobody may.
    (
      "4r1k1/8/8/3pP3/8/8/8/4K3 w - d6 0 2", 8,
      "Ke1 pd5 Pe5 re8 kg8 castling:-"
    ),
    // More moves than are kept: white's is played on the board, black looks, so that its king stands on
    // e1, white's on e8 and the pawn of e4 on e5.
    (
      "4k3/8/8/8/8/8/4P3/4K3 w - - 0 1 moves e2e4 e8d7", 1,
      "Ke1 pe5 ke8 castling:- Ke1 ->d2"
    ),
    // What a pawn became goes on.
    (
      "8/P6k/8/8/8/8/8/K7 w - - 0 1 moves a7a8q h7g7 a8a2", 8,
      "Ka1 Pa7 kh7 castling:- Pa7 ->a8=q kh7 ->g7 Qa8 ->a2"
    ),
    // And the rooks that castled, on both sides.
    (
      "r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1 moves e1g1 e8c8 f1f8 d8f8", 8,
      "Ra1 Ke1 Rh1 ra8 ke8 rh8 castling:KQkq Ke1 ->g1 ke8 ->c8 Rf1 ->f8 rd8 ->f8"
    ),
  ])
  func tokens(text: String, moves: Int, expected: String) {
    #expect(names(text, moves: moves) == expected)
  }

  private struct Golden: Decodable {
    struct Text: Decodable {
      var text: String
      var kept: Int
      var ids: [Int32]
      var choices: [Int32]
    }
    var names: [String]
    var texts: [Text]
  }

  /// `Fixtures/chess/generate.py`, which writes the vocabulary down a second time.
  @Test func tokensAreThoseOfPythonChess() throws {
    let file = URL(fileURLWithPath: try Fixtures.path("chess/tokens.json"))
    let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
    #expect(golden.names == ChessVocabulary.names)
    for row in golden.texts {
      let tokenizer = ChessTokenizer(moves: row.kept)
      #expect(tokenizer.encode(row.text) == row.ids, "\(row.text)")
      #expect(tokenizer.choices(try ChessText(row.text)) == row.choices, "\(row.text)")
    }
  }

  @Test func aPositionAndItsMirrorHaveTheSameTokens() throws {
    var position = Position.initial
    var random = RandomStream(seed: 5, "mirror")
    for _ in 0..<120 {
      let moves = position.legalMoves()
      guard !moves.isEmpty else { break }
      let move = moves[random.integer(below: moves.count)]
      let text = ChessText(position, [move])
      let mirrored = ChessText(position.mirrored, [move.mirrored])
      #expect(ChessTokenizer().encode(text.text) == ChessTokenizer().encode(mirrored.text))
      #expect(ChessTokenizer().choices(text) == ChessTokenizer().choices(mirrored))
      #expect(
        NextMoveClasses.label(of: move, in: position)
          == NextMoveClasses.label(of: move.mirrored, in: position.mirrored))
      position.play(move)
    }
  }

  @Test func tokensSayThePosition() throws {
    var position = Position.initial
    var random = RandomStream(seed: 9, "walk")
    for _ in 0..<200 {
      let moves = position.legalMoves()
      guard !moves.isEmpty else { break }
      let ids = ChessTokenizer().encode(position.fen)
      let board = position.side == .white ? position : position.mirrored
      let back = try Self.position(ids.map { ChessVocabulary.names[Int($0)] })
      #expect(back.legalMoves() == board.legalMoves())
      #expect(ChessTokenizer().encode(back.fen) == ids)
      position.play(moves[random.integer(below: moves.count)])
    }
  }

  /// A position of names, white to move.
  private static func position(_ names: [String]) throws -> Position {
    var ranks = [[String]](repeating: [String](repeating: "1", count: 8), count: 8)
    var (castling, passed) = ("-", "-")
    for name in names {
      if name.hasPrefix("castling:") {
        castling = String(name.dropFirst(9))
      } else if name.hasPrefix("en-passant:") {
        passed = name.dropFirst(11) + "6"
      } else {
        let square = try #require(Square(String(name.dropFirst())))
        ranks[square.rank][square.file] = String(name.prefix(1))
      }
    }
    let board = ranks.reversed().map { $0.joined() }.joined(separator: "/")
    return try Position(fen: "\(board) w \(castling) \(passed) 0 1")
  }

  @Test func choicesAreTheLegalMovesInTheOrderOfTheirClasses() throws {
    let text = "8/P6k/8/8/8/8/8/K7 w - - 0 1"
    #expect(
      try choices(text) == [
        "Pa7 ->a8=n", "Pa7 ->a8=b", "Pa7 ->a8=r", "Pa7 ->a8=q", "Ka1 ->b1", "Ka1 ->a2", "Ka1 ->b2",
      ])
    let position = try ChessText(text).end
    #expect(
      NextMoveClasses.moves(of: position).map(\.uci)
        == ["a7a8n", "a7a8b", "a7a8r", "a7a8q", "a1b1", "a1a2", "a1b2"])
    #expect(NextMoveClasses.label(of: try #require(Move(uci: "a7a8q")), in: position) == 4)
    #expect(NextMoveClasses.label(of: try #require(Move(uci: "a1c1")), in: position) == 0)
    #expect(NextMoveClasses.names(moves: 2) == ["no legal move", "legal move 1", "legal move 2"])
    // After an odd number of moves: as the one to move sees them, in tokens of the one who looks.
    #expect(
      try choices("4k3/8/8/8/8/8/4P3/4K3 w - - 0 1 moves e2e4")
        == ["ke8 ->d8", "ke8 ->f8", "ke8 ->d7", "ke8 ->e7", "ke8 ->f7"])
  }

  /// Whatever is kept of a game, a class is the same move; where the side that looks is the one to move,
  /// the tokens rise.
  @Test func classesDoNotDependOnHowManyMovesAreKept() throws {
    var position = Position.initial
    var random = RandomStream(seed: 2, "history")
    var played: [Move] = []
    for _ in 0..<20 {
      let moves = position.legalMoves()
      let text = ChessText(.initial, played)
      for kept in [0, 1, 3, 8] {
        let pairs = ChessTokenizer(moves: kept).choices(text).pairs
        let isMirrored = position.side == .black
        let looksMirrored = isMirrored != ((min(kept, played.count)) % 2 == 1)
        let back = pairs.compactMap(\.move).map { looksMirrored ? $0.mirrored : $0 }
        #expect(back == NextMoveClasses.moves(of: position))
        #expect(Set(back) == Set(moves))
        if isMirrored == looksMirrored { #expect(pairs == pairs.sorted()) }
      }
      let move = moves[random.integer(below: moves.count)]
      played.append(move)
      position.play(move)
    }
  }

  /// A text cut after any number of tokens is followed by tokens of a legal move.
  @Test func historyIsTheChoiceOfItsPosition() throws {
    var random = RandomStream(seed: 4, "choice")
    var text = ChessText(.initial)
    for _ in 0..<8 {
      let choices = ChessTokenizer().choices(text).pairs
      let before = ChessTokenizer().encode(text.text)
      let legal = NextMoveClasses.moves(of: text.end)
      let label = random.integer(below: legal.count)
      text.moves.append(legal[label])
      let pair = choices[label]
      #expect(ChessTokenizer().encode(text.text) == before + [pair.piece, pair.target])
    }
  }

  @Test func textsAreCheckedWhereTheyComeIn() throws {
    let folder = try TemporaryFolder()
    let sound = "8/8/8/8/8/5k2/4p3/4K3 b - - 1 60"
    #expect(try ChessTokenizer().encode(checking: [sound]).count == 1)
    #expect(
      message(folder) { _ = try ChessTokenizer().encode(checking: [sound, "a good film"]) }
        == "tokenizer chess: the text `a good film` is no position: FEN, the whole: `a good film` has 3 "
        + "fields; write pieces, side, castling, en passant and perhaps the two counters")
    #expect(
      message(folder) {
        _ = try ChessTokenizer().encode(checking: [sound + " moves f3a1"])
      }
        == "tokenizer chess: the text `\(sound) moves f3a1` is no position: `f3a1` is not legal in "
        + "`\(sound)`; check the position and the moves before")
  }

  @Test func linesAreCheckedToo() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("lines.txt", "8/8/8/8/8/5k2/4p3/4K3 b - - 1 60\n8/8 w\n")
    var lines = TokenizedLines(
      ChessTokenizer(), special: false, team: WorkerTeam(threads: 1))
    var output: [UInt8] = []
    let problem = message(folder) { try lines.encode(LineReader(path: path)) { output += $0 } }
    #expect(problem.hasPrefix("lines.txt:2: the text `8/8 w` is no position: FEN, the whole: "))
    #expect(output.count { $0 == UInt8(ascii: "\n") } == 1)
  }

  @Test func aTeamGivesTheSame() throws {
    let texts = (0..<300).map { number in
      number % 2 == 0
        ? Position.initial.fen + " moves e2e4" : "8/8/8/8/8/5k2/4p3/4K3 b - - 1 \(number)"
    }
    let one = ChessTokenizer().encode(texts)
    #expect(ChessTokenizer().encode(texts, team: WorkerTeam(threads: 3)) == one)
    let choices = ChessTokenizer().choices(texts, team: WorkerTeam(threads: 1))
    #expect(ChessTokenizer().choices(texts, team: WorkerTeam(threads: 3)) == choices)
    #expect(choices.count == 300 && choices[0].count == 2 * 20)
  }

  @Test func aFolderNamesIt() throws {
    let folder = try TemporaryFolder()
    try folder.write(ChessTokenizerFormat.file, ChessTokenizerFormat.text(ChessTokenizer(moves: 5)))
    let loaded = try TokenizerLoader.load(folder.path, in: folder.root)
    #expect((loaded as? ChessTokenizer)?.moves == 5)
    let other = ChessTokenizerFormat.text(ChessTokenizer()).replacing("\"Pa1\"", with: "\"Pa0\"")
    try folder.write(ChessTokenizerFormat.file, other)
    #expect(
      message(folder) { _ = try TokenizerLoader.load(folder.path, in: folder.root) }
        == "chess_tokenizer.json: its vocabulary is not that of scheme 2; fetch the file again")
    let older = ChessTokenizerFormat.text(ChessTokenizer())
      .replacing("\"scheme\": 2", with: "\"scheme\": 1")
    try folder.write(ChessTokenizerFormat.file, older)
    #expect(
      message(folder) { _ = try TokenizerLoader.load(folder.path, in: folder.root) }
        == "chess_tokenizer.json: its scheme is not 2; use the program that wrote the model")
  }
}

extension [Int32] {
  /// The moves of tokens, two each.
  fileprivate var pairs: [MoveTokens] {
    stride(from: 0, to: count, by: 2).map { MoveTokens(piece: self[$0], target: self[$0 + 1]) }
  }
}
