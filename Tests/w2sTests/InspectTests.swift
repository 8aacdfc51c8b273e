import Foundation
import Storage
import Testing

@testable import w2s

@Suite struct InspectTests {
  private let folder: Folder

  init() throws {
    folder = try Folder()
    let artifact = Artifact(
      arrays: [
        "parameters/weight": StoredArray(
          shape: [2, 2], values: .float32([-0.5, 0.25, 1e-9, 3]), attributes: ["unit": "1"]),
        "labels": StoredArray(.int32([0, 1, 5])),
        "names": StoredArray(.text(["negative", "positive"])),
        "odd": StoredArray(.float64([.nan, 2])),
        "none": StoredArray(.float32([])),
      ], attributes: ["kind": "train", "classes": .texts(["a", "b"]), "steps": 7])
    try ArtifactFile.write(artifact, to: folder.path + "/a.h5")
  }

  @Test func showsArraysAndAttributes() throws {
    let outcome = try Binary.run(["inspect", "a.h5"], in: folder.path)
    #expect(outcome.code == 0)
    #expect(outcome.error == "")
    #expect(
      outcome.output == """
        a.h5 (checksum: ok)

        attributes
          classes  [a, b]
          kind     train
          steps    7

        arrays
          labels             int32    [3]     0 … 5, mean 2
          names              text     [2]     "negative", "positive"
          none               float32  [0]     empty
          odd                float64  [2]     2 … 2, mean 2, 1 not finite
          parameters/weight  float32  [2, 2]  -0.5000 … 3, mean 0.6875     unit: 1

        """)
  }

  @Test func givesProgramsTheSame() throws {
    let outcome = try Binary.run(
      ["inspect", "a.h5", "--json", "--array", "odd", "--array", "labels"], in: folder.path)
    let shown = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? NSObject
    let wanted =
      try JSONSerialization.jsonObject(
        with: Data(
          """
          {"file": "a.h5", "checksum": "ok",
           "attributes": {"kind": "train", "classes": ["a", "b"], "steps": 7},
           "arrays": {
             "labels": {"type": "int32", "shape": [3], "attributes": {},
               "summary": {"minimum": 0, "mean": 2, "maximum": 5, "notFinite": 0}},
             "odd": {"type": "float64", "shape": [2], "attributes": {},
               "summary": {"minimum": 2, "mean": 2, "maximum": 2, "notFinite": 1}}}}
          """.utf8)) as? NSObject
    #expect(shown == wanted)
  }

  @Test func refusesWhatItCannotRead() throws {
    let missing = try Binary.run(["inspect", "b.h5"], in: folder.path)
    #expect(missing.code == 74)
    #expect(missing.output == "")
    #expect(missing.error.hasPrefix("error: b.h5: "))
    _ = try folder.file("c.h5", "no HDF5 at all")
    let foreign = try Binary.run(["inspect", "c.h5"], in: folder.path)
    #expect(foreign.code == 65)
    #expect(foreign.error.hasPrefix("error: c.h5: "))
    #expect(foreign.error.split(separator: "\n").count == 1)
    let absent = try Binary.run(["inspect", "a.h5", "--array", "x"], in: folder.path)
    #expect(absent.code == 65)
    #expect(absent.error.hasPrefix("error: a.h5: x: "))
  }

  @Test func noticesDamage() throws {
    let url = URL(fileURLWithPath: folder.path + "/a.h5")
    var bytes = try Data(contentsOf: url)
    bytes.removeLast(bytes.count / 2)
    try bytes.write(to: url)
    let outcome = try Binary.run(["inspect", "a.h5"], in: folder.path)
    #expect(outcome.code == 65)
    #expect(outcome.error.hasPrefix("error: a.h5: "))
  }
}
