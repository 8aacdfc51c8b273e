import Foundation

/// A row type of one CSV file: its columns, and the way to texts and back.
package protocol CSVRecord: Codable, Sendable, Equatable {
  /// The header, in the order of the file.
  static var columns: [String] { get }
  var fields: [String] { get }
  init(_ row: CSVRow) throws(CSVError)
}

extension CSVRecord {
  /// A whole file: header, then `rows` in the order given, every line ended by LF.
  package static func csv(_ rows: [Self]) -> String {
    ([columns] + rows.map(\.fields)).map { CSV.line($0) + "\n" }.joined()
  }

  /// Reads a whole file strictly: the header must be `columns`, every row must have as many fields,
  /// and every field must be of its type. `file` is the name that errors carry.
  package static func rows(csv text: String, file: String) throws(CSVError) -> [Self] {
    let records = try CSV.records(of: text, file: file)
    guard let header = records.first else {
      throw CSVError(file: file, what: "the file is empty", remedy: "rerun the experiment")
    }
    guard header == columns else {
      throw CSVError(
        file: file, row: 1, what: "the header is '\(header.joined(separator: ","))'",
        remedy: "expected '\(columns.joined(separator: ","))'")
    }
    var rows: [Self] = []
    for (index, fields) in records.enumerated().dropFirst() {
      guard fields.count == columns.count else {
        throw CSVError(
          file: file, row: index + 1, what: "\(fields.count) fields instead of \(columns.count)",
          remedy: "restore the row or rerun the experiment")
      }
      rows.append(try Self(CSVRow(file: file, row: index + 1, columns: columns, fields: fields)))
    }
    return rows
  }

  /// Reads the file at `url`; bytes that are no UTF-8 are refused.
  package static func rows(contentsOf url: URL) throws(CSVError) -> [Self] {
    let bytes: Data
    do {
      bytes = try Data(contentsOf: url)
    } catch {
      throw CSVError(
        file: url.path, what: "cannot be read (\(error.localizedDescription))",
        remedy: "run the experiment first")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CSVError(file: url.path, what: "is not UTF-8", remedy: "rerun the experiment")
    }
    return try rows(csv: text, file: url.path)
  }
}

/// The texts of one row, read field by field; errors carry file, row and column.
package struct CSVRow {
  let file: String
  let row: Int
  let columns: [String]
  let fields: [String]

  package func text(_ column: String) -> String {
    guard let index = columns.firstIndex(of: column) else {
      preconditionFailure("no column '\(column)' in \(columns)")
    }
    return fields[index]
  }

  package func integer(_ column: String) throws(CSVError) -> Int {
    guard let value = try optionalInteger(column) else { throw failure(column, "is empty") }
    return value
  }

  package func optionalInteger(_ column: String) throws(CSVError) -> Int? {
    let text = text(column)
    guard !text.isEmpty else { return nil }
    guard let value = Int(text) else { throw failure(column, "'\(text)' is not an integer") }
    return value
  }

  package func number(_ column: String) throws(CSVError) -> Double {
    guard let value = try optionalNumber(column) else { throw failure(column, "is empty") }
    return value
  }

  package func optionalNumber(_ column: String) throws(CSVError) -> Double? {
    let text = text(column)
    guard !text.isEmpty else { return nil }
    guard let value = Double(text), value.isFinite else {
      throw failure(column, "'\(text)' is not a finite number")
    }
    return value
  }

  private func failure(_ column: String, _ what: String) -> CSVError {
    CSVError(
      file: file, row: row, column: column, what: what,
      remedy: "restore the row or rerun the experiment")
  }
}
