import Foundation

/// A chess engine that is asked over UCI (Universal Chess Interface, Meyer-Kahlen 2000), for one
/// thread at a time.
///
/// One search thread, a limit in nodes and a table cleared by `newGame()` make its answers a function
/// of what it was asked since: strengths are limits in nodes, never the engine's own random slips.
package final class Engine {
  /// What it calls itself, with its version: `Stockfish 15.1`.
  package let name: String
  package var path: String { process.path }
  private let process: EngineProcess
  private var lines = 1

  /// Seconds that a search may take, however busy the machine is.
  private static let searchPatience = 120

  /// - Parameters:
  ///   - hash: megabytes of its table. A small one is cleared faster, which counts where each question
  ///     begins a new game.
  ///   - startPatience: seconds for its first words, which may read a network from disk.
  /// - Throws: `EngineError` where the program is missing or does not speak UCI.
  package init(path: String, hash: Int = 1, startPatience: Int = 20) throws(EngineError) {
    process = try EngineProcess(path: path)
    var name: String?
    do throws(EngineError) {
      try process.send("uci\n")
      while let line = try process.line(patience: startPatience), line != "uciok" {
        if line.hasPrefix("id name ") { name = String(line.dropFirst(8)) }
      }
    } catch {
      throw error.kind == .silent ? Self.foreign(path) : error
    }
    guard let name else { throw Self.foreign(path) }
    self.name = name
    try process.send("setoption name Threads value 1\nsetoption name Hash value \(hash)\n")
    try newGame()
  }

  private static func foreign(_ path: String) -> EngineError {
    EngineError(
      .foreign, path, "does not speak UCI (no \"id name\" and \"uciok\" after \"uci\")",
      remedy: "give a chess engine such as Stockfish with --engine")
  }

  /// Forgets everything: what follows depends on nothing before.
  package func newGame() throws(EngineError) {
    try process.send("ucinewgame\nisready\n")
    while let line = try process.line(patience: Self.searchPatience) {
      if line == "readyok" { return }
    }
    throw process.ended()
  }

  /// The best lines after `moves`, best first: as many as asked for, or as there are legal moves.
  ///
  /// - Parameters:
  ///   - moves: played from `start`, so that repetitions are seen. The position after them has a legal
  ///     move.
  ///   - nodes: positions to visit; a little more is visited where the first depth takes more.
  package func search(
    _ start: Position, _ moves: [Move] = [], nodes: Int, lines count: Int = 1
  ) throws(EngineError) -> [Line] {
    let infos = try answers(start, moves, nodes: nodes, lines: count)
    // From the end: the last word on each rank.
    var best = [Line?](repeating: nil, count: count)
    var missing = count
    for text in infos.reversed() where missing > 0 {
      guard let line = Line(info: text), best.indices.contains(line.rank - 1),
        best[line.rank - 1] == nil
      else { continue }
      best[line.rank - 1] = line
      missing -= 1
    }
    let found = best.compactMap(\.self)
    guard !found.isEmpty else { throw try foreignAnswer(infos.last) }
    return found
  }

  /// All that the search says on its way, depth by depth, in its order.
  package func trace(
    _ start: Position, _ moves: [Move] = [], nodes: Int, lines count: Int = 1
  ) throws(EngineError) -> [Line] {
    let infos = try answers(start, moves, nodes: nodes, lines: count)
    let found = infos.compactMap { Line(info: $0) }
    guard !found.isEmpty else { throw try foreignAnswer(infos.last) }
    return found
  }

  /// The lines before `bestmove`.
  private func answers(
    _ start: Position, _ moves: [Move], nodes: Int, lines count: Int
  ) throws(EngineError) -> [String] {
    precondition(nodes > 0 && count > 0)
    var question = ""
    if count != lines {
      question = "setoption name MultiPV value \(count)\n"
      lines = count
    }
    question += start == .initial ? "position startpos" : "position fen \(start.fen)"
    if !moves.isEmpty { question += " moves" }
    for move in moves { question += " " + move.uci }
    try process.send(question + "\ngo nodes \(nodes)\n")
    var infos: [String] = []
    while let line = try process.line(patience: Self.searchPatience) {
      if line.hasPrefix("bestmove") { return infos }
      infos.append(line)
    }
    throw process.ended()
  }

  /// An engine that was told to stop from outside may leave without a line; one that is still there
  /// does not do what UCI asks for.
  private func foreignAnswer(_ last: String?) throws(EngineError) -> EngineError {
    try newGame()
    return EngineError(
      .foreign, path, "gives no line of play (it said \"\(last ?? "bestmove")\")",
      remedy: "give a chess engine such as Stockfish with --engine")
  }
}
