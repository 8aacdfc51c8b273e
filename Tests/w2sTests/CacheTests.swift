import Experiments
import Foundation
import Storage
import Testing

@Suite struct CacheTests {
  private let folder: Folder
  private let store: ArtifactStore
  private let fingerprint = Fingerprint(of: "a")

  init() throws {
    folder = try Folder()
    store = ArtifactStore(folder: folder.path + "/Results/.store")
    let artifact = Artifact(
      arrays: ["x": StoredArray(.float32([1, 2, 3]))], attributes: ["kind": "train"])
    try store.write(artifact, as: fingerprint)
    try store.writePartial(artifact, of: Fingerprint(of: "b"))
  }

  private func cache(_ arguments: String...) throws -> Binary.Outcome {
    try Binary.run(["cache"] + arguments, in: folder.path)
  }

  @Test func lists() throws {
    let outcome = try cache("list")
    #expect(outcome.code == 0)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.contains { $0.hasPrefix(fingerprint.short + "  train ") && $0.hasSuffix(" old") })
    #expect(lines.contains { $0.contains("  train (partial)  ") })
    #expect(lines.last?.hasPrefix("2 artifacts, ") == true)
    let json = try JSONSerialization.jsonObject(with: Data(try cache("list", "--json").output.utf8))
    let entries = try #require(json as? [[String: Any]])
    #expect(entries.compactMap { $0["kind"] as? String } == ["train", "train"])
    #expect(Set(entries.compactMap { $0["partial"] as? Bool }) == [true, false])
  }

  @Test func anEmptyStoreIsNoError() throws {
    let outcome = try Binary.run(["cache", "list"])
    #expect(outcome.code == 0)
    #expect(outcome.output == "0 artifacts, 0 bytes\n")
  }

  @Test func verifies() throws {
    #expect(try cache("verify").output == "2 of 2 artifacts are sound\n")
    let url = URL(fileURLWithPath: store.path(of: fingerprint))
    var bytes = try Data(contentsOf: url)
    bytes[bytes.count - 5] ^= 1
    try bytes.write(to: url)
    let outcome = try cache("verify")
    #expect(outcome.code == 65)
    #expect(outcome.output == "1 of 2 artifacts are sound\n")
    #expect(outcome.error.hasPrefix("error: Results/.store/\(fingerprint).h5: "))
    #expect(outcome.error.split(separator: "\n").count == 1)
  }

  @Test func cleansWhatNoRunRefersToUnlessToldAll() throws {
    var manifest = Manifest(experiment: "x", arguments: [])
    manifest.finish(
      .done,
      stages: [
        .init(
          kind: "train", title: "small", fingerprint: fingerprint.description, status: "done",
          seconds: 1)
      ])
    let run = folder.path + "/Results/x"
    try AtomicFile.makeFolder(run)
    try manifest.write(to: run + "/manifest.json")
    let dry = try cache("clean", "--dry-run")
    #expect(dry.output.hasPrefix("Results/.store/\(Fingerprint(of: "b")).partial.h5\n1 files, "))
    #expect(dry.output.hasSuffix(" would be removed\n"))
    #expect(try store.list().count == 2)
    #expect(try cache("clean").code == 0)
    #expect(try store.list().map(\.fingerprint) == [fingerprint])
    let all = try cache("clean", "--all")
    #expect(all.code == 0)
    #expect(try store.list().isEmpty)
  }
}
