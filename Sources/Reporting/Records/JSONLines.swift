import Foundation

/// One JSON object per line, keys sorted, so that the same records give the same bytes.
package enum JSONLines {
  package static func text(_ records: [some Encodable]) throws(EncodingError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var text = ""
    for record in records {
      do {
        text += String(decoding: try encoder.encode(record), as: UTF8.self) + "\n"
      } catch let error as EncodingError {
        throw error
      } catch {
        preconditionFailure("JSONEncoder threw \(error)")
      }
    }
    return text
  }

  /// Reads every line back; `file` is the name that errors carry.
  package static func records<Record: Decodable>(
    _ type: Record.Type, text: String, file: String
  ) throws(CSVError) -> [Record] {
    let decoder = JSONDecoder()
    var records: [Record] = []
    for (index, line) in text.split(separator: "\n").enumerated() {
      do {
        records.append(try decoder.decode(type, from: Data(line.utf8)))
      } catch {
        throw CSVError(
          file: file, row: index + 1, what: "not a record of the expected form",
          remedy: "restore the line or rerun the experiment")
      }
    }
    return records
  }
}
