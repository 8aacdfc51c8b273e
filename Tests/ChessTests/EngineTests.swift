import Testing

@testable import Chess

/// The protocol, against programs that say what they are told to.
@Suite struct EngineTests {
  private static let answer = """
    echo 'info depth 1 multipv 1 score cp 10 nodes 20 pv d2d4'; \
    echo 'info depth 1 multipv 2 score cp 5 nodes 20 pv e2e4 e7e5'; \
    echo 'info string nothing'; \
    echo 'info depth 2 currmove d2d4 currmovenumber 1'; \
    echo 'info depth 2 multipv 1 score cp 31 lowerbound nodes 90 pv e2e4 c7c5'; \
    echo 'info depth 2 multipv 2 score mate -3 nodes 95 time 1 pv d2d4'; \
    echo 'bestmove e2e4 ponder c7c5'
    """

  @Test func asksAndUnderstands() throws {
    let fake = try FakeEngine(answers: Self.answer)
    let engine = try Engine(path: fake.path, hash: 3)
    #expect(engine.name == "Fake 1")
    let moves = [try #require(Move(uci: "e2e4")), try #require(Move(uci: "e7e5"))]
    let lines = try engine.search(.initial, moves, nodes: 77, lines: 2)
    #expect(
      lines == [
        Engine.Line(
          rank: 1, score: .centipawns(31), depth: 2, nodes: 90,
          moves: [moves[0], try #require(Move(uci: "c7c5"))]),
        Engine.Line(
          rank: 2, score: .mate(-3), depth: 2, nodes: 95, moves: [try #require(Move(uci: "d2d4"))]),
      ])
    #expect(try engine.trace(.initial, nodes: 5, lines: 2).map(\.nodes) == [20, 20, 90, 95])
    try engine.newGame()
    let position = try Position(fen: "8/8/8/8/8/5k2/8/4R1K1 w - - 0 1")
    _ = try engine.search(position, nodes: 9)
    #expect(
      try fake.log() == [
        "uci", "setoption name Threads value 1", "setoption name Hash value 3", "ucinewgame",
        "isready", "setoption name MultiPV value 2", "position startpos moves e2e4 e7e5",
        "go nodes 77", "position startpos", "go nodes 5", "ucinewgame", "isready",
        "setoption name MultiPV value 1", "position fen 8/8/8/8/8/5k2/8/4R1K1 w - - 0 1",
        "go nodes 9",
      ])
  }

  @Test func readsALongAnswerInPieces() throws {
    let pv = Array(repeating: "e2e4", count: 4000).joined(separator: " ")
    let fake = try FakeEngine(
      answers:
        "printf 'info depth 1 sc'; sleep 0.1; echo 'ore cp 1 nodes 2 pv \(pv)'; echo 'bestmove e2e4'"
    )
    let line = try Engine(path: fake.path).search(.initial, nodes: 1)
    #expect(line.first?.moves.count == 4000)
  }

  @Test func saysHowTheEngineDied() throws {
    let fake = try FakeEngine(answers: "echo 'info string out of luck'; exit 7")
    let engine = try Engine(path: fake.path)
    let error = #expect(throws: EngineError.self) { try engine.search(.initial, nodes: 1) }
    #expect(error?.kind == .died)
    #expect(error?.what.contains("exit code 7") == true)
    #expect(error?.what.contains("out of luck") == true)
    #expect(error?.remedy.contains("same command") == true)
  }

  @Test func namesTheSignal() throws {
    let fake = try FakeEngine(answers: "kill -9 $$")
    let engine = try Engine(path: fake.path)
    let error = #expect(throws: EngineError.self) { try engine.search(.initial, nodes: 1) }
    #expect(error?.what.contains("signal 9") == true)
  }

  /// Writing to an engine that is gone is an error, not the end of this program.
  @Test func survivesAnEngineThatIsGone() throws {
    let fake = try FakeEngine(answers: "exit", isReady: "echo readyok; exit 3")
    let engine = try Engine(path: fake.path)
    for _ in 0..<3 {
      let error = #expect(throws: EngineError.self) { try engine.search(.initial, nodes: 1) }
      #expect(error?.kind == .died)
    }
  }

  @Test(arguments: ["exit 0", "echo hello", "read line; echo uciok"])
  func refusesWhatDoesNotSpeakUCI(script: String) throws {
    let fake = try FakeEngine(script: script)
    let error = #expect(throws: EngineError.self) { _ = try Engine(path: fake.path) }
    #expect(error?.kind == .foreign || error?.kind == .died)
    #expect(error?.path == fake.path)
  }

  @Test func refusesWhatSaysNothing() throws {
    let fake = try FakeEngine(script: "sleep 30")
    let error = #expect(throws: EngineError.self) {
      _ = try Engine(path: fake.path, startPatience: 1)
    }
    #expect(error?.kind == .foreign)
  }

  @Test func refusesAnAnswerWithoutALine() throws {
    let fake = try FakeEngine(answers: "echo 'bestmove (none)'")
    let engine = try Engine(path: fake.path)
    let error = #expect(throws: EngineError.self) { try engine.search(.initial, nodes: 1) }
    #expect(error?.kind == .foreign)
  }

  @Test func isFoundByOptionVariableAndPath() throws {
    let fake = try FakeEngine(script: "exit")
    let variable = ["W2S_ENGINE": fake.path, "PATH": "/nowhere"]
    #expect(try Engine.locate(nil, environment: variable) == fake.path)
    #expect(try Engine.locate("/bin/sh", environment: variable) == "/bin/sh")
    #expect(try Engine.locate("sh", environment: ["PATH": "/nowhere:/bin"]) == "/bin/sh")
    for (given, environment) in [("/no/engine", [:]), (nil, ["W2S_ENGINE": "/no/engine"])] {
      let error = #expect(throws: EngineError.self) {
        try Engine.locate(given, environment: environment)
      }
      #expect(error?.kind == .missing)
      #expect(error?.path == "/no/engine")
      #expect(error?.remedy.contains("apt-get install stockfish") == true)
    }
  }

  @Test(
    arguments: [
      (Engine.Score.centipawns(0), 0.0), (.centipawns(300), 0.5), (.centipawns(-300), -0.5),
      (.mate(3), 1), (.mate(-1), -1), (.mate(0), -1),
    ])
  func scoresAreChances(score: Engine.Score, chance: Double) {
    #expect(abs(score.winningChance - chance) < 0.005)
  }

  @Test(.enabled(if: !RealEngine.isMissing, "Stockfish is not installed"))
  func answersTheSameAfterANewGame() throws {
    let path = try #require(RealEngine.path)
    let (one, other) = (try Engine(path: path), try Engine(path: path))
    _ = try other.search(.initial, nodes: 3000, lines: 3)
    try other.newGame()
    let first = try one.trace(.initial, nodes: 2000, lines: 2)
    #expect(try other.trace(.initial, nodes: 2000, lines: 2) == first)
    #expect(first.count > 4)
  }
}
