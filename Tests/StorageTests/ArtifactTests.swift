import Testing

@testable import Storage

@Suite struct ArtifactTests {
  let artifact = Artifact(
    arrays: ["a": StoredArray(shape: [1, 2], values: .float32([1, 2]))],
    attributes: ["kind": "labels", "rows": 1])

  @Test func givesWhatItHolds() throws {
    #expect(try artifact.float32("a", shape: [1, 2], in: "f.h5") == [1, 2])
    #expect(try artifact.integer("rows", in: "f.h5") == 1)
    #expect(try artifact.text(attribute: "kind", in: "f.h5") == "labels")
  }

  @Test func namesFilePlaceAndRemedy() {
    let missing = #expect(throws: StorageError.self) { try artifact.float32("b", in: "f.h5") }
    #expect(missing?.description == "f.h5: b: there is no such array; the file holds: a")
    let type = #expect(throws: StorageError.self) { try artifact.int64("a", in: "f.h5") }
    #expect(type?.problem == "holds float32, wanted int64")
    let shape = #expect(throws: StorageError.self) {
      try artifact.float32("a", shape: [2, 1], in: "f.h5")
    }
    #expect(shape?.problem == "has shape [1, 2], wanted [2, 1]")
    let attribute = #expect(throws: StorageError.self) { try artifact.integer("kind", in: "f.h5") }
    #expect(attribute?.description.contains("attribute kind: is not a whole number") == true)
  }
}
