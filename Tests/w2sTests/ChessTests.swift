import Foundation
import Testing

/// Making games and puzzles, with Stockfish where it is installed.
@Suite(.enabled(if: ChessWorkplace.engine != nil, "Stockfish is not installed"))
struct ChessMakingTests {
  @Test func gamesAreTheSameForAnyNumberOfWorkersAndAfterAStop() throws {
    let place = try ChessWorkplace()
    let whole = try place.games("one.pgn", count: 12, workers: 1)
    #expect(whole.split(separator: "[Event ").count == 12)
    #expect(try place.games("two.pgn", count: 12, workers: 2) == whole)
    // Cut in the middle of a game, as by a kill; then grown from a smaller number.
    let cut = String(whole.prefix(whole.count * 2 / 3))
    try place.write("one.pgn.part", cut)
    try FileManager.default.removeItem(atPath: place.path("one.pgn"))
    #expect(try place.games("one.pgn", count: 12, workers: 2) == whole)
    let few = try place.games("new/three.pgn", count: 5, workers: 2)
    #expect(whole.hasPrefix(few))
    #expect(try place.games("new/three.pgn", count: 12, workers: 1) == whole)
  }

  @Test func anEngineThatDiesLeavesWhatIsWritten() throws {
    let place = try ChessWorkplace()
    let whole = try place.games("whole.pgn", count: 8, workers: 1)
    let engine = try #require(ChessWorkplace.engine)
    let mortal = try place.program("mortal", "sed -u 700q | '\(engine)'")
    let outcome = try place.run(
      ["chess", "games"] + ChessWorkplace.gameOptions("games.pgn", count: 8, workers: 1)
        + ["--engine", mortal])
    #expect(outcome.code == 74)
    #expect(outcome.error.contains("\(mortal): the engine ended"))
    #expect(outcome.error.contains("same command"))
    let part = try place.text("games.pgn.part")
    #expect(!part.isEmpty && whole.hasPrefix(part))
    #expect(try place.games("games.pgn", count: 8, workers: 2) == whole)
  }

  @Test func aStoppedRunGoesOn() throws {
    let place = try ChessWorkplace()
    let options = ChessWorkplace.gameOptions("games.pgn", count: 3000, workers: 2)
    let running = try place.start(["chess", "games"] + options)
    let limit = Date().addingTimeInterval(60)
    while try place.text("games.pgn.part").isEmpty, Date() < limit { usleep(20_000) }
    running.send(SIGTERM)
    let outcome = try running.outcome()
    #expect(outcome.code == 75)
    #expect(outcome.error.contains("go on with: w2s chess games --count 3000"))
    let part = try place.text("games.pgn.part")
    let count = part.split(separator: "[Event ").count
    #expect(try place.games("other.pgn", count: count, workers: 1) == part)
  }

  @Test func puzzlesAreTheSameForAnyNumberOfWorkersAndAfterAStop() throws {
    let place = try ChessWorkplace()
    _ = try place.games("games.pgn", count: 40, workers: 2)
    let whole = try place.puzzles("one.csv", count: 8, workers: 1)
    let rows = whole.split(separator: "\n")
    #expect(rows.first == "PuzzleId,FEN,Moves,Rating,Themes,GameUrl")
    #expect(rows.count == 9)
    #expect(Set(rows).count == 9)
    #expect(try place.puzzles("two.csv", count: 8, workers: 2) == whole)
    try place.write("one.csv.part", String(whole.prefix(whole.count * 2 / 3)))
    try FileManager.default.removeItem(atPath: place.path("one.csv"))
    #expect(try place.puzzles("one.csv", count: 8, workers: 2) == whole)

    let rated = try place.run([
      "chess", "rate", "one.csv", "--output", "new/rated.csv", "--proof-nodes", "3000", "--quiet",
    ])
    #expect(rated.code == 0)
    #expect(rated.output.hasPrefix("rank correlation with the given ratings: 1.000 (8 puzzles)"))
    #expect(try place.text("new/rated.csv").hasPrefix("FEN,Moves,Rating,GivenRating\n"))

    let fewer = try place.run(
      ["chess", "puzzles"] + ChessWorkplace.puzzleOptions("one.csv", count: 2, workers: 1))
    #expect(fewer.code == 64)
    #expect(fewer.error.contains("one.csv: holds more puzzles than --count 2"))
    #expect(try place.text("one.csv") == whole)
    let more = try place.run(
      ["chess", "puzzles"] + ChessWorkplace.puzzleOptions("one.csv", count: 5000, workers: 2))
    #expect(more.code == 65)
    #expect(more.error.contains("games.pgn: its 40 games hold"))
  }

