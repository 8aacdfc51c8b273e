import Chess
import Configuration
import Datasets
import Experiments
import Models
import Reporting
import Storage

/// What the program tells its caller. Thrown by a command that has already said what happened.
enum ExitStatus: Int32, Error, CaseIterable {
  case done = 0
  /// At least one cell failed; the others are done.
  case cellFailed = 1
  /// Wrong arguments, or something wrong in the experiment file.
  case usage = 64
  case badData = 65
  case inputOutput = 74
  /// Stopped on request; the same command goes on from there.
  case stopped = 75
  case interrupted = 130

  /// The one place that says which error gives which code.
  init(_ error: any Error) {
    switch error {
    case is ConfigurationError, is UnsuitableProcessor: self = .usage
    case let error as StorageError:
      switch error.kind {
      case .foreign, .damaged, .unexpected: self = .badData
      case .missing, .diskFull, .locked, .cancelled, .failed: self = .inputOutput
      }
    case is DatasetError, is CSVError, is ModelError: self = .badData
    case is ScratchError, is EngineError: self = .inputOutput
    case is ChessError: self = .badData
    case is OccupiedOutput: self = .usage
    default: self = .cellFailed
    }
  }

  /// Of a run with failed cells. A disk that is full or gone is the machine's failure, whatever came
  /// out; bad data are the cause where nothing came out at all.
  init<Report: RunPage>(_ outcome: RunOutcome<Report>) {
    let causes = Set(outcome.failedCells.map(\.failure.cause))
    if causes.contains(.storage) {
      self = .inputOutput
    } else {
      self = outcome.report == nil && causes == [.data] ? .badData : .cellFailed
    }
  }
}
