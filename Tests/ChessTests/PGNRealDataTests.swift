import Chess
import Foundation
import Testing

/// The games of `../shared/data/chess` (or of `W2S_DATA`), where they are at hand.
@Suite struct PGNRealDataTests {
  private static let path: String? = {
    var folders: [URL] = []
    if let data = ProcessInfo.processInfo.environment["W2S_DATA"] {
      folders.append(URL(fileURLWithPath: data))
    } else {
      var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      while folder.path != "/" {
        folders.append(folder.appendingPathComponent("shared/data"))
        folder.deleteLastPathComponent()
      }
    }
    return folders.map { $0.appendingPathComponent("chess/carlsen.pgn.gz").path }
      .first { FileManager.default.fileExists(atPath: $0) }
  }()

  /// The counts are those of python-chess 1.11.2.
  @Test(.enabled(if: path != nil, "chess/carlsen.pgn.gz is not there"))
  func gamesOfMagnusCarlsen() throws {
    let reader = PGNReader(.strict, text: try Self.inflated(try #require(Self.path)))
    var results: [String: Int] = [:]
    var moves = 0
    while let game = try reader.next() {
      results[game.result, default: 0] += 1
      moves += game.moves.count
      #expect(game.tag("Result") == game.result)
    }
    #expect(reader.gameCount == 2100)
    #expect(moves == 189_141)
    #expect(results == ["1-0": 742, "0-1": 533, "1/2-1/2": 825])
  }

  private static func inflated(_ path: String) throws -> String {
    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    gzip.arguments = ["gzip", "-dc", path]
    let pipe = Pipe()
    gzip.standardOutput = pipe
    try gzip.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    gzip.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
