import Foundation
import Reporting
import Testing

/// Writes every figure of the sample runs to the folder that `W2S_LOOK` names, to be looked at.
@Suite struct LookTests {
  static let folder = ProcessInfo.processInfo.environment["W2S_LOOK"]

  @Test(.enabled(if: folder != nil)) func writesFiguresToLookAt() throws {
    let folder = URL(filePath: try #require(Self.folder))
    for (name, figure) in FigureSamples.all {
      try Data(figure.svg().utf8).write(to: folder.appending(path: name + ".svg"))
    }
  }
}
