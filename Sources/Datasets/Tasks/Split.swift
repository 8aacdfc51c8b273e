import Configuration

/// The four disjoint parts of a task's rows.
package enum Split: String, WordValue {
  /// Trains the weak model on ground truth.
  case supervisor
  /// Labelled by the supervisor; trains the student and the ceiling.
  case transfer
  /// Chooses checkpoints.
  case validation
  /// Scores. The same examples for every model.
  case test

  /// The order in which splits take rows: test before all others, so that it stays the same when
  /// another count is changed.
  package static let takingOrder: [Split] = [.test, .validation, .supervisor, .transfer]
}

/// How many rows each split has.
package struct SplitCounts: Configurable {
  package var supervisor = 0
  package var transfer = 0
  package var validation = 0
  package var test = 0

  package init() {}

  package init(supervisor: Int, transfer: Int, validation: Int, test: Int) {
    self.supervisor = supervisor
    self.transfer = transfer
    self.validation = validation
    self.test = test
  }

  package static var fields: [Field<SplitCounts>] {
    [
      Field(
        "supervisor", \.supervisor, "examples that train the weak model (0: imported labels)",
        check: .atLeast(0)),
      Field(
        "transfer", \.transfer, "examples that it labels for the student", required: true,
        check: .atLeast(1)),
      Field(
        "validation", \.validation, "examples that choose a checkpoint (0: none)",
        check: .atLeast(0)),
      Field("test", \.test, "examples that score every model", required: true, check: .atLeast(1)),
    ]
  }

  package subscript(split: Split) -> Int {
    switch split {
    case .supervisor: supervisor
    case .transfer: transfer
    case .validation: validation
    case .test: test
    }
  }

  package var total: Int { supervisor + transfer + validation + test }
}
