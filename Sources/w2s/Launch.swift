import ArgumentParser
import Kernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs the command that the arguments name, and says what went wrong.
enum Launch {
  static func end(_ arguments: [String]) async -> Never {
    exit(await run(arguments))
  }

  /// - Returns: the exit code.
  static func run(_ arguments: [String]) async -> Int32 {
    // A reader that goes away (`w2s … | head`) must not end a run: writing fails instead.
    signal(SIGPIPE, SIG_IGN)
    // Nor a limit on the size of files (`ulimit -f`): it is reported as a full disk is.
    signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try W2S.parseAsRoot(arguments)
      if !(command is Doctor) { try checkProcessor() }
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      return ExitStatus.done.rawValue
    } catch {
      return report(error)
    }
  }

  /// Code for instructions that the processor lacks would end in an illegal instruction.
  private static func checkProcessor() throws(UnsuitableProcessor) {
    let missing = Processor.missingFeatures()
    guard missing.isEmpty else { throw UnsuitableProcessor(missing: missing) }
  }

  /// Writes the error where it belongs and gives the exit code.
  private static func report(_ error: any Error) -> Int32 {
    if let status = error as? ExitStatus { return status.rawValue }
    let code = W2S.exitCode(for: error)
    switch code {
    case .success:
      StandardOutput.write(W2S.fullMessage(for: error) + "\n")
      return code.rawValue
    case .validationFailure:
      let message = W2S.fullMessage(for: error)
      let prefix = "Error: "
      StandardError.write(
        "error: " + (message.hasPrefix(prefix) ? message.dropFirst(prefix.count) : message[...])
          + "\n")
      return code.rawValue
    default:
      let lines = "\(error)".split(separator: "\n")
      StandardError.write(lines.map { "error: \($0)\n" }.joined())
      return ExitStatus(error).rawValue
    }
  }
}

/// The program was built for another processor than this one.
struct UnsuitableProcessor: Error, Equatable, CustomStringConvertible {
  var missing: [String]

  var description: String {
    "this processor lacks \(missing.joined(separator: ", ")), which this program was built for; "
      + "build it on this machine, or with W2S_MARCH=x86-64-v2"
  }
}
