import Storage
import Testing

@Suite struct ArtifactFileTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test func readsWhatItWrote() throws {
    let path = scratch.file("a.h5")
    try ArtifactFile.write(everything, to: path)
    #expect(try ArtifactFile.read(path) == everything)
    try ArtifactFile.verify(path)
    #expect(try ArtifactFile.attributes(path) == everything.attributes)
    #expect(try scratch.names == ["a.h5"])
  }

  @Test func readsTheArraysAskedFor() throws {
    let path = scratch.file("a.h5")
    try ArtifactFile.write(everything, to: path)
    let part = try ArtifactFile.read(path, only: ["codes", "parameters/bias"])
    #expect(
      part.arrays == everything.arrays.filter { ["codes", "parameters/bias"].contains($0.key) })
    #expect(part.attributes == everything.attributes)
    let error = #expect(throws: StorageError.self) { try ArtifactFile.read(path, only: ["code"]) }
    #expect(error?.kind == .unexpected)
    #expect(error?.path == "code")
  }

  @Test func sameArtifactSameBytes() throws {
    // A dictionary's order depends on how it came to be.
    var other = Artifact()
    for name in everything.arrays.keys.sorted().reversed() { other[name] = everything[name] }
    for name in everything.attributes.keys.sorted() {
      other.attributes[name] = everything.attributes[name]
    }
    try ArtifactFile.write(everything, to: scratch.file("a.h5"))
    try ArtifactFile.write(other, to: scratch.file("b.h5"))
    #expect(try scratch.bytes("a.h5") == scratch.bytes("b.h5"))
  }

  @Test func bytesDoNotDependOnWhen() async throws {
    try ArtifactFile.write(everything, to: scratch.file("a.h5"))
    try await Task.sleep(for: .seconds(1.1))  // HDF5's times are whole seconds
    try ArtifactFile.write(everything, to: scratch.file("b.h5"))
    #expect(try scratch.bytes("a.h5") == scratch.bytes("b.h5"))
  }

  @Test func replacesAnOlderFile() throws {
    let path = scratch.file("a.h5")
    try ArtifactFile.write(Artifact(attributes: ["old": 1]), to: path)
    try ArtifactFile.write(everything, to: path)
    #expect(try ArtifactFile.read(path) == everything)
  }

  @Test func manyArraysAndAttributesAndLongTexts() throws {
    var artifact = Artifact()
    for i in 0..<300 {
      artifact["parameters/blocks.\(i)/weight"] = StoredArray(.float32([Float(i)]))
      artifact.attributes["attribute \(i)"] = .integer(i)
    }
    artifact.attributes["file"] = .text(String(repeating: "é", count: 100_000))
    artifact.attributes["numbers"] = .numbers((0..<20_000).map { Double($0) })
    artifact.attributes["many"] = .texts((0..<10_000).map { "class \($0)" })
    artifact["long"] = StoredArray(.text((0..<500).map { String(repeating: "x", count: $0 * 20) }))
    let path = scratch.file("a.h5")
    try ArtifactFile.write(artifact, to: path)
    #expect(try ArtifactFile.read(path) == artifact)
  }

  @Test func manyThreadsAtOnce() async throws {
    let folder = scratch.path
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for i in 0..<8 {
        group.addTask {
          var artifact = everything
          artifact["large"] = StoredArray(.float32([Float](repeating: Float(i), count: 400_000)))
          for round in 0..<4 {
            let path = "\(folder)/\(i % 3)-\(round % 2).h5"
            try ArtifactFile.write(artifact, to: path)
            var read = try ArtifactFile.read(path)
            read["large"] = artifact["large"]
            guard read == artifact else { return false }
          }
          return true
        }
      }
      for try await same in group { #expect(same) }
    }
    #expect(try scratch.names.count == 6)
  }

  @Test(arguments: [
    ("a//b", "is not a name of the form a/b/c"), ("", "is not a name of the form a/b/c"),
    ("../a", "is not a name of the form a/b/c"), ("a\u{0}", "holds a NUL character"),
    ("codes/below", "stands below another array"),
  ])
  func refusesNamesThatHDF5CannotKeep(name: String, problem: String) throws {
    var artifact = everything
    artifact[name] = StoredArray(.int32([1]))
    let error = #expect(throws: StorageError.self) {
      try ArtifactFile.write(artifact, to: scratch.file("a.h5"))
    }
    #expect(error?.problem.hasPrefix(problem) == true, "\(error?.description ?? "")")
    #expect(try scratch.names == [])
  }

  @Test func refusesTextsWithNUL() throws {
    let texts = Artifact(arrays: ["t": StoredArray(.text(["a\u{0}b"]))])
    let attribute = Artifact(attributes: ["t": "a\u{0}b"])
    for artifact in [texts, attribute] {
      let error = #expect(throws: StorageError.self) {
        try ArtifactFile.write(artifact, to: scratch.file("a.h5"))
      }
      #expect(error?.problem.contains("NUL") == true)
    }
  }

  @Test func folderThatIsNotThere() throws {
    let error = #expect(throws: StorageError.self) {
      try ArtifactFile.write(everything, to: scratch.file("absent/a.h5"))
    }
    #expect(error?.kind == .missing)
    #expect(error?.file == scratch.file("absent/a.h5"))
  }
}
