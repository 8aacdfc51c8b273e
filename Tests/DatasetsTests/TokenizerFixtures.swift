import Foundation
import Testing

@testable import Datasets

enum Fixtures {
  static func path(_ name: String) throws -> String {
    let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    return folder.appendingPathComponent(name).path
  }

  /// The rows of a JSONL fixture.
  static func rows(_ name: String, _ columns: [String]) throws -> [[Cell]] {
    let reader = try FileFormat.jsonl.open(try path(name), columns: columns)
    var rows: [[Cell]] = []
    while let row = try reader.next() { rows.append(row.cells) }
    return rows
  }

  /// Texts with their golden ids.
  static func encodings(_ name: String) throws -> [(text: String, ids: [Int32])] {
    try rows(name, ["text", "ids"]).map { cells in
      let text = try #require(cells[0].text)
      guard case .numbers(let ids) = cells[1] else { return (text, []) }
      return (text, ids.map { Int32($0) })
    }
  }
}

/// Tests that the tokenizer gives exactly the golden ids, and the texts back.
func expectGolden(_ tokenizer: any Tokenizer, _ name: String) throws {
  for (text, ids) in try Fixtures.encodings(name) {
    #expect(tokenizer.encode(text) == ids, "\(text.debugDescription)")
    #expect(tokenizer.decode(ids).unicodeScalars.elementsEqual(text.unicodeScalars))
  }
}
