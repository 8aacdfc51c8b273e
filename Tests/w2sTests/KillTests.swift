import Foundation
import Testing

/// The promise of the runner: a run that ends at any moment and is run again leaves the bytes of one
/// that nobody disturbed.
@Suite(.serialized) struct KillTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  private func command(_ file: String, _ output: String) -> [String] {
    ["run", file, "--quiet", "--save-every", "0.02", "--output", output]
  }

  /// Real time decides what a kill hits; where it is aimed is the same every time.
  @Test(arguments: [
    ("features.yaml", UInt64(1)), ("texts.yaml", UInt64(2)), ("decoders.yaml", UInt64(3)),
  ])
  func killedAtAnyMomentItEndsInTheSameBytes(file: String, seed: UInt64) throws {
    let start = Date()
    try place.finish(command(file, "undisturbed"))
    let length = Date().timeIntervalSince(start)
    let wanted = try place.contents(of: "undisturbed")
    var random = SplitMix(state: seed)
    var (hits, rounds) = (0, 0)
    while hits < 10, rounds < 40 {
      rounds += 1
      let output = "round\(rounds)"
      // The first aims anywhere; what is left to do after it is less.
      for attempt in 0...Int(random.next() % 3) {
        let running = try place.start(command(file, output))
        let share = attempt == 0 ? random.fraction() : random.fraction() / 2
        Thread.sleep(forTimeInterval: share * length)
        running.send(SIGKILL)
        if try running.outcome().wasKilled { hits += 1 }
      }
      try place.finish(command(file, output))
      expectSame(try place.contents(of: output), wanted, "round \(rounds)")
      try place.remove(output)
    }
    #expect(hits >= 10, "most runs ended before they were killed")
  }

  @Test(arguments: [(SIGTERM, Int32(75)), (SIGINT, Int32(130))])
  func stopsWhenAskedAndGoesOn(signal: Int32, code: Int32) throws {
    try place.finish(command("features.yaml", "undisturbed"))
    let running = try place.start(command("features.yaml", "stopped"))
    try place.wait { try !place.artifacts("stopped").isEmpty }
    running.send(signal)
    let outcome = try running.outcome()
    #expect(outcome.code == code)
    #expect(!outcome.wasKilled)
    #expect(outcome.output == "")
    #expect(
      outcome.error.hasSuffix(
        "stopped; go on with: w2s run features.yaml --quiet --save-every 0.02 --output stopped\n"))
    #expect(!place.exists("stopped/features/pgr.csv"))
    #expect(try place.text("stopped/features/manifest.json").contains("\"status\" : \"stopped\""))
    try place.finish(command("features.yaml", "stopped"))
    expectSame(try place.contents(of: "stopped"), try place.contents(of: "undisturbed"))
  }

  @Test func cleaningSparesWhatAKilledRunHasDone() throws {
    let command = command("features.yaml", "killed")
    let running = try place.start(command)
    try place.wait { try place.artifacts("killed").count > 3 }
    running.send(SIGKILL)
    #expect(try running.outcome().wasKilled)
    let left = try place.artifacts("killed")
    #expect(place.exists("killed/features/.lock"))
    let cleaning = try place.w2s("cache", "clean", "--output", "killed")
    #expect(cleaning.code == 0)
    #expect(try place.artifacts("killed") == left)
    #expect(try place.w2s("cache", "verify", "--output", "killed").code == 0)
    // The lock of the process that is no more blocks nobody.
    try place.finish(command)
    #expect(try place.artifacts("killed").allSatisfy { !$0.hasSuffix(".partial.h5") })
  }
}

/// SplitMix64 (Steele et al. 2014): the same numbers every time.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// From 0 to 1.
  mutating func fraction() -> Double { Double(next() >> 11) / Double(1 << 53) }
}
