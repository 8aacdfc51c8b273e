import Chess

/// A position, and the move that is to be found.
package struct PuzzleRow: Sendable {
  /// Why a row is none.
  struct Fault: Error {
    /// What such rows have in common.
    var reason: String
    var error: DatasetError
    /// What the source of a task can say about it.
    var hint = ""
  }

  /// Where the moves begin.
  package let start: Position
  /// All of them, answers and replies in turn, with the opponent's move before where that comes first.
  package let moves: [Move]
  /// The opponent's move before the answer; nil where the first move is the answer.
  let before: Move?
  /// Where the answer is to be found.
  let position: Position
  let answer: Move
  package let rating: Double?

  /// - Parameters:
  ///   - cells: of `PuzzleColumns.names`.
  ///   - opponentFirst: whether the first move is the opponent's.
  init(
    _ cells: ArraySlice<Cell>, _ columns: PuzzleColumns, opponentFirst: Bool, _ fault: RowFault
  ) throws(Fault) {
    let first = cells.startIndex
    let names = try Self.moves(cells[first + 1], columns.moves, fault)
    let fen = try Self.text(cells[first], columns.position, fault)
    do throws(ChessError) {
      start = try Position(fen: fen)
    } catch {
      throw Fault(
        reason: "a position that cannot be",
        error: fault.error(
          .malformed, "column '\(columns.position)': \(error.what)", remedy: error.remedy))
    }
    let answerPlace = opponentFirst ? 1 : 0
    guard names.count > answerPlace else {
      throw Fault(
        reason: "no answer",
        error: fault.error(
          .malformed,
          names.isEmpty
            ? "column '\(columns.moves)' is empty"
            : "column '\(columns.moves)' has the opponent's move alone, and no answer",
          remedy: names.isEmpty ? "give it moves such as e2e4" : "add the answer"),
        hint: names.isEmpty ? "" : ", or write opponent-first: false")
    }
    var positions = [start]
    var played: [Move] = []
    for (place, text) in names.enumerated() {
      let position = positions[place]
      do throws(ChessError) {
        let move = try position.move(uci: text)
        played.append(move)
        positions.append(position.playing(move))
      } catch {
        throw Fault(
          reason: "a move that is not legal",
          error: fault.error(
            .malformed, "column '\(columns.moves)', move \(place + 1): \(error.what)",
            remedy: error.remedy),
          hint: place == 0
            ? "; opponent-first says whether it is the opponent's or the answer" : "")
      }
    }
    moves = played
    before = opponentFirst ? played[0] : nil
    position = positions[answerPlace]
    answer = played[answerPlace]
    rating =
      columns.rating == nil
      ? nil : try Self.rating(cells[first + 2], columns.rating ?? "", fault)
  }

  private static func moves(
    _ cell: Cell, _ column: String, _ fault: RowFault
  ) throws(Fault) -> [String] {
    if case .texts(let moves) = cell { return moves }
    return try text(cell, column, fault).split(separator: " ").map(String.init)
  }

  private static func text(
    _ cell: Cell, _ column: String, _ fault: RowFault
  ) throws(Fault) -> String {
    do throws(DatasetError) {
      return try fault.text(cell, column)
    } catch {
      throw Fault(reason: "a column without a text", error: error)
    }
  }

  private static func rating(
    _ cell: Cell, _ column: String, _ fault: RowFault
  ) throws(Fault) -> Double {
    let number: Double? =
      switch cell {
      case .number(let number): number
      case .text(let text): Double(text)
      default: nil
      }
    guard let number, number.isFinite else {
      throw Fault(
        reason: "no rating",
        error: fault.error(
          .malformed, "column '\(column)' holds \(cell.kind)", remedy: "give it a number"))
    }
    return number
  }
}
