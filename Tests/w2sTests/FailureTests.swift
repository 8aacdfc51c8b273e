import Foundation
import Testing

/// What goes wrong while a run is under way costs the cells that it concerns, and nothing else.
@Suite(.serialized) struct FailureTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  enum Damage: CaseIterable {
    /// By something that is no artifact.
    case replacement
    case truncation
    /// By another artifact.
    case exchange
  }

  /// A rate that sends one of two students to infinity.
  private let diverging = [
    "run", "features.yaml", "--quiet", "models.other={architecture: mlp, hidden: [4]}",
    "pairs=[[small, large], [small, other]]", "seeds=[0]", "models.large.training.rate=1e30",
  ]

  @Test func aTrainingThatDivergesLeavesTheOtherCells() throws {
    let outcome = try place.w2s(diverging)
    #expect(outcome.code == 1)
    #expect(
      outcome.error == """
        error: 2 cells: student large on labels of small (squared-error), seed 0: step 1 of 40: the \
        training loss is not finite (learning rate 9.98458666866564e+29); lower training.rate or set \
        training.clip
        2 of 4 cells failed; run them again with: w2s run features.yaml --quiet \
        'models.other={architecture: mlp, hidden: [4]}' 'pairs=[[small, large], [small, other]]' \
        'seeds=[0]' models.large.training.rate=1e30

        """)
    let rows = try place.text("Results/features/pgr.csv").split(separator: "\n")
    #expect(rows.count == 3)
    #expect(rows.dropFirst().allSatisfy { $0.contains(",small,other,") })
    let manifest = try place.text("Results/features/manifest.json")
    #expect(manifest.contains("\"status\" : \"failed\""))
    #expect(manifest.contains("\"finetune: small → large, seed 0\""))
    // The report says it too, also when it is written again.
    let report = try place.contents(of: "Results/features")
    #expect(try place.text("Results/features/report.md").contains("**failed**: 2 cells: student"))
    #expect(try place.w2s("report", "features").code == 0)
    expectSame(try place.contents(of: "Results/features"), report)
  }

  @Test func programsLearnWhatFailed() throws {
    struct Summary: Decodable {
      struct Failed: Decodable { var cell, stage, message: String }
      var experiment, folder, status: String
      var cells: Int
      var failed: [Failed]
    }
    for pairs in [[], ["pairs=[[small, large]]"]] {
      let outcome = try place.w2s(diverging + ["--json"] + pairs)
      #expect(outcome.code == 1)
      let summary = try JSONDecoder().decode(Summary.self, from: Data(outcome.output.utf8))
      #expect(summary.experiment == "features")
      #expect(summary.folder == "Results/features")
      #expect(summary.status == "failed")
      #expect(summary.cells == (pairs.isEmpty ? 4 : 2))
      #expect(
        summary.failed.map(\.cell) == [
          "finetune: small → large, seed 0", "finetune: small → large, seed 0, weak-validation",
        ])
      #expect(summary.failed.allSatisfy { $0.stage.hasPrefix("student large on labels of small") })
    }
    // Nothing of the first run stands beside the second, which has no results.
    #expect(!place.exists("Results/features/pgr.csv"))
  }

  @Test func failingFastBeginsNothingMore() throws {
    let outcome = try place.w2s(diverging + ["--fail-fast", "--workers", "1"])
    #expect(outcome.code == 1)
    #expect(outcome.error.contains("\n2 of 4 cells failed, 2 were not run; run them again with: "))
    #expect(!place.exists("Results/features/pgr.csv"))
  }

  /// An artifact that a later stage needs, and one that only results are computed from.
  @Test(arguments: ["train", "score"], Damage.allCases)
  func aDamagedArtifactIsNamedAndMadeAgain(use: String, damage: Damage) throws {
    let command = ["run", "features.yaml", "--quiet", "models.other={architecture: mlp}"]
    try place.finish(command)
    let wanted = try place.contents(of: "Results")
    func file(_ title: String) throws -> String {
      try place.artifact(
        titled: title, of: ["features.yaml", "models.other={architecture: mlp}"], in: "Results")
    }
    let labels = "test predictions of student large on labels of small (squared-error), seed 0"
    let training = "student large on labels of small (squared-error), seed 0"
    if use == "train" { try place.remove(try file(labels)) }
    let damaged = try file(use == "train" ? training : labels)
    let source = damage == .exchange ? try file("supervisor small, seed 0") : damaged
    let bytes = try #require(FileManager.default.contents(atPath: "\(place.path)/\(source)"))
    switch damage {
    case .replacement: try place.write("no HDF5", to: damaged)
    case .truncation: try place.write(bytes.prefix(bytes.count / 2), to: damaged)
    case .exchange: try place.write(bytes, to: damaged)
    }
    let outcome = try place.w2s(command)
    #expect(outcome.code == 1)
    #expect(outcome.error.hasPrefix("error: "))
    #expect(outcome.error.contains(": \(damaged): "))
    #expect(
      outcome.error.contains(
        "; delete this file (w2s cache verify names all such) and run again\n"))
    #expect(try place.text("Results/features/pgr.csv").contains(",small,other,"))
    let verified = try place.w2s("cache", "verify")
    #expect(verified.code == 65)
    #expect(verified.error.hasPrefix("error: \(damaged): "))
    try place.remove(damaged)
    try place.finish(command)
    expectSame(try place.contents(of: "Results"), wanted)
  }

  @Test func aFullDiskIs74AndMoreRoomIsEnough() throws {
    try place.finish(["run", "features.yaml", "--quiet", "--output", "roomy"])
    let wanted = try place.contents(of: "roomy")
    let disk = "\(place.path)/disk"
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    guard Self.mounted(disk, kilobytes: 128) else { return }
    defer { _ = Self.ran("umount", disk) }
    let command = ["run", "features.yaml", "--quiet", "--output", "disk"]
    let outcome = try place.w2s(command)
    #expect(outcome.code == 74)
    #expect(outcome.error.contains("the disk is full; free some space and run the same command"))
    let verified = try place.w2s("cache", "verify", "--output", "disk")
    #expect(verified.code == 0, "\(verified.error)")
    try #require(Self.ran("mount", "-o", "remount,size=8192k", disk))
    try place.finish(command)
    expectSame(try place.contents(of: "disk"), wanted)
  }

  @Test func aLimitOnFilesIs74AndRaisingItIsEnough() throws {
    try place.finish(["run", "features.yaml", "--quiet", "--output", "roomy"])
    let command = ["run", "features.yaml", "--quiet", "--output", "limited"]
    // Blocks of 512 bytes, or of 1024, as the shell likes it.
    let running = try place.start(command, by: ["sh", "-c", "ulimit -f 8; exec \"$@\"", "sh"])
    let outcome = try running.outcome()
    #expect(outcome.code == 74)
    #expect(!outcome.wasKilled)
    #expect(
      outcome.error.contains(
        "the file would be too large; raise the limit on file sizes (ulimit -f)"))
    #expect(try place.w2s("cache", "verify", "--output", "limited").code == 0)
    try place.finish(command)
    expectSame(try place.contents(of: "limited"), try place.contents(of: "roomy"))
  }

  /// Where the system does not let us mount a disk, the limit on files has to do.
  private static func mounted(_ path: String, kilobytes: Int) -> Bool {
    ran("mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", path)
  }

  private static func ran(_ command: String...) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
