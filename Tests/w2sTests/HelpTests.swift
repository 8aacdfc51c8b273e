import ArgumentParser
import Foundation
import Testing

@testable import w2s

/// The help text of every command, against Fixtures/help. After a change that is meant, record anew:
/// `W2S_RECORD=1 swift test --filter HelpTests`, and read the difference.
@Suite struct HelpTests {
  private static let commands: [[String]] = names(of: W2S.self, after: [])

  private static func names(of command: any ParsableCommand.Type, after path: [String])
    -> [[String]]
  {
    [path]
      + command.configuration.subcommands.flatMap { next in
        names(of: next, after: path + [next._commandName])
      }
  }

  @Test(arguments: commands)
  func isAsRecorded(path: [String]) throws {
    let outcome = try Binary.run(path + ["--help"], environment: ["COLUMNS": "100"])
    #expect(outcome.code == 0)
    #expect(outcome.error == "")
    let name = (["w2s"] + path).joined(separator: "-") + ".txt"
    if ProcessInfo.processInfo.environment["W2S_RECORD"] != nil {
      let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Fixtures/help")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(outcome.output.utf8).write(to: folder.appendingPathComponent(name))
      return
    }
    let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    let recorded = try String(
      contentsOf: folder.appendingPathComponent("help/" + name), encoding: .utf8)
    #expect(outcome.output == recorded)
  }
}
