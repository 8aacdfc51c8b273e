import Foundation
import Testing

@testable import Datasets

@Suite struct DataRootTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["data", "beside", "base"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
    }
  }

  private var root: DataRoot {
    DataRoot("\(folder.path)/data", beside: ["\(folder.path)/beside", "\(folder.path)/base"])
  }

  @Test func theDataRootComesFirst() throws {
    try folder.write("base/p.csv", "")
    #expect(root.locate("p.csv") == "\(folder.path)/base/p.csv")
    try folder.write("beside/p.csv.gz", "")
    #expect(root.locate("p.csv") == "\(folder.path)/beside/p.csv.gz")
    try folder.write("data/p.csv", "")
    #expect(root.locate("p.csv") == "\(folder.path)/data/p.csv")
    #expect(root.locate("/p.csv") == nil)
  }

  @Test func theMessageNamesEveryPlace() {
    #expect(
      message(folder) { _ = try root.find("p.csv") }
        == "data/p.csv: no such file (nor with .gz), nor beside/p.csv, nor base/p.csv; put it there, or name "
        + "the folder that holds 'p.csv' with --data or W2S_DATA")
  }

  /// `list tasks` looks nowhere else.
  @Test func namedDataSetsLieUnderTheDataRoot() throws {
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/beside/sst2", withIntermediateDirectories: true)
    try folder.write("beside/sst2/train.tsv", "sentence\tlabel\na\t1\n")
    let named = try task("{\"source\": \"sst2\", \"splits\": {\"transfer\": 1, \"test\": 1}}")
    #expect(
      message(folder) { _ = try named.resolved(in: root) }
        .hasPrefix("data/sst2/train.tsv: no such file (nor with .gz); data set 'sst2' wants it"))
  }

  @Test func whereAFileLiesIsNotPartOfATask() throws {
    let json =
      "{\"source\": {\"path\": \"p.csv\", \"text\": \"a\", \"label\": \"b\"}, "
      + "\"splits\": {\"transfer\": 1, \"test\": 1}}"
    try folder.write("beside/p.csv", "a,b\n")
    let beside = try task(json).resolved(in: root)
    try folder.write("data/p.csv", "a,b\n")
    let under = try task(json).resolved(in: root)
    #expect(beside.configuration == under.configuration)
    #expect(beside.inputFiles != under.inputFiles)
  }
}
