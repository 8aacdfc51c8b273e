import Foundation

extension Engine {
  /// Where Debian's package puts it, which is not on everybody's path.
  private static let usualPlace = "/usr/games/stockfish"

  /// The engine to use: the one given, else that of the variable `W2S_ENGINE`, else `stockfish` on the
  /// path, else Debian's.
  ///
  /// - Parameter given: a path, or a name that is looked up on the path.
  /// - Throws: `EngineError` of kind `missing` that says how to get one.
  package static func locate(
    _ given: String?, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(EngineError) -> String {
    let variable = environment["W2S_ENGINE"].flatMap { $0.isEmpty ? nil : $0 }
    let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    if let wanted = given ?? variable {
      guard let path = program(wanted, in: folders) else {
        let origin = given == nil ? " (from W2S_ENGINE)" : ""
        throw EngineError(
          .missing, wanted, "no such program\(origin)",
          remedy: "check the path, or install Stockfish (Debian: apt-get install stockfish)")
      }
      return path
    }
    if let path = program("stockfish", in: folders) ?? program(usualPlace, in: []) { return path }
    throw EngineError(
      .missing, "stockfish", "not found on the path nor at \(usualPlace)",
      remedy: "install it (Debian: apt-get install stockfish) or give --engine PATH")
  }

  private static func program(_ name: String, in folders: [String]) -> String? {
    let candidates = name.contains("/") ? [name] : folders.map { "\($0)/\(name)" }
    return candidates.first { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        && !isFolder.boolValue && FileManager.default.isExecutableFile(atPath: path)
    }
  }
}
