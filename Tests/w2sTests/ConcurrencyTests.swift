import Foundation
import Testing

/// How many stages, cores and processes work at a time changes no byte.
@Suite(.serialized) struct ConcurrencyTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  @Test(arguments: ["features.yaml", "texts.yaml"])
  func theNumberOfWorkersChangesNoByte(file: String) throws {
    for workers in ["1", "2", "4"] {
      try place.finish(["run", file, "--quiet", "--workers", workers, "--output", workers])
    }
    let one = try place.contents(of: "1")
    #expect(one.keys.count { $0.hasSuffix(".h5") } > 10)
    for workers in ["2", "4"] { expectSame(try place.contents(of: workers), one, "\(workers)") }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/taskset")))
  func theNumberOfCoresChangesNoByte() throws {
    let command = ["run", "features.yaml", "--quiet", "--workers", "1", "--output"]
    try place.finish(command + ["all"])
    let running = try place.start(command + ["one"], by: ["taskset", "-c", "0"])
    #expect(try running.outcome().code == 0)
    expectSame(try place.contents(of: "one"), try place.contents(of: "all"))
  }

  @Test func twoRunsShareTheirStages() throws {
    func command(_ name: String, _ output: String) -> [String] {
      ["run", "features.yaml", "name=\(name)", "--quiet", "--output", output]
    }
    let both = try ["first", "second"].map { try place.start(command($0, "shared")) }
    for running in both {
      let outcome = try running.outcome()
      #expect(outcome.code == 0, "\(outcome.error)")
    }
    for name in ["first", "second"] {
      try place.finish(command(name, "alone"))
      expectSame(
        try place.contents(of: "shared/\(name)"), try place.contents(of: "alone/\(name)"))
    }
    expectSame(try place.contents(of: "shared/.store"), try place.contents(of: "alone/.store"))
  }

  @Test func aRunIsNotRunTwiceAtATime() throws {
    let command = ["run", "features.yaml", "--quiet", "--save-every", "0", "--output", "r"]
    let first = try place.start(command)
    try place.wait { !(try place.text("r/features/.lock").isEmpty) }
    let second = try place.w2s(command)
    let process = first.process.processIdentifier
    #expect(second.code == 74)
    #expect(second.output == "")
    #expect(
      second.error == "error: r/features: process \(process) is working in this run; "
        + "wait for it or stop it, or give the experiment another name\n")
    #expect(try first.outcome().code == 0)
  }
}
