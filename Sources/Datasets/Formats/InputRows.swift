/// What a model is to read, from a file of JSONL: in each line an object with a text in one of its
/// columns or token ids under `ids`, or a text alone.
package struct InputRows: Sendable, Equatable {
  package enum Row: Sendable, Equatable {
    case text(String)
    case ids([Int32])
  }

  package private(set) var rows: [Row] = []
  /// The 1-based line of each row.
  package private(set) var lines: [Int] = []

  package var needsTokenizer: Bool {
    rows.contains { if case .text = $0 { true } else { false } }
  }

  /// - Parameter column: of the texts. A row with `ids` needs none.
  package init(path: String, column: String) throws(DatasetError) {
    let reader = try LineReader(path: path)
    while let line = try reader.next() {
      guard line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0d }) else { continue }
      let value: JSONValue
      do throws(JSONProblem) {
        value = try JSONScanner.parse(line)
      } catch {
        throw DatasetError(
          .malformed, path, line: reader.number,
          "not JSON: \(error.what) at byte \(error.offset + 1)",
          remedy: "write one JSON object, or one text in quotes, per line")
      }
      rows.append(try Self.row(value, column: column, path: path, line: reader.number))
      lines.append(reader.number)
    }
    guard !rows.isEmpty else {
      throw DatasetError(
        .malformed, path, "the file is empty", remedy: "write one JSON object per line")
    }
  }

  /// The first `count` rows, or all where there are no more.
  package func first(_ count: Int) -> InputRows {
    var first = self
    first.rows = Array(rows.prefix(count))
    first.lines = Array(lines.prefix(count))
    return first
  }

  private static func row(
    _ value: JSONValue, column: String, path: String, line: Int
  ) throws(DatasetError) -> Row {
    if case .text(let text) = value { return .text(text) }
    guard case .object(let members) = value else {
      throw DatasetError(
        .malformed, path, line: line, "neither an object nor a text",
        remedy: "write {\"\(column)\": \"…\"}, {\"ids\": […]} or a text in quotes")
    }
    if let ids = value["ids"] {
      guard let ids = Self.ids(ids) else {
        throw DatasetError(
          .malformed, path, line: line, "'ids' is no list of token ids",
          remedy: "give whole numbers from 0, at least one")
      }
      return .ids(ids)
    }
    guard let found = members.first(where: { $0.key.utf8.elementsEqual(column.utf8) }) else {
      throw missingColumn(column, among: members.map(\.key), file: path, line: line)
    }
    guard let text = found.value.text else {
      throw DatasetError(
        .column, path, line: line, "column '\(column)' holds no text",
        remedy: "name another column with --text")
    }
    return .text(text)
  }

  private static func ids(_ value: JSONValue) -> [Int32]? {
    guard case .array(let values) = value, !values.isEmpty else { return nil }
    let ids = values.compactMap { $0.number.flatMap { Int32(exactly: $0) } }
    return ids.count == values.count && ids.allSatisfy { $0 >= 0 } ? ids : nil
  }
}
