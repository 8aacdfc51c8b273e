import Datasets
import Storage
import Testing
import Training
import WeakToStrong

@Suite struct MaterializeStageTests {
  @Test func featuresWithClasses() throws {
    let store = try TemporaryStore()
    let artifact = try store.artifact(TinyTasks.points(in: store))
    #expect(artifact.attributes["classes"] == .texts(["0", "1"]))
    #expect(artifact.attributes["task-kind"] == .text("features"))
    #expect(
      artifact.attributes["splits"] == .texts(["supervisor", "transfer", "validation", "test"]))
    #expect(artifact["transfer/features"]?.shape == [16, 2])
    #expect(artifact["transfer/features"]?.attributes["axes"] == .texts(["example", "feature"]))
    var rows: [Int64] = []
    for split in Split.allCases {
      let name = split.rawValue
      #expect(
        try artifact.int32("\(name)/labels", in: "").count == TinyTasks.splits[split], "\(name)")
      #expect(try artifact.int64("\(name)/groups", in: "").count == TinyTasks.splits[split])
      rows += try artifact.int64("\(name)/rows", in: "")
    }
    #expect(rows.count == 44)
    #expect(Set(rows).count == 44, "splits are disjoint")
  }

  @Test func textsAndTheirClassOrder() throws {
    let store = try TemporaryStore()
    let artifact = try store.artifact(TinyTasks.sentences(in: store))
    let texts = try artifact.text("test/text", in: "")
    let labels = try artifact.int32("test/labels", in: "")
    #expect(texts.count == 8)
    for (text, label) in zip(texts, labels) {
      #expect((label == 1) == text.hasSuffix("ä"), "class 1 is yes: \(text)")
    }
    #expect(artifact["test/features"] == nil)
  }

  @Test func realTargets() throws {
    let store = try TemporaryStore()
    let artifact = try store.artifact(TinyTasks.generated(in: store))
    #expect(artifact.attributes["classes"] == .texts([]))
    #expect(artifact["validation/targets"]?.shape == [8, 1])
    #expect(artifact["validation/labels"] == nil)
  }

  @Test func aSplitWithoutExamplesIsLeftOut() throws {
    let store = try TemporaryStore()
    var stage = try TinyTasks.generated(in: store)
    stage.task.splits.validation = 0
    let artifact = try store.artifact(stage)
    #expect(artifact.attributes["splits"] == .texts(["supervisor", "transfer", "test"]))
    #expect(!artifact.arrays.keys.contains { $0.hasPrefix("validation/") })
  }

  @Test func groundTruthIsReadBack() throws {
    let store = try TemporaryStore()
    let points = try store.run(TinyTasks.points(in: store))
    let artifact = try store.store.read(points)
    let labels = try artifact.int32("test/labels", in: "").map(Int.init)
    let truth = try TaskArtifact.groundTruth(of: .test, in: points, store.context())
    #expect(truth == .classes(labels, of: 2))

    let generated = try store.run(TinyTasks.generated(in: store))
    let targets = try TaskArtifact.groundTruth(of: .test, in: generated, store.context())
    #expect(targets.kind == .values && targets.columns == 1 && targets.count == 8)
  }

  @Test func aBrokenArtifactSaysWhatToDo() throws {
    let store = try TemporaryStore()
    let empty = try store.put(Artifact(), "empty")
    let error = #expect(throws: StorageError.self) {
      try TaskArtifact.groundTruth(of: .test, in: empty, store.context())
    }
    #expect(
      error?.description
        == "artifact.h5: attribute classes: is missing; remove the file so that it is made again")
  }

  @Test func dataThatWentMissing() throws {
    let store = try TemporaryStore()
    var stage = try TinyTasks.points(in: store)
    stage.task.source = .file(FileSource(path: "gone.csv", label: "label", features: ["x"]))
    let error = #expect(throws: DatasetError.self) { try store.artifact(stage) }
    #expect(error?.kind == .missing)
  }
}
