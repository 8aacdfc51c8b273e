import Experiments
import Foundation
import Testing

@Suite struct CommandLineTests {
  @Test func saysItsVersion() throws {
    let outcome = try Binary.run(["--version"])
    #expect(outcome.code == 0)
    #expect(outcome.output == Program.version + "\n")
  }

  @Test(arguments: [
    (
      ["doctor", "--jsn"],
      """
      error: Unknown option '--jsn'. Did you mean '--json'?
      Usage: w2s doctor [--data <folder>] [--weights <folder>] [--output <folder>] [--json]
        See 'w2s doctor --help' for more information.

      """
    ),
    (
      ["doctor", "--data"],
      """
      error: Missing value for '--data <folder>'
      Help:  --data <folder>  Data root. (default: the variable W2S_DATA, else Data)
      Usage: w2s doctor [--data <folder>] [--weights <folder>] [--output <folder>] [--json]
        See 'w2s doctor --help' for more information.

      """
    ),
    (
      ["diagnose"],
      """
      error: Unexpected argument 'diagnose'
      Usage: w2s <subcommand>
        See 'w2s --help' for more information.

      """
    ),
  ])
  func wrongUsageIs64(arguments: [String], message: String) throws {
    let outcome = try Binary.run(arguments)
    #expect(outcome.code == 64)
    #expect(outcome.output == "")
    #expect(outcome.error == message)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func anOutputThatIsFullIs74() throws {
    let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
    let outcome = try Binary.run(["--version"], output: full)
    #expect(outcome.code == 74)
    #expect(
      outcome.error == "error: standard output: cannot be written (No space left on device); "
        + "make room or write elsewhere\n")
  }

  @Test func aReaderThatIsGoneIsNoError() throws {
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let outcome = try Binary.run(["--version"], output: pipe.fileHandleForWriting)
    #expect(outcome.code == 0)
    #expect(outcome.error == "")
  }
}
