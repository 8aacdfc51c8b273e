import Reporting

/// How a run ended.
package enum RunStatus: String, Codable, Sendable, Equatable {
  case done
  /// Asked to stop; the same command goes on.
  case stopped
  /// Some cells have no results.
  case failed
}

/// A cell, or a model, without results.
package struct FailedCell: Sendable, Equatable {
  package var title: String
  /// The stage that failed: one of the cell's own, or one that it needs.
  package var stage: String
  package var failure: Failure
}

/// How a run ended, and what it gave.
package struct RunOutcome<Report: RunPage>: Sendable {
  package var status: RunStatus
  /// Of the experiment, with and without results.
  package var cells: Int
  /// Neither done nor failed: not begun, or stopped on the way.
  package var unfinished: Int
  package var report: Report?
  package var failedCells: [FailedCell]
  package var folder: RunFolder

  package init(
    status: RunStatus, cells: Int, unfinished: Int, failedCells: [FailedCell], folder: RunFolder
  ) {
    self.status = status
    self.cells = cells
    self.unfinished = unfinished
    self.failedCells = failedCells
    self.folder = folder
  }

  /// What went wrong, each cause once.
  package var failures: [CommonFailure] {
    var failures: [CommonFailure] = []
    for cell in failedCells {
      if let index = failures.firstIndex(where: { $0.failure == cell.failure }) {
        failures[index].add(cell)
      } else {
        failures.append(CommonFailure(cell))
      }
    }
    return failures
  }
}

/// One cause that left one or several cells without results.
package struct CommonFailure: Sendable, Equatable, CustomStringConvertible {
  package let failure: Failure
  private var cells: [String] = []
  private var stages: [String] = []

  init(_ cell: FailedCell) {
    failure = cell.failure
    add(cell)
  }

  mutating func add(_ cell: FailedCell) {
    cells.append(cell.title)
    if !stages.contains(cell.stage) { stages.append(cell.stage) }
  }

  /// One line: `confidence: small → large, seed 0: student large …: what; what to do`, or
  /// `3 cells: supervisor small, seed 0: what; what to do`.
  package var description: String {
    let subject = cells.count == 1 ? cells[0] : "\(cells.count) cells"
    let more = stages.count - 1
    let others = more == 0 ? "" : " (and \(more) more stage\(more == 1 ? "" : "s"))"
    return "\(subject): \(stages[0])\(others): \(failure.message)"
  }
}
