import Storage
import Testing

/// Files that are not what they should be: one clear error each, never a crash.
@Suite struct DamagedFileTests {
  let scratch: Scratch
  let path: String

  init() throws {
    scratch = try Scratch()
    path = scratch.file("a.h5")
  }

  private func failure() -> StorageError? {
    #expect(throws: StorageError.self) { try ArtifactFile.read(path) }
  }

  @Test func missing() {
    let error = failure()
    #expect(error?.kind == .missing)
    #expect(error?.description.hasPrefix(path + ": ") == true)
  }

  @Test func empty() throws {
    try scratch.write([], to: "a.h5")
    #expect(failure()?.kind == .damaged)
    #expect(failure()?.problem == "the file is empty")
  }

  @Test func garbage() throws {
    try scratch.write((0..<5000).map { UInt8(truncatingIfNeeded: $0 * 7) }, to: "a.h5")
    #expect(failure()?.kind == .foreign)
    #expect(failure()?.problem == "this is not an HDF5 file")
    #expect(throws: StorageError.self) { try HDF5Tree.describe(path) }
  }

  @Test func writtenBySomeoneElse() throws {
    let error = #expect(throws: StorageError.self) { try ArtifactFile.read(fixture("foreign.h5")) }
    #expect(error?.kind == .foreign)
    #expect(error?.problem == "this HDF5 file was not written by this version of w2s")
  }

  @Test func folder() {
    let error = #expect(throws: StorageError.self) { try ArtifactFile.read(scratch.path) }
    #expect(error?.file == scratch.path)
  }

  @Test(arguments: [1, 7, 12, 60, 95, 99])
  func cutOff(percent: Int) throws {
    try ArtifactFile.write(everything, to: path)
    let bytes = try scratch.bytes("a.h5")
    try scratch.write(Array(bytes[..<(bytes.count * percent / 100)]), to: "a.h5")
    let error = failure()
    #expect(error?.kind == .damaged || error?.kind == .foreign, "\(error?.description ?? "")")
    #expect(error?.remedy.contains("remove") == true || error?.kind == .foreign)
    #expect(error?.description.contains("\n") == false)
  }

  @Test func oneFlippedBitOfANumber() throws {
    let values = (0..<1000).map { Float($0) * 1.25 }
    try ArtifactFile.write(Artifact(arrays: ["v": StoredArray(.float32(values))]), to: path)
    var bytes = try scratch.bytes("a.h5")
    let pattern = values[500..<504].flatMap { value in
      withUnsafeBytes(of: value) { Array($0) }
    }
    let place = try #require(
      (0..<bytes.count - 16).first { Array(bytes[$0..<$0 + 16]) == pattern })
    bytes[place] ^= 1
    try scratch.write(bytes, to: "a.h5")
    let error = failure()
    #expect(error?.kind == .damaged)
    #expect(error?.path == "v")
    #expect(error?.problem.contains("checksum") == true)
  }

  /// One byte of the file after the other: either the content is still the same (a byte that nothing
  /// uses) or it is an error.
  @Test func anyByteChanged() throws {
    let artifact = Artifact(
      arrays: ["v": StoredArray(.float32([1, 2, 3])), "g/t": StoredArray(.text(["a", "bc"]))],
      attributes: ["kind": "labels"])
    try ArtifactFile.write(artifact, to: path)
    let bytes = try scratch.bytes("a.h5")
    var errors = 0
    for place in stride(from: 0, to: bytes.count, by: 7) {
      var changed = bytes
      changed[place] = ~changed[place]
      try scratch.write(changed, to: "a.h5")
      do {
        let read = try ArtifactFile.read(path)
        #expect(read == artifact, "byte \(place)")
      } catch {
        errors += 1
      }
    }
    #expect(errors > 50)
  }
}