  @Test func leavesAloneWhatWasMadeOtherwise() throws {
    let place = try ChessWorkplace()
    let whole = try place.games("games.pgn", count: 2, workers: 1)
    let other = try place.run([
      "chess", "games", "--count", "2", "--seed", "8", "--output", "games.pgn", "--quiet",
    ])
    #expect(other.code == 64)
    #expect(other.error.contains("games.pgn: is there already, made with other settings"))
    try place.write("mine.pgn", "something of mine")
    let mine = try place.run(
      ["chess", "games"] + ChessWorkplace.gameOptions("mine.pgn", count: 2, workers: 1))
    #expect(mine.code == 64)
    #expect(try place.text("mine.pgn") == "something of mine")
    #expect(try place.text("games.pgn") == whole)
  }

  @Test func namesTheGameThatCannotBeRead() throws {
    let place = try ChessWorkplace()
    let games = """
      [Event "good"]

      1. f3 e5 2. g4 Qh4# 0-1

      [Event "bad"]

      1. e4 e5 2. Ke3 *

      """
    try place.write("games.pgn", games)
    let options = ["chess", "puzzles", "--games", "games.pgn", "--count", "1", "--output", "p.csv"]
    let strict = try place.run(options)
    #expect(strict.code == 65)
    #expect(strict.error.contains("error: games.pgn:7: game 2:"))
    #expect(strict.error.contains("--skip-bad-games"))
    let lenient = try place.run(options + ["--skip-bad-games"])
    let left = "1 bad rows left out: a move that is not legal, the first in line 7"
    #expect(lenient.error.contains("warning: games.pgn: \(left)"))
  }
}

/// What goes wrong without any engine.
@Suite struct ChessRefusalTests {
  @Test(arguments: ["/no/such/engine", "/bin/true"])
  func saysThatThereIsNoEngine(engine: String) throws {
    let place = try ChessWorkplace()
    let outcome = try place.run([
      "chess", "games", "--count", "1", "--output", "x.pgn", "--engine", engine,
    ])
    #expect(outcome.code == 74)
    #expect(outcome.error.hasPrefix("error: \(engine): "))
    #expect(outcome.error.split(separator: "\n").count == 1)
    #expect(try place.text("x.pgn.part") == "")
  }

  @Test(
    arguments: [
      ["--count", "0"], ["--nodes", "0-10"], ["--nodes", "20-10"], ["--slips", "0-200"],
      ["--workers", "0"], ["--wild", "101"], ["--resigning", "-1"],
    ])
  func refusesSettingsThatMeanNothing(options: [String]) throws {
    let count = options[0] == "--count" ? [] : ["--count", "1"]
    let outcome = try Binary.run(["chess", "games", "--output", "x.pgn"] + count + options)
    #expect(outcome.code == 64)
  }
}

/// A folder to make chess data in.
private final class ChessWorkplace {
  static let engine = ["/usr/games/stockfish", "/usr/bin/stockfish", "/usr/local/bin/stockfish"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  private let folder: Folder

  init() throws { folder = try Folder() }

  func path(_ name: String) -> String { folder.path + "/" + name }
  func text(_ name: String) throws -> String { try folder.text(name) }

  func write(_ name: String, _ text: String) throws { _ = try folder.file(name, text) }

  func program(_ name: String, _ script: String) throws -> String {
    try write(name, "#!/bin/sh\n" + script + "\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path(name))
    return path(name)
  }

  func run(_ arguments: [String]) throws -> Binary.Outcome {
    try Binary.run(arguments, in: folder.path)
  }

  func start(_ arguments: [String]) throws -> Binary.Running {
    try Binary.start(arguments, in: folder.path)
  }

  static func gameOptions(_ name: String, count: Int, workers: Int) -> [String] {
    [
      "--count", "\(count)", "--seed", "7", "--nodes", "20-100", "--slips", "0-40", "--longest",
      "60", "--workers", "\(workers)", "--quiet", "--output", name,
    ]
  }

  static func puzzleOptions(_ name: String, count: Int, workers: Int) -> [String] {
    [
      "--games", "games.pgn", "--count", "\(count)", "--seed", "3", "--proof-nodes", "3000",
      "--workers", "\(workers)", "--quiet", "--output", name,
    ]
  }

  func games(_ name: String, count: Int, workers: Int) throws -> String {
    let outcome = try run(
      ["chess", "games"] + Self.gameOptions(name, count: count, workers: workers))
    #expect(outcome.code == 0, "\(outcome.error)")
    return try text(name)
  }

  func puzzles(_ name: String, count: Int, workers: Int) throws -> String {
    let outcome = try run(
      ["chess", "puzzles"] + Self.puzzleOptions(name, count: count, workers: workers))
    #expect(outcome.code == 0, "\(outcome.error)")
    return try text(name)
  }
}
