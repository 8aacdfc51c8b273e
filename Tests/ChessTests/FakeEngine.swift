import Foundation

@testable import Chess

/// A program that answers as a test wants, removed with it.
final class FakeEngine {
  private let folder: String
  let path: String

  /// - Parameters:
  ///   - answers: shell code for `go`.
  ///   - isReady: shell code for `isready`.
  init(answers: String, isReady: String = "echo readyok") throws {
    folder = try Self.makeFolder()
    path = folder + "/engine"
    try Self.write(
      """
      #!/bin/sh
      while read -r command rest; do
        echo "$command $rest" >> '\(folder)/log'
        case "$command" in
          uci) echo 'id name Fake 1'; echo 'id author nobody'; echo uciok ;;
          isready) \(isReady) ;;
          go) \(answers) ;;
        esac
      done
      """, to: path)
  }

  /// A program of another kind.
  init(script: String) throws {
    folder = try Self.makeFolder()
    path = folder + "/engine"
    try Self.write("#!/bin/sh\n" + script, to: path)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// What it was told, line by line.
  func log() throws -> [String] {
    try String(contentsOfFile: folder + "/log", encoding: .utf8).split(separator: "\n")
      .map { $0.trimmingCharacters(in: .whitespaces) }
  }

  private static func makeFolder() throws -> String {
    let path = FileManager.default.temporaryDirectory.path + "/w2s-engine-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  private static func write(_ script: String, to path: String) throws {
    try Data(script.utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
  }
}

/// Stockfish where it is installed.
enum RealEngine {
  static let path = try? Engine.locate(nil)
  static var isMissing: Bool { path == nil }
}
