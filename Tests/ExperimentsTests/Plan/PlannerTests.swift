import Foundation
import Storage
import Testing
import Training
import WeakToStrong

import struct Datasets.DataRoot

@testable import Experiments

@Suite struct PlannerTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    _ = try folder.file("points.csv", "x,y,label\n1,2,0\n")
  }

  private func plan(_ text: String) throws -> Plan {
    try Planner.plan(experiment(text), dataRoot: DataRoot(folder.path), weightsRoot: "Weights")
  }

  private func count(_ plan: Plan, _ kind: String) -> Int {
    plan.stages.count { $0.kind == kind }
  }

  private func titles(_ plan: Plan, _ beginning: String) -> [String] {
    plan.stages.map(\.title).filter { $0.hasPrefix(beginning) }
  }

  private func trainings(_ plan: Plan) -> [TrainStage] {
    plan.stages.compactMap { $0.stage as? TrainStage }
  }

  // MARK: Sharing

  /// Three sizes, all pairs, two methods, two seeds. For each seed: 3 supervisors with labels on three
  /// splits, 3 ceilings and 6 · 2 students with predictions on test; the data once.
  @Test func numberOfStagesOfALadder() throws {
    let plan = try plan(
      pointsExperiment(["[finetune]": "[finetune, confidence]", "seeds: [0]": "seeds: [0, 1]"]))
    #expect(plan.cells.count == 6 * 2 * 2)
    #expect(count(plan, "materialize") == 1)
    #expect(count(plan, "tokenize") == 0)
    #expect(count(plan, "train") == 2 * (3 + 3 + 12))
    #expect(count(plan, "label") == 2 * (3 * 3 + 3 + 12))
    #expect(plan.stages.count == 85)
  }

  /// However many methods and pairs there are.
  @Test(arguments: [
    ("[finetune]", "all"), ("[finetune, confidence]", "all"),
    ("[finetune, confidence, bootstrap: {through: [medium]}]", "all"),
    (
      "[finetune, {confidence: {preset: reference}, as: other}]",
      "[[small, large], [medium, large]]"
    ),
  ])
  func oneSupervisorAndOneCeilingOfEachSize(_ methods: String, _ pairs: String) throws {
    let plan = try plan(
      pointsExperiment(["[finetune]": methods, "pairs: all": "pairs: \(pairs)"]))
    let supervisors = titles(plan, "supervisor ")
    #expect(Set(supervisors).count == supervisors.count)
    let ceilings = titles(plan, "ceiling ")
    #expect(Set(ceilings).count == ceilings.count)
    #expect(supervisors.count == (pairs == "all" ? 3 : 2))
    #expect(ceilings.count == (pairs == "all" ? 3 : 1))
    for cell in plan.cells {
      let ceiling = try #require(cell.ceilingRole.training.flatMap { plan[$0]?.title })
      #expect(ceiling == "ceiling \(cell.student), seed 0")
      let supervisor = try #require(cell.supervisorRole.training.flatMap { plan[$0]?.title })
      #expect(supervisor == "supervisor \(cell.supervisor), seed 0")
    }
  }

  /// Where every method brings its own ceiling and supervisor, nobody trains the shared ones; and
  /// models of different selections each label with one of their own.
  @Test func whatNobodyReadsIsNotPlanned() throws {
    let plan = try plan(
      pointsExperiment([
        "[finetune]": "[probe]", "pairs: all": "pairs: [[small, large]]",
      ]).replacing(
        "small: {", with: "small: { training: { selection: weak-validation, evaluations: 2 }, "))
    #expect(titles(plan, "ceiling large").isEmpty)
    #expect(titles(plan, "supervisor small").isEmpty)
    #expect(titles(plan, "supervisor probe small").count == 1)
    #expect(plan.cells[0].supervisorRole.selection == .weakValidation)
    #expect(plan.cells[0].studentRole.selection == .final)
    #expect(plan.cells[0].supervisorRole.owner.method == "probe")
    #expect(plan.cells[0].ceilingRole.owner.method == "probe")
  }

  /// The trio: the supervisor trains on its split's truth, student and ceiling on the transfer
  /// split, the student on the labels that the supervisor gave there.
  @Test func theTrio() throws {
    let plan = try plan(pointsExperiment(["pairs: all": "pairs: [[small, large]]"]))
    let cell = try #require(plan.cells.first)
    func stage(_ role: Cell.Role) throws -> TrainStage {
      try #require(role.training.flatMap { plan[$0]?.stage } as? TrainStage)
    }
    let (supervisor, student) = (try stage(cell.supervisorRole), try stage(cell.studentRole))
    let ceiling = try stage(cell.ceilingRole)
    #expect(supervisor.split == .supervisor && supervisor.labels == .groundTruth)
    #expect(student.split == .transfer && ceiling.split == .transfer)
    #expect(ceiling.labels == .groundTruth && ceiling.validation == .groundTruth)
    let weak = try #require(cell.supervisorRole.transfer)
    #expect(student.labels == .predictions(weak, hard: false))
    let labels = try #require(plan[weak]?.stage as? LabelStage)
    #expect(labels.split == .transfer && labels.training == cell.supervisorRole.training)
    guard case .predictions(let validation, hard: false)? = student.validation else {
      Issue.record("the student's validation labels are the supervisor's")
      return
    }
    #expect((plan[validation]?.stage as? LabelStage)?.split == .validation)
    #expect(student.model == ceiling.model && student.training == ceiling.training)
    #expect(student.seed == ceiling.seed)
    for role in cell.roles { #expect((plan[role.test]?.stage as? LabelStage)?.split == .test) }
  }

  @Test func withoutValidationNothingIsLabelledThere() throws {
    let plan = try plan(pointsExperiment(["validation: 10, ": ""]))
    #expect(trainings(plan).allSatisfy { $0.validation == nil })
    #expect(
      plan.stages.compactMap { $0.stage as? LabelStage }.allSatisfy { $0.split != .validation })
  }

  @Test func selectionsShareTheirTraining() throws {
    let one = try plan(pointsExperiment())
    let two = try plan(
      pointsExperiment(["{epochs: 2}": "{epochs: 2, selection: [final, weak-validation]}"]))
    #expect(two.cells.count == 2 * one.cells.count)
    #expect(count(two, "train") == count(one, "train"))
    #expect(Set(two.cells.map(\.selection)) == [.final, .weakValidation])
    #expect(two.cells.allSatisfy { $0.supervisorRole.selection == .final })
    #expect(two.cells.allSatisfy { $0.studentRole.selection == $0.selection })
    #expect(two.cells.allSatisfy { $0.ceilingRole.selection == $0.selection })
  }

  /// The chain's first link is a naively finetuned student of the pair beside it.
  @Test func bootstrappingSharesWithFinetuning() throws {
    let plan = try plan(
      pointsExperiment([
        "[finetune]": "[finetune, bootstrap: {through: [medium]}]",
        "pairs: all": "pairs: [[small, medium], [small, large]]",
      ]))
    #expect(
      titles(plan, "student ") == [
        "student medium on labels of small (cross-entropy), seed 0",
        "student medium on labels of medium ← small (cross-entropy), seed 0",
        "student large on labels of small (cross-entropy), seed 0",
        "student large on labels of medium ← small (cross-entropy), seed 0",
      ])
  }

  // MARK: Order

  @Test func everyStageComesAfterWhatItNeeds() throws {
    let plan = try plan(
      pointsExperiment(["[finetune]": "[finetune, bootstrap: {through: [small, medium]}]"]))
    var seen: Set<Fingerprint> = []
    for planned in plan.stages {
      #expect(planned.stage.dependencies.allSatisfy(seen.contains), "\(planned.title)")
      seen.insert(planned.fingerprint)
    }
    #expect(plan.cells.allSatisfy { $0.targets.allSatisfy(seen.contains) })
  }

  @Test func theOrderOfPairsMethodsAndSeedsChangesNoStage() throws {
    let one = try plan(
      pointsExperiment([
        "pairs: all": "pairs: [[small, medium], [small, large], [medium, large]]",
        "[finetune]": "[finetune, confidence]", "seeds: [0]": "seeds: [0, 1]",
      ]))
    let other = try plan(
      pointsExperiment([
        "pairs: all": "pairs: [[medium, large], [small, large], [small, medium]]",
        "[finetune]": "[confidence, finetune]", "seeds: [0]": "seeds: [1, 0]",
      ]))
    #expect(Set(one.stages.map(\.fingerprint)) == Set(other.stages.map(\.fingerprint)))
    #expect(one.cells.count == other.cells.count)
    #expect(one.cells.allSatisfy(other.cells.contains))
  }

  // MARK: What is hashed and what is not

  @Test func namesAreNotHashed() throws {
    let one = try plan(pointsExperiment())
    let other = try plan(
      pointsExperiment([
        "name: points": "name: other", "small:": "tiny:", "large:": "huge:",
        "methods: [finetune]": "methods: [{finetune: {}, as: naive}]",
      ]))
    #expect(one.stages.map(\.fingerprint) == other.stages.map(\.fingerprint))
    #expect(one.cells.map(\.targets) == other.cells.map(\.targets))
  }

  @Test func theDataAreHashed() throws {
    let before = try plan(pointsExperiment())
    let sameElsewhere = try TemporaryFolder()
    _ = try sameElsewhere.file("points.csv", "x,y,label\n1,2,0\n")
    let same = try Planner.plan(
      experiment(pointsExperiment()), dataRoot: DataRoot(sameElsewhere.path), weightsRoot: "Weights"
    )
    #expect(same.stages.map(\.fingerprint) == before.stages.map(\.fingerprint))

    _ = try folder.file("points.csv", "x,y,label\n1,2,1\n")
    let after = try plan(pointsExperiment())
    let common = Set(after.stages.map(\.fingerprint)).intersection(before.stages.map(\.fingerprint))
    #expect(common.isEmpty)
    #expect(after.inputs.map(\.name) == ["points.csv"])
    #expect(after.inputs != before.inputs)
  }

  @Test func aDataSetByNameIsTheSameAsByItsFile() throws {
    let rows = "sentence\tlabel\na b\t0\n"
    _ = try folder.file("sst2/train.tsv", rows)
    func text(_ source: String) -> String {
      """
      name: texts
      task:
        source: \(source)
        splits: {supervisor: 1, transfer: 1, test: 1}
      models: {a: {architecture: gpt}}
      """
    }
    let named = try plan(text("sst2"))
    let described = try plan(
      text("{path: sst2/train.tsv, text: sentence, label: label}")
        .replacingOccurrences(
          of: "  splits", with: "  classes: [\"0\", \"1\"]\n  group: {containment: 4}\n  splits"))
    #expect(named.stages.map(\.fingerprint) == described.stages.map(\.fingerprint))
  }

  // MARK: Seeds

  @Test func dataAreSharedBySeedsUnlessTheirFilesDiffer() throws {
    let shared = try plan(pointsExperiment(["seeds: [0]": "seeds: [0, 1]"]))
    #expect(count(shared, "materialize") == 1)
    #expect(Set(shared.cells.map(\.task)).count == 1)

    for seed in 0...1 { _ = try folder.file("points-\(seed).csv", "x,y,label\n1,\(seed),0\n") }
    let own = try plan(
      pointsExperiment(["seeds: [0]": "seeds: [0, 1]", "points.csv": "\"points-{seed}.csv\""]))
    #expect(count(own, "materialize") == 2)
    #expect(Set(own.cells.filter { $0.seed == 0 }.map(\.task)).count == 1)
    #expect(Set(own.cells.map(\.task)).count == 2)
    #expect(own.inputs.map(\.name) == ["points-0.csv", "points-1.csv"])
  }

  @Test func seedsShareNoTraining() throws {
    let zero = try plan(pointsExperiment())
    let one = try plan(pointsExperiment(["seeds: [0]": "seeds: [1]"]))
    let common = Set(zero.stages.map(\.fingerprint)).intersection(one.stages.map(\.fingerprint))
    #expect(common.map { zero[$0]?.kind } == ["materialize"])
  }

  // MARK: Texts

  private func texts(_ models: String, labels: String = "") -> String {
    """
    name: texts
    task:
      source: {path: texts.jsonl, text: text, label: label}
      splits: {supervisor: 1, transfer: 1, validation: 1, test: 1}
    models:
    \(labels)\(models)
    seeds: [0, 1]
    """
  }

  @Test func modelsOfOneTokenizerShareTokens() throws {
    _ = try folder.file("texts.jsonl", #"{"text": "a", "label": 0}"#)
    let shared = try plan(
      texts("  a: {architecture: gpt, layers: 1}\n  b: {architecture: gpt, layers: 2}"))
    #expect(count(shared, "tokenize") == 1)
    let own = try plan(
      texts("  a: {architecture: gpt}\n  b: {architecture: gpt, tokenizer: byte}"))
    #expect(count(own, "tokenize") == 2)
  }

  /// Imported labels are planned for the splits that need them; where the file is the same for every
  /// seed, so are they.
  @Test(arguments: [("w.jsonl", 1), ("w-{seed}.jsonl", 2)])
  func importedLabels(_ path: String, _ files: Int) throws {
    _ = try folder.file("texts.jsonl", #"{"text": "a", "label": 0}"#)
    for name in ["w.jsonl", "w-0.jsonl", "w-1.jsonl"] { _ = try folder.file(name, name) }
    let plan = try plan(
      texts(
        "  a: {architecture: gpt}",
        labels: "  gpt2: {labels: {path: \"\(path)\", probabilities: p}}\n")
        + "\npairs: [[gpt2, a]]\n")
    #expect(count(plan, "import") == 3 * files)
    #expect(count(plan, "train") == 2 * 2, "a student and a ceiling for each seed")
    #expect(plan.cells.allSatisfy { $0.supervisorRole.training == nil })
  }

  @Test func aMissingFileIsToldBeforeAnythingIsDone() throws {
    let error = #expect(throws: (any Error).self) {
      try plan(pointsExperiment(["points.csv": "point.csv"]))
    }
    let message = error.map { "\($0)" } ?? ""
    #expect(message.hasPrefix("\(folder.path)/point.csv: no such file"))
  }
}
