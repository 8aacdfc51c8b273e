/// The games of a PGN file, one at a time.
///
/// Reads the import format of the PGN standard (1994): tags with escapes, moves as `Position.move(san:)`
/// reads them, move numbers of any form. Comments, marks (`$3`, `!?`), escaped lines (`%`) and variations
/// are passed over, but have to be closed. Memory: a line and a game.
///
/// - Parameter Failure: what the source of lines throws, and what a problem becomes.
package final class PGNReader<Failure: Error> {
  /// What happens to a game that cannot be read.
  package enum Policy: Sendable {
    /// It is thrown as an error.
    case strict
    /// It is left out and its problem kept; reading goes on with the next game.
    case lenient
  }

  package typealias Line = UnsafeBufferPointer<UInt8>

  /// Problems of games that were left out.
  package private(set) var problems: [PGNProblem] = []
  private let policy: Policy
  private let nextLine: () throws(Failure) -> Line?
  private let failure: (PGNProblem) -> Failure
  private var parser = PGNParser()
  private var outcomes: [Result<Game, PGNProblem>] = []
  private var ended = false

  /// - Parameters:
  ///   - nextLine: the next line without its end (a CR may be left), nil at the end of the file. Its
  ///     bytes have to be valid until the next call only.
  ///   - failure: makes an error of a problem, with the name of the file.
  package init(
    _ policy: Policy, nextLine: @escaping () throws(Failure) -> Line?,
    failure: @escaping (PGNProblem) -> Failure
  ) {
    self.policy = policy
    self.nextLine = nextLine
    self.failure = failure
  }

  /// How many games there were so far, with those that were left out.
  package var gameCount: Int { parser.gameNumber }

  /// The next game, nil after the last. After an error reading may go on with the next game.
  package func next() throws(Failure) -> Game? {
    while true {
      for (place, outcome) in outcomes.enumerated() {
        switch outcome {
        case .success(let game):
          outcomes.removeFirst(place + 1)
          return game
        case .failure(let problem):
          if policy == .strict {
            outcomes.removeFirst(place + 1)
            throw failure(problem)
          }
          problems.append(problem)
        }
      }
      outcomes.removeAll(keepingCapacity: true)
      if ended { return nil }
      if let line = try nextLine() {
        parser.read(line, into: &outcomes)
      } else {
        parser.finish(into: &outcomes)
        ended = true
      }
    }
  }
}

extension PGNReader where Failure == PGNProblem {
  /// Reads a text that is at hand as a whole.
  package convenience init(_ policy: Policy, text: String) {
    let bytes = Array(text.utf8)
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
    if lines.last?.isEmpty == true { lines.removeLast() }
    let buffer = LineBuffer()
    self.init(
      policy,
      nextLine: { () throws(PGNProblem) in lines.popFirst().map(buffer.hold) },
      failure: { $0 })
  }
}

/// Keeps the bytes of a line where a pointer finds them.
private final class LineBuffer {
  private var bytes = UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)

  deinit { bytes.deallocate() }

  func hold(_ line: ArraySlice<UInt8>) -> UnsafeBufferPointer<UInt8> {
    bytes.deallocate()
    bytes = .allocate(capacity: line.count)
    _ = bytes.initialize(from: line)
    return UnsafeBufferPointer(bytes)
  }
}
