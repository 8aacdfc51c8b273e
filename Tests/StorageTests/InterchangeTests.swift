import Storage
import Testing

/// Files of other programs, and ours in the eyes of other programs.
@Suite struct InterchangeTests {
  @Test func readsAnArtifactMadeByPython() throws {
    let artifact = try ArtifactFile.read(fixture("artifact.h5"))
    let wanted = Artifact(
      arrays: [
        "probabilities": StoredArray(
          shape: [3, 2], values: .float32([0.25, 0.75, 1, 0, 0.5, 0.5]),
          attributes: ["unit": "probability", "axes": .texts(["example", "class"])]),
        "parameters/b": StoredArray(shape: [], values: .float64([2.5])),
        "parameters/a.weight": StoredArray(
          shape: [1, 2], values: .int32([-1, 2]), attributes: ["scale": 2.0]),
        "ids": StoredArray(.int64([1 << 40, -1])),
        "mask": StoredArray(.uint8([0, 255])),
        "texts": StoredArray(.text(["", "grüße", "a\nb"]), attributes: ["language": "de"]),
        "none": StoredArray(shape: [0, 4], values: .float32([])),
      ],
      attributes: [
        "kind": "weak labels", "rows": 3, "temperature": 0.1,
        "classes": .texts(["négatif", "positif"]), "layers": .integers([0, 6]),
        "rates": .numbers([5e-5, 1e-5]),
      ])
    #expect(artifact == wanted)
  }

  @Test func readsWhatOtherToolsWrite() throws {
    let artifact = try ArtifactFile.readForeign(fixture("foreign.h5"))
    #expect(artifact["features"]?.shape == [20, 3])
    #expect(artifact["features"]?.values == .float32((0..<60).map { Float($0) }))
    #expect(artifact["big_endian"]?.values == .float64([1.5, -2]))
    #expect(artifact["half"]?.values == .float32([0.5, 2]))
    #expect(artifact["short"]?.values == .int32([-3, 300]))
    #expect(artifact["unsigned"]?.values == .int64([1 << 32 - 1]))
    #expect(artifact["flags"]?.values == .uint8([1, 0]))
    #expect(artifact["fixed"]?.values == .text(["ab", "abcd"]))
    #expect(artifact["unwritten"]?.values == .float32([0, 0]))
    #expect(artifact["group/copy"]?.values == .float32([0.5, 2]))
    #expect(artifact["group/nowhere"] == nil)
    #expect(artifact.attributes["title"] == .text("fixed text"))
    #expect(artifact.attributes["nothing"] == .numbers([]))
  }

  @Test func refusesTables() throws {
    let error = #expect(throws: StorageError.self) {
      try ArtifactFile.readForeign(fixture("compound.h5"))
    }
    #expect(error?.path == "table")
    #expect(error?.kind == .unexpected)
  }

  @Test func describesAnyFile() throws {
    let text = try HDF5Tree.describe(fixture("foreign.h5"))
    let lines = text.split(separator: "\n")
    #expect(lines.contains("  @title = \"fixed text\""))
    #expect(lines.contains("  features  float32 [20, 3], chunked and filtered"))
    #expect(lines.contains("    @reference = (of a kind not shown)"))
    #expect(lines.contains("  group/"))
    #expect(lines.contains("    nowhere  (link or type)"))
    #expect(lines.contains("  fixed  text of 4 bytes [2]"))
    let table = try HDF5Tree.describe(fixture("compound.h5"))
    #expect(table.contains("table  compound of 12 bytes [1]"))
    let ours = try HDF5Tree.describe(fixture("artifact.h5"))
    #expect(ours.contains("    @axes = [\"example\", \"class\"]"))
    #expect(ours.contains("  parameters/\n    a.weight  int32 [1, 2]\n      @content_sha256"))
  }

  static let h5dump = "/usr/bin/h5dump"

  @Test(.enabled(if: output(of: h5dump, ["--version"]) != nil, "needs h5dump"))
  func h5dumpReadsOurs() throws {
    let scratch = try Scratch()
    try ArtifactFile.write(everything, to: scratch.file("a.h5"))
    let texts = try #require(output(of: Self.h5dump, ["-d", "texts", scratch.file("a.h5")]))
    #expect(texts.contains("CSET H5T_CSET_UTF8"))
    #expect(texts.contains("(0,0): \"\", \"gr"))
    let numbers = try #require(
      output(of: Self.h5dump, ["-d", "probabilities", scratch.file("a.h5")]))
    #expect(numbers.contains("(0,0): 0.25, 0.75"))
    #expect(numbers.contains("\"probability\""))
    #expect(output(of: Self.h5dump, [scratch.file("a.h5")]) != nil)
  }
}
