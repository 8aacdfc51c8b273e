import Reporting
import Storage
import Testing
import Training
import WeakToStrong

@testable import Experiments

/// Methods on made-up predictions. Examples of one group are resampled as a whole, so that with two
/// seeds an interval goes from one seed's difference to the other's.
@Suite struct ComparisonRowsTests {
  private let stored: StoredTrio
  private let oneGroup = [Int](repeating: 7, count: 8)
  private let three = pointsExperiment(["[finetune]": "[finetune, confidence, self-training]"])

  init() throws { stored = try StoredTrio() }

  private func cell(
    _ method: String, seed: Int, _ task: Fingerprint, _ right: Int, against other: String? = nil
  ) throws -> Experiments.Cell {
    var cell = try stored.cell(method, seed: seed, task: task, right: [4, right, 8], of: 8)
    cell.comparedWith = other
    return cell
  }

  @Test func everyMethodAgainstTheFirst() throws {
    let task = try stored.classes(groups: oneGroup)
    let results = try stored.results(
      [
        cell("finetune", seed: 0, task, 5), cell("finetune", seed: 1, task, 5),
        cell("confidence", seed: 0, task, 6), cell("confidence", seed: 1, task, 7),
        cell("self-training", seed: 0, task, 5), cell("self-training", seed: 1, task, 5),
      ], of: three)
    // Every draw of the first difference is above zero: p = 2 / 401, twice that after correction.
    #expect(
      ComparisonRow.csv(results.comparisons) == """
        experiment,task,supervisor,student,first,second,metric,difference,ci_low,ci_high,p,p_holm,n,seeds
        points,points.csv,small,large,confidence,finetune,accuracy,0.1875,0.125,0.25,\
        0.004987531172069825,0.00997506234413965,8,2
        points,points.csv,small,large,self-training,finetune,accuracy,0,0,0,1,1,8,2

        """)
  }

  /// A matched control is what its method is compared with, beside the first of the file.
  @Test func matchedControls() throws {
    let task = try stored.classes(groups: oneGroup)
    let results = try stored.results(
      [
        cell("finetune", seed: 0, task, 5),
        cell("confidence", seed: 0, task, 7, against: "self-training"),
        cell("self-training", seed: 0, task, 6, against: "finetune"),
      ], of: three)
    #expect(
      results.comparisons.map { "\($0.first) \($0.second) \($0.difference)" } == [
        "confidence finetune 0.25", "confidence self-training 0.125",
        "self-training finetune 0.125",
      ])
  }

  /// Selections are compared with their like.
  @Test func selectionsAreKeptApart() throws {
    let task = try stored.classes(groups: oneGroup)
    let text = pointsExperiment([
      "[finetune]": "[finetune, confidence]",
      "{epochs: 2}": "{epochs: 2, selection: [final, weak-validation]}",
    ])
    var cells: [Experiments.Cell] = []
    for (method, right) in [("finetune", 5), ("confidence", 6)] {
      for selection in [Selection.final, .weakValidation] {
        cells.append(
          try stored.cell(
            method, task: task, right: [4, selection == .final ? right : right + 1, 8], of: 8,
            selection: selection))
      }
    }
    #expect(
      try stored.results(cells, of: text).comparisons.map { "\($0.first) \($0.second)" } == [
        "confidence@final finetune@final",
        "confidence@weak-validation finetune@weak-validation",
      ])
  }

  /// A seed that one of two methods lacks is left out of their comparison.
  @Test func onlySeedsThatBothHave() throws {
    let task = try stored.classes(groups: oneGroup)
    let rows = try stored.results(
      [
        cell("finetune", seed: 0, task, 5), cell("finetune", seed: 1, task, 3),
        cell("confidence", seed: 0, task, 6), cell("self-training", seed: 2, task, 6),
      ], of: three
    ).comparisons
    #expect(rows.map { "\($0.first) \($0.difference) \($0.seeds)" } == ["confidence 0.125 1"])
  }

  /// Where each seed has examples of its own, they are taken as one set.
  @Test func examplesOfDifferentTasksArePooled() throws {
    let tasks = try (0...1).map { try stored.classes("task \($0)", groups: oneGroup) }
    let rows = try stored.results(
      (0...1).flatMap { seed in
        [
          try cell("finetune", seed: seed, tasks[seed], 5),
          try cell("confidence", seed: seed, tasks[seed], 6 + seed),
        ]
      }, of: three
    ).comparisons
    #expect(rows.map(\.difference) == [0.1875] && rows[0].n == 16 && rows[0].seeds == 2)
    #expect(rows[0].ciLow == 0.125 && rows[0].ciHigh == 0.25)
  }

  @Test func oneMethodIsComparedWithNone() throws {
    let task = try stored.classes(groups: oneGroup)
    #expect(try stored.results([cell("finetune", seed: 0, task, 5)]).comparisons.isEmpty)
  }

  /// With so many comparisons, a p-value that no draw contradicts stays below .05 after correction.
  @Test(arguments: [(1, 2000), (20, 2000), (21, 2100), (150, 15_000), (900, 20_000)])
  func drawsGrowWithComparisons(comparisons: Int, draws: Int) {
    let found = ComparisonRows.draws(for: comparisons, configured: 2000)
    #expect(found == draws)
    #expect(comparisons > 200 || 2 / Double(found + 1) * Double(comparisons) < 0.05)
  }

  // MARK: Models of a method's own

  @Test func shapedModelsHaveRowsOfTheirOwn() throws {
    let task = try stored.classes(groups: oneGroup)
    var own = try stored.cell("confidence", task: task, right: [3, 5, 6], of: 8)
    own.supervisorRole.owner.method = "confidence"
    own.ceilingRole.owner.method = "confidence"
    own.ceilingRole.training = try stored.training("a part", weights: 3)
    let cells = [own, try stored.cell(task: task, right: [4, 5, 7], of: 8)]
    let results = try stored.results(cells, of: three)
    #expect(
      results.lines("accuracy") == [
        "supervisor/confidence,small,,0: 0.375,0.375,0.375,8",
        "supervisor,small,,0: 0.5,0.5,0.5,8",
        "ceiling/confidence,,large,0: 0.75,0.75,0.75,8",
        "ceiling,,large,0: 0.875,0.875,0.875,8",
        "confidence,small,large,0: 0.625,0.625,0.625,8",
        "finetune,small,large,0: 0.625,0.625,0.625,8",
      ])
    #expect(
      Set(results.curves.map { "\($0.role) \($0.method)" }) == [
        "supervisor supervisor", "supervisor supervisor/confidence", "ceiling ceiling",
        "ceiling ceiling/confidence", "student finetune", "student confidence",
      ])
    #expect(results.ladder.last == LadderModel("large", parameters: 20))
  }

  @Test func aSupervisorThatDependsOnTheStudent() throws {
    let task = try stored.classes(groups: oneGroup)
    var cell = try stored.cell(task: task, right: [4, 5, 7], of: 8)
    cell.supervisorRole.owner.student = "large"
    #expect(
      try stored.results([cell]).lines("accuracy").first
        == "supervisor,small,large,0: 0.5,0.5,0.5,8")
  }

  // MARK: Curves

  @Test func curvesAgainstWeakLabels() throws {
    let task = try stored.classes(groups: oneGroup)
    var weak = SetScores(set: "test")
    weak.groundTruth = Score(loss: 0.5, accuracy: 0.75)
    weak.weak = Score(loss: 0.25, accuracy: 0.875)
    weak.agreementWhereRight = 0.95
    weak.agreementWhereWrong = 0.5
    var cell = try stored.cell(task: task, right: [4, 5, 7], of: 8)
    cell.studentRole.training = try stored.training("weak", weights: 20, scores: weak)
    cell.ceilingRole.training = try stored.training("truth", weights: 20, scores: weak)
    let rows = try stored.results([cell]).curves
    func lines(_ role: String) -> [String] {
      rows.filter { $0.role == role && $0.set != "train" }
        .map { "\($0.set) \($0.metric) \($0.value ?? .nan)" }
    }
    #expect(
      lines("student") == [
        "test accuracy 0.75", "test loss 0.5", "weak-test accuracy 0.875", "weak-test loss 0.25",
        "weak-test agreement_right 0.95", "weak-test agreement_wrong 0.5",
      ])
    #expect(lines("ceiling").allSatisfy { !$0.contains("agreement") })
  }
}
