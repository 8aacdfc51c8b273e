import Chess

/// The games of a PGN file, plain or gzip, one at a time.
package struct GameFile {
  private enum Failure: Error {
    case file(DatasetError)
    case game(PGNProblem)
  }

  private let path: String
  private let reader: PGNReader<Failure>
  /// Games so far, with those that were left out: the 1-based number of the last.
  private(set) var count = 0
  private(set) var bad: BadRows

  /// - Parameter skipsBad: whether games that cannot be read are left out.
  init(_ path: String, skipsBad: Bool) throws(DatasetError) {
    try self.init(path, bad: BadRows(skipped: skipsBad))
  }

  /// All games that can be read.
  ///
  /// - Parameters:
  ///   - skipsBad: whether the others are left out; else the first of them is an error.
  ///   - remedy: how the user says that they are to be left out.
  /// - Returns: a line about each kind of those that were left out too.
  package static func games(
    of path: String, skipsBad: Bool, remedy: String
  ) throws(DatasetError) -> (games: [Game], notes: [String]) {
    var file = try GameFile(path, bad: BadRows(skipped: skipsBad, remedy: remedy))
    var games: [Game] = []
    while let game = try file.next() { games.append(game) }
    return (games, file.bad.notes(path))
  }

  private init(_ path: String, bad: BadRows) throws(DatasetError) {
    self.path = path
    self.bad = bad
    // Names of players are often not UTF-8; moves are.
    let lines = try LineReader(path: path, repairs: true)
    reader = PGNReader(
      .strict,
      nextLine: { () throws(Failure) in
        do throws(DatasetError) {
          return try lines.next()
        } catch {
          throw .file(error)
        }
      }, failure: { .game($0) })
  }

  /// - Throws: `DatasetError` that names file and line.
  mutating func next() throws(DatasetError) -> Game? {
    while true {
      let problem: PGNProblem
      do throws(Failure) {
        guard let game = try reader.next() else { return nil }
        count += 1
        return game
      } catch {
        switch error {
        case .file(let error): throw error
        case .game(let found): problem = found
        }
      }
      count += 1
      try bad.report(
        DatasetError(
          .malformed, path, line: problem.line, "game \(problem.game): \(problem.what)",
          remedy: problem.remedy), problem.kind.words)
    }
  }
}

extension PGNProblem.Kind {
  /// What such games have in common.
  fileprivate var words: String {
    switch self {
    case .tag: "a tag that does not hold together"
    case .position: "a position that cannot be"
    case .variant: "another game than standard chess"
    case .move: "a move that is not legal"
    case .comment: "a comment that is not closed"
    case .variation: "a variation that is not closed"
    case .result: "no result"
    case .symbol: "something else between the moves"
    }
  }
}
