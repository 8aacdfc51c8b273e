import Chess
import Datasets

/// The games of a PGN file, plain or gzip.
struct GameList {
  private(set) var games: [Game] = []
  /// What was wrong with those that were left out.
  private(set) var problems: [DatasetError] = []

  /// - Parameter skips: whether games that cannot be read are left out, else the first one is an error.
  init(path: String, skips: Bool) throws(DatasetError) {
    let lines = try LineReader(path: path)
    let reader = PGNReader<DatasetError>(
      skips ? .lenient : .strict,
      nextLine: { () throws(DatasetError) in try lines.next() },
      failure: { Self.error($0, path) })
    while let game = try reader.next() { games.append(game) }
    problems = reader.problems.map { Self.error($0, path) }
    guard !games.isEmpty else {
      throw DatasetError(
        .size, path, "holds no games", remedy: "give a PGN file, such as w2s chess games makes")
    }
  }

  private static func error(_ problem: PGNProblem, _ path: String) -> DatasetError {
    DatasetError(
      .malformed, path, line: problem.line, "game \(problem.game): \(problem.what)",
      remedy: "\(problem.remedy), or leave such games out with --skip-bad-games")
  }
}
