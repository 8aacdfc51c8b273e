/// What went wrong with a chess engine: which program, what, and what to do.
package struct EngineError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Kind: Sendable, Equatable {
    /// There is no such program, or it cannot be started.
    case missing
    /// It runs but does not speak UCI, or says what no position allows.
    case foreign
    /// It ended in the middle.
    case died
    /// It runs but does not answer.
    case silent
  }

  package var kind: Kind
  /// The program.
  package var path: String
  package var what: String
  package var remedy: String

  package init(_ kind: Kind, _ path: String, _ what: String, remedy: String) {
    self.kind = kind
    self.path = path
    self.what = what
    self.remedy = remedy
  }

  package var description: String { "\(path): \(what); \(remedy)" }
}
