import Foundation
import Storage
import Testing

@Suite struct AtomicFolderTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test func aFolderIsReplacedWhole() throws {
    let place = scratch.file("a/b/model")
    try AtomicFolder.write([("one", [1]), ("two", [2, 2])], to: place)
    try AtomicFolder.write([("two", [3])], to: place)
    #expect(try FileManager.default.contentsOfDirectory(atPath: place) == ["two"])
    #expect(try scratch.bytes("a/b/model/two") == [3])
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.file("a/b")) == ["model"])
  }

  /// What a process that is no more left beside it goes; what another one writes stays.
  @Test func whatWasAbandonedGoes() throws {
    let others = ["model.999999999-0.tmp", "model.\(getpid())-77.tmp", "model2.999999999-0.tmp"]
    for name in others {
      try FileManager.default.createDirectory(
        atPath: scratch.file(name), withIntermediateDirectories: true)
    }
    try AtomicFolder.write([("one", [1])], to: scratch.file("model"))
    #expect(try scratch.names == (others.dropFirst() + ["model"]).sorted())
  }

  @Test func aFailureLeavesWhatThereWas() throws {
    let place = scratch.file("model")
    try AtomicFolder.write([("one", [1])], to: place)
    #expect(throws: StorageError.self) {
      try AtomicFolder.write([("one", [2]), ("missing/two", [2])], to: place)
    }
    #expect(try scratch.names == ["model"])
    #expect(try scratch.bytes("model/one") == [1])
  }
}
