import Foundation
import Testing

/// What python-chess says: `Fixtures/positions.py` writes it.
enum ChessFixtures {
  struct KnownPosition: Decodable, Sendable, CustomTestStringConvertible {
    var fen: String
    var mirror: String
    var moves: String
    var san: String
    /// A move and the FEN behind it.
    var after: [String]
    var check: Bool
    var checkmate: Bool
    var stalemate: Bool
    var insufficient: Bool

    var testDescription: String { fen }
  }

  struct KnownGame: Decodable {
    var start: String
    var moves: String
    var result: String
  }

  static func positions() throws -> [KnownPosition] { try decoded("positions.json") }

  static func games() throws -> [KnownGame] { try decoded("games.json") }

  static func text(_ name: String) throws -> String {
    String(decoding: try data(name), as: UTF8.self)
  }

  private static func decoded<Value: Decodable>(_ name: String) throws -> Value {
    try JSONDecoder().decode(Value.self, from: data(name))
  }

  private static func data(_ name: String) throws -> Data {
    let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    return try Data(contentsOf: folder.appendingPathComponent(name))
  }
}
