import Storage

/// What became of one stage in a run.
package enum StageStatus: Sendable, Equatable {
  /// Its artifact was there.
  case cached
  case done(seconds: Double)
  case failed(Failure)
  /// Something that it needs failed.
  case blocked(by: Fingerprint)
  /// Asked to stop before it was done.
  case stopped

  /// Whether its artifact exists now.
  package var isAvailable: Bool {
    switch self {
    case .cached, .done: true
    case .failed, .blocked, .stopped: false
    }
  }
}

/// Why a stage failed.
package struct Failure: Error, Sendable, Equatable {
  package var message: String
  package var cause: Cause

  /// What kind of thing went wrong, for the exit code.
  package enum Cause: String, Sendable, Codable {
    case computation, data, storage
  }

  package init(message: String, cause: Cause) {
    self.message = message
    self.cause = cause
  }
}
