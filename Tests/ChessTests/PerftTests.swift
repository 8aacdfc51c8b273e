import Chess
import Testing

/// The positions and counts of the Chess Programming Wiki, "Perft Results".
@Suite struct PerftTests {
  static let positions: [(fen: String, counts: [Int])] = [
    (
      "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1",
      [1, 20, 400, 8902, 197_281, 4_865_609]
    ),
    (
      "r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1",
      [1, 48, 2039, 97862, 4_085_603]
    ),
    ("8/2p5/3p4/KP5r/1R3p1k/8/4P1P1/8 w - - 0 1", [1, 14, 191, 2812, 43238, 674_624]),
    (
      "r3k2r/Pppp1ppp/1b3nbN/nP6/BBP1P3/q4N2/Pp1P2PP/R2Q1RK1 w kq - 0 1",
      [1, 6, 264, 9467, 422_333]
    ),
    (
      "rnbq1k1r/pp1Pbppp/2p5/8/2B5/8/PPP1NnPP/RNBQK2R w KQ - 1 8",
      [1, 44, 1486, 62379, 2_103_487]
    ),
    (
      "r4rk1/1pp1qppp/p1np1n2/2b1p1B1/2B1P1b1/P1NP1N2/1PP1QPPP/R4RK1 w - - 0 10",
      [1, 46, 2079, 89890, 3_894_594]
    ),
  ]

  @Test(arguments: positions)
  func theKnownNumbersOfSequencesOfMoves(
    fen: String, counts: [Int]
  ) throws {
    let position = try Position(fen: fen)
    #expect(position.fen == fen)
    for (depth, count) in counts.enumerated() { #expect(position.perft(depth) == count) }
  }

  @Test(arguments: positions)
  func aMirroredPositionHasAsMany(
    fen: String, counts: [Int]
  ) throws {
    let position = try Position(fen: fen)
    #expect(position.mirrored.perft(4) == counts[4])
    #expect(position.mirrored.mirrored == position)
    let mirrored = position.legalMoves().map(\.mirrored).sorted()
    #expect(position.mirrored.legalMoves() == mirrored)
  }

  /// Counting and playing are two ways through the same rules.
  @Test func playingVisitsAsManyPositionsAsAreCounted() throws {
    func walk(_ position: Position, _ depth: Int) -> Int {
      guard depth > 0 else { return 1 }
      return position.legalMoves().reduce(0) { $0 + walk(position.playing($1), depth - 1) }
    }
    for (fen, counts) in Self.positions {
      #expect(try walk(Position(fen: fen), 3) == counts[3])
    }
  }
}
