import Foundation
import Testing

/// Compares `text` with the file `name` of the fixtures. `W2S_RECORD=1 swift test --filter
/// ReportingTests` writes the files anew; look at the differences before you commit them.
func expectSnapshot(
  _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  if ProcessInfo.processInfo.environment["W2S_RECORD"] != nil {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    try Data(text.utf8).write(to: folder.appending(path: name))
    return
  }
  let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
  let expected = try String(
    decoding: Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
  guard text != expected else { return }
  let lines = (text.components(separatedBy: "\n"), expected.components(separatedBy: "\n"))
  let first = zip(lines.0, lines.1).enumerated().first { $1.0 != $1.1 }
  Issue.record(
    """
    \(name) differs from line \(first.map { $0.offset + 1 } ?? min(lines.0.count, lines.1.count)): \
    '\(first?.element.0 ?? "end")' instead of '\(first?.element.1 ?? "end")'
    """, sourceLocation: sourceLocation)
}
