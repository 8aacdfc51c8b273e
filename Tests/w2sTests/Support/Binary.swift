import Foundation
import Testing

/// The program itself, run as a user runs it.
enum Binary {
  struct Outcome {
    var code: Int32
    /// Whether a signal ended it; `code` is the signal then.
    var wasKilled = false
    var output: String
    var error: String
  }

  /// The program lies beside the bundles of the tests.
  static let url = Bundle.module.bundleURL.deletingLastPathComponent().appendingPathComponent("w2s")

  /// - Parameters:
  ///   - environment: set over that of the tests; an empty value removes the variable.
  ///   - output: where standard output goes instead of into the outcome.
  static func run(
    _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:],
    input: String = "", output: FileHandle? = nil
  ) throws -> Outcome {
    try start(
      arguments, in: folder, environment: environment, input: input, output: output
    ).outcome()
  }

  /// - Parameter launcher: a program, found by `env`, that runs `w2s` with its last arguments.
  static func start(
    _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:],
    input: String = "", output: FileHandle? = nil, by launcher: [String] = []
  ) throws -> Running {
    let files = try Folder()
    let process = Process()
    process.executableURL = launcher.isEmpty ? url : URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = launcher.isEmpty ? arguments : launcher + [url.path] + arguments
    var variables = ProcessInfo.processInfo.environment
    for name in ["W2S_DATA", "NO_COLOR", "OPENBLAS_CORETYPE"] { variables[name] = nil }
    variables.merge(environment) { $1 }
    process.environment = variables.filter { !$0.value.isEmpty }
    process.currentDirectoryURL = URL(fileURLWithPath: folder ?? files.path)
    // Files, not pipes: nothing can block however much is written.
    process.standardInput = try files.file("input", input)
    process.standardOutput = try output ?? files.file("output")
    process.standardError = try files.file("error")
    try process.run()
    return Running(process: process, files: files)
  }

  /// The program at work.
  struct Running {
    let process: Process
    fileprivate let files: Folder

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for the end.
    func outcome() throws -> Outcome {
      process.waitUntilExit()
      return Outcome(
        code: process.terminationStatus,
        wasKilled: process.terminationReason == .uncaughtSignal,
        output: try files.text("output"), error: try files.text("error"))
    }
  }
}

/// A folder of its own for one test, removed with it.
final class Folder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("w2s-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String, _ text: String = "") throws -> FileHandle {
    let url = URL(fileURLWithPath: path).appendingPathComponent(name)
    try Data(text.utf8).write(to: url)
    return try FileHandle(forUpdating: url)
  }

  func text(_ name: String) throws -> String {
    let url = URL(fileURLWithPath: path).appendingPathComponent(name)
    guard FileManager.default.fileExists(atPath: url.path) else { return "" }
    return try String(contentsOf: url, encoding: .utf8)
  }
}
