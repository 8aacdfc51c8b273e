import Configuration
import Experiments
import Foundation
import Testing

@Suite struct ExperimentFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func message(_ path: String, _ overrides: [String] = []) -> String? {
    let error = #expect(throws: ConfigurationError.self) {
      try ExperimentFile.decode(Sample.self, at: path, overrides: overrides)
    }
    return error?.description.replacingOccurrences(of: folder.path + "/", with: "")
  }

  @Test func fillsInEveryDefault() throws {
    let path = try folder.file("a.yaml", "name: x\nloss: confidence\n")
    let (value, _) = try ExperimentFile.decode(Sample.self, at: path)
    #expect(value == Sample(name: "x", loss: SampleLoss(SampleConfidence())))
    let resolved = YAMLWriter.write(value.node)
    #expect(
      resolved == """
        name: x
        seeds: [0]
        pairs: all
        training: {epochs: 2, rate: 5e-05, schedule: cosine, balance: true}
        loss:
          confidence: {weight: 0.75, warmup: 0.2}
        losses: []
        limit: null
        through: null
        template: "{text}"

        """)
    let again = try folder.file("b.yaml", resolved)
    #expect(try ExperimentFile.decode(Sample.self, at: again).value == value)
  }

  @Test func filesAreLookedUpBesideAFileAndTheOneItExtends() throws {
    let base = try folder.file("base/base.yaml", "name: base\n")
    let path = try folder.file("a.yaml", "extends: base/base.yaml\nname: a\n")
    #expect(try ExperimentFile.folders(of: base) == [folder.path + "/base"])
    #expect(try ExperimentFile.folders(of: path) == [folder.path, folder.path + "/base"])
    let beside = try folder.file("b.yaml", "extends: a.yaml\n")
    #expect(try ExperimentFile.folders(of: beside) == [folder.path])
  }

  @Test func extendsOneFile() throws {
    _ = try folder.file(
      "base/base.yaml",
      "name: base\nseeds: [0, 1, 2]\ntraining:\n  epochs: 5\n  rate: 0.1\n")
    let path = try folder.file(
      "a.yaml", "extends: base/base.yaml\nname: x\nseeds: [7]\ntraining: {rate: 0.2}\n")
    let (value, node) = try ExperimentFile.decode(Sample.self, at: path)
    #expect(
      value == Sample(name: "x", seeds: [7], training: SampleTraining(epochs: 5, rate: 0.2)))
    #expect(node["training"]?["epochs"]?.mark.file == folder.path + "/base/base.yaml")
    #expect(node["training"]?["rate"]?.mark == Mark(file: path, line: 4, column: 18))
  }

  @Test func pointsIntoTheFileThatIsWrong() throws {
    _ = try folder.file("base.yaml", "name: base\ntraining:\n  epohcs: 5\n  rate: x\n")
    let path = try folder.file("a.yaml", "extends: base.yaml\nseeds: 7\ntraining: {balance: 1}\n")
    #expect(
      message(path, ["training.schedule=cosnie"])
        == """
        a.yaml:2:8: expected a list, found '7'; write a list such as [a, b]
        a.yaml:3:21: expected true or false, found '1'; write true or false
        base.yaml:3:3: unknown key 'epohcs'; did you mean 'epochs'?
        base.yaml:4:9: expected a number, found 'x'; write a number such as 0.5 or 5e-5
        argument training.schedule=cosnie: unknown value 'cosnie'; did you mean 'cosine'?
        """.sortedByFile(["base.yaml", "a.yaml", "argument"]))
  }

  @Test(arguments: [
    ("extends: a.yaml\nname: x\n", "b.yaml"),
    ("name: x\nextends: base.yaml\n", "base.yaml"),
  ])
  func extendsOneLevelOnly(base: String, name: String) throws {
    _ = try folder.file("base.yaml", base)
    let path = try folder.file("a.yaml", "extends: base.yaml\n")
    let line = base.hasPrefix("extends") ? 1 : 2
    let next = base.hasPrefix("extends") ? "a.yaml" : "base.yaml"
    #expect(
      message(path) == "base.yaml:\(line):1: 'extends' in a file that a.yaml extends; "
        + "extend one level only: copy what is needed from '\(next)'")
  }

  @Test(arguments: [
    ("extends: bsae.yaml", "a.yaml:1:10: bsae.yaml: no such file; did you mean 'base.yaml'?"),
    ("extends: x/y.yaml", "a.yaml:1:10: x/y.yaml: no such file; check the path"),
    ("extends: sub", "a.yaml:1:10: sub: this is a folder; name an experiment file in it"),
    (
      "extends: [base.yaml]",
      "a.yaml:1:10: expected a text, found a list; write a text such as \"…\""
    ),
    (
      "", "a.yaml: the file is empty; begin with name: and task:, or start from one of Experiments/"
    ),
    (
      "# x\n",
      "a.yaml: the file is empty; begin with name: and task:, or start from one of Experiments/"
    ),
    ("- a\n", "a.yaml:1:1: expected a mapping, found a list; write an experiment as key: value"),
    ("x\n", "a.yaml:1:1: expected a mapping, found 'x'; write an experiment as key: value"),
    ("seeds: [0]\n", "a.yaml:1:1: key 'name' is missing; add it: what the run is called"),
  ])
  func refuses(text: String, expected: String) throws {
    _ = try folder.file("base.yaml", "name: x\n")
    _ = try folder.file("sub/c.yaml", "name: x\n")
    let path = try folder.file("a.yaml", text)
    #expect(message(path) == expected)
  }

  @Test func refusesWhatIsNoFile() throws {
    _ = try folder.file("quickstart.yaml", "name: x\n")
    #expect(
      message(folder.path + "/quikstart.yaml")
        == "quikstart.yaml: no such file; did you mean 'quickstart.yaml'?")
    #expect(message(folder.path + "/other") == "other: no such file; check the path")
    #expect(
      message(folder.path)?.hasSuffix(": this is a folder; name an experiment file in it") == true)
  }

  @Test func refusesWhatIsNotUTF8() throws {
    let path = try folder.file("a.yaml", Data("name: x\n# ü".utf8) + Data([0xE9, 0x20]))
    #expect(message(path) == "a.yaml:2:4: not UTF-8; save the file in the encoding UTF-8")
  }

  @Test func refusesWhatMayNotBeRead() throws {
    let path = try folder.file("a.yaml", "name: x")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    // The superuser may read everything.
    guard !FileManager.default.isReadableFile(atPath: path) else { return }
    #expect(message(path) == "a.yaml: the file cannot be read; check its permissions")
  }
}

extension String {
  fileprivate func sortedByFile(_ files: [String]) -> String {
    let lines = split(separator: "\n")
    return files.flatMap { file in lines.filter { $0.hasPrefix(file) } }.joined(separator: "\n")
  }
}
