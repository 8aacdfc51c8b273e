/// What is wrong with data from outside: where, what, and what to do.
package struct DatasetError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What sort of trouble, for whoever chooses an exit code or another try.
  package enum Kind: Sendable, Equatable {
    /// A file or named data set that is not there.
    case missing
    /// The system refused to open or read.
    case unreadable
    /// Compressed bytes or a binary header that do not hold together.
    case damaged
    /// Text that breaks the rules of its format.
    case malformed
    /// A column, or a placeholder of a template, that the file does not have.
    case column
    /// A label outside its classes, or weak labels that are no probabilities.
    case label
    /// More rows asked for than there are.
    case size
    /// A tokenizer file that cannot be used.
    case tokenizer
    /// Settings that contradict each other or the data.
    case configuration
  }

  package var kind: Kind
  /// The file, or what stands for it (`task`).
  package var place: String
  /// 1-based line of the (uncompressed) text, or record of a binary file.
  package var line: Int?
  package var what: String
  package var remedy: String

  package init(_ kind: Kind, _ place: String, line: Int? = nil, _ what: String, remedy: String) {
    self.kind = kind
    self.place = place
    self.line = line
    self.what = what
    self.remedy = remedy
  }

  package var description: String {
    "\(place)\(line.map { ":\($0)" } ?? ""): \(what); \(remedy)"
  }
}
