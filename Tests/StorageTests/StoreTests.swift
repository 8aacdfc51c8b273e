import Foundation
import Storage
import Testing

@Suite struct StoreTests {
  let scratch: Scratch
  let store: ArtifactStore
  let one = Fingerprint(of: ["stage": "one"])
  let two = Fingerprint(of: ["stage": "two"])
  let small = Artifact(
    arrays: ["v": StoredArray(.int32([1, 2]))], attributes: ["kind": "weak labels"])

  init() throws {
    scratch = try Scratch()
    store = ArtifactStore(folder: scratch.file("a/.store"))
  }

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: store.folder).sorted() }
  }

  @Test func keepsArtifactsUnderTheirFingerprint() throws {
    #expect(!store.contains(one))
    try store.write(small, as: one)
    #expect(store.contains(one))
    #expect(!store.contains(two))
    #expect(try store.read(one) == small)
    #expect(try names == ["\(one).h5"])
    try store.remove(one)
    try store.remove(one)
    #expect(!store.contains(one))
  }

  @Test func partialCheckpointsGoWhenTheWholeIsThere() throws {
    #expect(try store.readPartial(one) == nil)
    try store.writePartial(small, of: one)
    #expect(try store.readPartial(one) == small)
    #expect(!store.contains(one))
    try store.write(small, as: one)
    #expect(try store.readPartial(one) == nil)
    #expect(try names == ["\(one).h5"])
  }

  @Test func unreadableArtifactSaysWhatToDo() throws {
    try store.write(small, as: one)
    try Data("rubbish".utf8).write(to: URL(fileURLWithPath: store.path(of: one)))
    let error = #expect(throws: StorageError.self) { try store.read(one) }
    #expect(error?.file == store.path(of: one))
    #expect(error?.remedy.contains("delete this file") == true)
    let missing = #expect(throws: StorageError.self) { try store.read(two) }
    #expect(missing?.kind == .missing)
  }

  @Test func listsAndVerifies() throws {
    #expect(try store.list() == [])
    try store.write(small, as: one)
    try store.writePartial(Artifact(), of: two)
    try Data("notes".utf8).write(to: URL(fileURLWithPath: store.folder + "/notes.txt"))
    let entries = try store.list()
    #expect(Set(entries.map(\.fingerprint)) == [one, two])
    let entry = try #require(entries.first { $0.fingerprint == one })
    #expect(entry.kind == "weak labels")
    #expect(!entry.isPartial)
    #expect(entry.byteCount > 500)
    #expect(abs(Double(entry.modified) - Date().timeIntervalSince1970) < 60)
    #expect(entries.first { $0.fingerprint == two }?.isPartial == true)
    #expect(try store.verify() == [])

    let path = store.path(of: one)
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    bytes.removeLast(40)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    var seen: [Int] = []
    let problems = try store.verify { place, count in seen.append(place * 10 + count) }
    #expect(problems.map(\.file) == [path])
    #expect(seen == [2, 12])
    #expect(try store.list().count == 2)
  }

  @Test func cleansWhatIsNotKept() throws {
    try store.write(small, as: one)
    try store.write(small, as: two)
    try store.writePartial(small, of: two)
    // Process ids end at 2^22 on Linux.
    let abandoned = "\(one).h5.99999999-0.tmp"
    let alive = "\(one).h5.\(getpid())-0.tmp"
    for name in [abandoned, alive, "\(one).lock", "notes.txt"] {
      try Data("x".utf8).write(to: URL(fileURLWithPath: "\(store.folder)/\(name)"))
    }
    let plan = try store.clean(keeping: [one], dryRun: true)
    #expect(plan.removed.count == 3)
    #expect(store.contains(two))
    let cleaning = try store.clean(keeping: [one])
    #expect(cleaning == plan)
    #expect(try names == [alive, "\(one).h5", "notes.txt"].sorted())
    #expect(try store.clean(keeping: [one]).removed == [])
  }

  @Test func cleaningLeavesWhatIsBeingMade() throws {
    try store.writePartial(small, of: one)
    let lock = try #require(try store.attemptLock(one))
    let cleaning = try store.clean(keeping: [])
    #expect(cleaning.removed == [])
    #expect(cleaning.busy == [store.partialPath(of: one)])
    lock.release()
    #expect(try store.clean(keeping: []).removed.count == 1)
  }
}
