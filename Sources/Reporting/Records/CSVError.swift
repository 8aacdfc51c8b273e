/// A CSV file that cannot be read: which file, which row, what is wrong, and what to do.
package struct CSVError: Error, Sendable, Equatable, CustomStringConvertible {
  package var file: String
  /// The record, counted from 1 with the header as row 1; `nil` if the whole file is meant.
  package var row: Int?
  package var column: String?
  package var what: String
  package var remedy: String

  package init(
    file: String, row: Int? = nil, column: String? = nil, what: String, remedy: String
  ) {
    self.file = file
    self.row = row
    self.column = column
    self.what = what
    self.remedy = remedy
  }

  package var description: String {
    var place = file
    if let row { place += ": row \(row)" }
    if let column { place += ", column '\(column)'" }
    return "\(place): \(what); \(remedy)"
  }
}
