import Foundation
import Testing

/// A folder with experiment files and data in which the program is run.
final class Workplace {
  private let folder: Folder

  var path: String { folder.path }

  init() throws {
    folder = try Folder()
    try write(Self.features, to: "features.yaml")
    try write(Self.texts, to: "texts.yaml")
    try write(Self.decoders, to: "decoders.yaml")
    try write(Self.table, to: "Data/reviews.csv")
  }

  /// Two seeds of one pair on generated numbers.
  static let features = """
    name: features
    task:
      kind: features
      source: { generator: relu-network, dimension: 4, width: 8 }
      splits: { supervisor: 60, transfer: 60, validation: 30, test: 60 }
    models:
      small: { architecture: random-features, width: 4, normalized: true }
      large: { architecture: mlp, hidden: [8] }
    pairs: stronger
    training:
      steps: 40
      batch: 16
      rate: 0.01
      evaluations: 4
      selection: [final, weak-validation]
    seeds: [0, 1]
    statistics: { draws: 100 }

    """

  /// Two methods on a table of texts.
  static let texts = """
    name: texts
    task:
      source: { path: reviews.csv, text: text, label: label }
      splits: { supervisor: 30, transfer: 30, validation: 16, test: 30 }
    tokenizer: byte
    models:
      small: { architecture: gpt, layers: 1, width: 4, heads: 1, context: 8 }
      large: { architecture: gpt, layers: 1, width: 8, heads: 2, context: 8 }
    pairs: stronger
    methods: [finetune, confidence]
    training: { epochs: 3, batch: 8, rate: 1e-2, evaluations: 3 }
    statistics: { draws: 100 }

    """

  /// Two language models on the same table.
  static let decoders = """
    name: decoders
    objective: next-token
    task:
      source: { path: reviews.csv, text: text, label: label }
      splits: { transfer: 60, validation: 16, test: 30 }
    tokenizer: { kind: bpe, vocabulary: 270 }
    models:
      small: { architecture: gpt, layers: 1, width: 4, heads: 1, context: 8 }
      large: { architecture: gpt, layers: 1, width: 8, heads: 2, context: 8 }
    training: { epochs: 6, batch: 8, rate: 1e-2, evaluations: 3 }
    statistics: { draws: 100 }

    """

  /// 120 different texts, every other one positive.
  static let table =
    "text,label\n"
    + (0..<120).map { row in
      "\(row % 2 == 0 ? "good" : "bad") thing \(row),\(row % 2 == 0 ? "positive" : "negative")\n"
    }.joined()

  func write(_ text: String, to name: String) throws {
    try write(Data(text.utf8), to: name)
  }

  func write(_ data: Data, to name: String) throws {
    let url = URL(fileURLWithPath: path).appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }

  func text(_ name: String) throws -> String { try folder.text(name) }

  func w2s(_ arguments: String...) throws -> Binary.Outcome { try w2s(arguments) }

  func w2s(_ arguments: [String]) throws -> Binary.Outcome {
    try Binary.run(arguments, in: path)
  }

  func start(_ arguments: [String], by launcher: [String] = []) throws -> Binary.Running {
    try Binary.start(arguments, in: path, by: launcher)
  }

  /// Runs to the end, which must be a good one.
  func finish(_ arguments: [String]) throws {
    let outcome = try w2s(arguments)
    try #require(outcome.code == 0, "\(outcome.error)")
  }

  /// Every file of a folder and of those in it that lasts, by name: not locks, nor the manifest and the
  /// cards of models, which say when and where the run was made.
  func contents(of name: String) throws -> [String: Data] {
    let root = URL(fileURLWithPath: path).appendingPathComponent(name).path
    var contents: [String: Data] = [:]
    for file in try FileManager.default.subpathsOfDirectory(atPath: root) {
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: root + "/" + file, isDirectory: &isFolder)
      let isPassing = [".lock", ".tmp", "manifest.json", "README.md"].contains {
        file.hasSuffix($0)
      }
      guard !isFolder.boolValue, !isPassing else { continue }
      contents[file] = FileManager.default.contents(atPath: root + "/" + file)
    }
    return contents
  }

  /// The artifacts under a results root, as paths.
  func artifacts(_ root: String) throws -> [String] {
    let store = "\(path)/\(root)/.store"
    guard FileManager.default.fileExists(atPath: store) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: store)
      .filter { $0.hasSuffix(".h5") }.sorted().map { "\(root)/.store/\($0)" }
  }

  /// The artifact that a plan lists under a title.
  func artifact(titled title: String, of experiment: [String], in root: String) throws -> String {
    let plan = try w2s(["plan"] + experiment + ["--output", root, "--json"])
    let object = try JSONSerialization.jsonObject(with: Data(plan.output.utf8)) as? [String: Any]
    let stages = try #require(object?["stages"] as? [[String: Any]])
    let stage = try #require(stages.first { $0["title"] as? String == title })
    return "\(root)/.store/\(try #require(stage["fingerprint"] as? String)).h5"
  }

  func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(path)/\(name)")
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(path)/\(name)")
  }

  /// Waits until something is so, or for half a minute.
  func wait(until isSo: () throws -> Bool) throws {
    let end = Date().addingTimeInterval(30)
    while try !isSo() {
      try #require(Date() < end, "waited in vain")
      usleep(2000)
    }
  }
}

/// Expects two folders to hold the same files, byte by byte, and names those that differ.
func expectSame(
  _ found: [String: Data], _ wanted: [String: Data], _ comment: Comment? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let names = Set(found.keys).union(wanted.keys)
  let different = names.filter { found[$0] != wanted[$0] }.sorted()
  #expect(different.isEmpty, comment, sourceLocation: sourceLocation)
}
