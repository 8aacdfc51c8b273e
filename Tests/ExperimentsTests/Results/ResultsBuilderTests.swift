import Foundation
import Reporting
import Storage
import Testing
import Training
import WeakToStrong

@testable import Experiments

/// Results of predictions that the tests made up. Where all test examples are one group, every resample
/// of examples is the whole set; of two seeds one is drawn at a time; so intervals go from the lower
/// seed to the higher, and every number is known by hand.
@Suite struct ResultsBuilderTests {
  private let stored: StoredTrio
  private let oneGroup = [Int](repeating: 7, count: 8)

  init() throws { stored = try StoredTrio() }

  /// Seed 0: 4, 5 and 7 of 8 right. Seed 1: 2, 5 and 6.
  private func twoSeeds() throws -> [Experiments.Cell] {
    let task = try stored.classes(groups: oneGroup)
    return [
      try stored.cell(seed: 0, task: task, right: [4, 5, 7], of: 8),
      try stored.cell(seed: 1, task: task, right: [2, 5, 6], of: 8),
    ]
  }

  @Test func recoveredGapOfTwoSeeds() throws {
    let results = try stored.results(twoSeeds())
    // (5/8 − 3/8) / (13/16 − 3/8) = 4/7; of the seeds 1/3 and 3/4.
    #expect(
      PGRRow.csv(results.pgr) == """
        experiment,task,method,supervisor,student,seeds,supervisor_score,student_score,ceiling_score,\
        pgr,pgr_low,pgr_high,agreement,agreement_right,agreement_wrong,verdict
        points,points.csv,finetune,small,large,2,0.375,0.625,0.8125,\
        0.5714285714285714,0.3333333333333333,0.75,0.75,1,0.625,ok

        """)
    #expect(results.measure.metric == "accuracy" && !results.measure.lowerIsBetter)
  }

  @Test func scoresOfTwoSeeds() throws {
    let results = try stored.results(twoSeeds())
    #expect(
      results.lines("accuracy") == [
        "supervisor,small,,0: 0.5,0.5,0.5,8", "supervisor,small,,1: 0.25,0.25,0.25,8",
        "supervisor,small,,: 0.375,0.25,0.5,8",
        "ceiling,,large,0: 0.875,0.875,0.875,8", "ceiling,,large,1: 0.75,0.75,0.75,8",
        "ceiling,,large,: 0.8125,0.75,0.875,8",
        "finetune,small,large,0: 0.625,0.625,0.625,8",
        "finetune,small,large,1: 0.625,0.625,0.625,8",
        "finetune,small,large,: 0.625,0.625,0.625,8",
      ])
    // Squared distance of P(class 1) from the truth: 1/16 where right, 9/16 where wrong.
    #expect(results.lines("brier").first == "supervisor,small,,0: 0.3125,0.3125,0.3125,8")
  }

  @Test func relationsOfTwoSeeds() throws {
    let results = try stored.results(twoSeeds())
    func expect(_ metric: String, _ seeds: [String], _ all: String) {
      let lines = seeds.enumerated().map { "finetune,small,large,\($0): \($1),,,8" }
      #expect(results.lines(metric) == lines + ["finetune,small,large,: \(all),8"])
    }
    expect("gap", ["0.375", "0.5"], "0.4375,0.375,0.5")
    expect("gain", ["0.125", "0.375"], "0.25,0.125,0.375")
    expect(
      "pgr", ["0.3333333333333333", "0.75"], "0.5714285714285714,0.3333333333333333,0.75")
    expect("agreement", ["0.875", "0.625"], "0.75,0.625,0.875")
    expect("agreement_right", ["1", "1"], "1,1,1")
    expect("agreement_wrong", ["0.75", "0.5"], "0.625,0.5,0.75")
    expect("error_inheritance", ["1", "1"], "1,1,1")
    expect("correction_rate", ["0.25", "0.5"], "0.375,0.25,0.5")
    expect("new_error_rate", ["0", "0"], "0,0,0")
    // The ceiling is wrong on the last example alone, then on the last two; so was the supervisor.
    expect("ceiling_agreement", ["0.625", "0.5"], "0.5625,0.5,0.625")
    expect(
      "ceiling_agreement_wrong", ["0.25", "0.3333333333333333"],
      "0.29166666666666663,0.25,0.3333333333333333")
    expect("ceiling_error_inheritance", ["1", "1"], "1,1,1")
    expect("excess_error_inheritance", ["0", "0"], "0,0,0")
    expect(
      "excess_agreement_wrong", ["0.5", "0.16666666666666669"],
      "0.33333333333333337,0.16666666666666669,0.5")
    expect(
      "ceiling_correction_rate", ["0.75", "0.6666666666666666"],
      "0.7083333333333333,0.6666666666666666,0.75")
    expect("ceiling_new_error_rate", ["0", "0"], "0,0,0")
    #expect(
      results.lines("pgr_mean_over_seeds") == ["finetune,small,large,: 0.5416666666666666,,,8"])
    // Errors 3/8 over 3/16; of the seeds 3 and 1.5.
    #expect(results.lines("outperformance_ratio") == ["finetune,small,large,: 2,1.5,3,8"])
    #expect(results.lines("loss_ratio") == [])
    // Students score 5/8 in both seeds; gains of 1/8 and 3/8 differ by 1/4: s/√2 = 1/8, and t(1) =
    // 12.706, over a gap of 7/16.
    #expect(results.lines("noise_floor_sd") == ["finetune,small,large,: 0,,,2"])
    #expect(results.lines("noise_floor_se") == ["finetune,small,large,: 0,,,2"])
    let smallest = try #require(results.results.first { $0.metric == "smallest_detectable_pgr" })
    let expected = 12.7062047 / 8 / 0.4375
    #expect(abs(try #require(smallest.value) - expected) < 1e-6)
    #expect(smallest.n == 2 && smallest.seed == nil)
  }

  @Test func weakLabelsAreScoredOnTheTransferSplit() throws {
    let task = try stored.classes(groups: oneGroup)
    let cell = try stored.cell(
      task: task, supervisor: stored.predictions(4, of: 8), student: stored.predictions(5, of: 8),
      ceiling: stored.predictions(7, of: 8), transfer: stored.predictions(1, of: 2))
    let lines = try stored.results([cell]).lines("accuracy", split: "transfer")
    #expect(lines.count == 1 && lines[0].hasPrefix("supervisor,small,,0: 0.5,"))
    #expect(lines[0].hasSuffix(",2"))
  }

  // MARK: Losses

  /// Errors of 2, 1.5 and 1: losses 4, 2.25 and 1, where less is better.
  @Test func lossesChangeTheSign() throws {
    let task = try stored.zeros(groups: [3, 3, 3, 3])
    func outputs(_ value: Float) throws -> Fingerprint {
      try stored.outputs([value, -value, value, -value])
    }
    let cell = try stored.cell(
      task: task, supervisor: outputs(2), student: outputs(1.5), ceiling: outputs(1))
    let text = """
      name: real
      task: {source: {generator: relu-network}, splits: {supervisor: 1, transfer: 1, test: 1}}
      models: {small: {architecture: linear}, large: {architecture: linear}}
      """
    let results = try stored.results([cell], of: text)
    #expect(
      PGRRow.csv(results.pgr).hasSuffix(
        "real,relu-network,finetune,small,large,1,4,2.25,1,0.5833333333333334,"
          + "0.5833333333333334,0.5833333333333334,,,,ok\n"))
    #expect(results.measure == ScoreMeasure("squared_error", lowerIsBetter: true))
    #expect(
      results.lines("squared_error") == [
        "supervisor,small,,0: 4,4,4,4", "ceiling,,large,0: 1,1,1,4",
        "finetune,small,large,0: 2.25,2.25,2.25,4",
      ])
    #expect(
      results.lines("gap") == ["finetune,small,large,0: 3,,,4", "finetune,small,large,: 3,3,3,4"])
    #expect(results.lines("gain").first == "finetune,small,large,0: 1.75,,,4")
    #expect(
      results.lines("loss_ratio") == [
        "finetune,small,large,0: 0.5625,,,4", "finetune,small,large,: 0.5625,,,4",
      ])
    #expect(results.lines("accuracy") == [] && results.lines("agreement") == [])
    let curve = results.curves.filter { $0.set == "test" }
    #expect(curve.first?.metric == "squared_error" && curve.first?.value == 1)
  }

  // MARK: Selections

  private func withSelection(_ text: String) -> String {
    pointsExperiment(["{epochs: 2}": "{epochs: 2, selection: \(text)}"])
  }

  @Test func severalSelectionsAreToldApart() throws {
    let task = try stored.classes(groups: oneGroup)
    let cells = [
      try stored.cell(task: task, right: [4, 5, 7], of: 8, selection: .final),
      try stored.cell(
        task: task, right: [4, 6, 8], of: 8, selection: .groundTruthValidation),
    ]
    let results = try stored.results(cells, of: withSelection("[final, ground-truth-validation]"))
    #expect(results.pgr.map(\.method) == ["finetune@final", "finetune@ground-truth-validation"])
    #expect(results.pgr.map(\.ceilingScore) == [0.875, 1])
    #expect(
      results.lines("accuracy") == [
        "supervisor,small,,0: 0.5,0.5,0.5,8", "ceiling@final,,large,0: 0.875,0.875,0.875,8",
        "ceiling@ground-truth-validation,,large,0: 1,1,1,8",
        "finetune@final,small,large,0: 0.625,0.625,0.625,8",
        "finetune@ground-truth-validation,small,large,0: 0.75,0.75,0.75,8",
      ])
    // One training, one curve.
    #expect(
      Set(results.curves.map { "\($0.role) \($0.method)" })
        == ["supervisor supervisor", "student finetune", "ceiling ceiling"])
    #expect(results.curves.count { $0.role == "student" } == 2 * 2 + 1)
    #expect(results.curves.filter { $0.step == 4 }.allSatisfy { $0.selected == ["final"] })
  }

  @Test(arguments: [
    ("final", Selection.final, "finetune"), ("weak-validation", .weakValidation, "finetune"),
    ("ground-truth-validation", .groundTruthValidation, "finetune@ground-truth-validation"),
  ])
  func oneSelection(_ text: String, _ selection: Selection, _ method: String) throws {
    let task = try stored.classes(groups: oneGroup)
    let cell = try stored.cell(task: task, right: [4, 5, 7], of: 8, selection: selection)
    #expect(try stored.results([cell], of: withSelection(text)).pgr.map(\.method) == [method])
  }

  // MARK: Seeds

  @Test func oneSeed() throws {
    let results = try stored.results([try #require(twoSeeds().first)])
    #expect(results.pgr.map(\.seeds) == [1])
    #expect(
      results.lines("accuracy").count == 3, "a mean over one seed would repeat it")
    #expect(results.lines("pgr").last?.hasPrefix("finetune,small,large,: 0.3333") == true)
    #expect(results.lines("noise_floor_sd").isEmpty, "one seed has no spread")
  }

  /// Confidence has no seed 1: its cell failed. What it is compared with is its own seeds'.
  @Test func aSeedWithoutResults() throws {
    let both = try twoSeeds()
    let alone = try stored.cell(
      "confidence", seed: 0, task: both[0].task, right: [4, 6, 7], of: 8)
    let results = try stored.results(
      both + [alone], of: pointsExperiment(["[finetune]": "[finetune, confidence]"]))
    #expect(results.pgr.map(\.method) == ["finetune", "confidence"])
    #expect(results.pgr.map(\.seeds) == [2, 1])
    #expect(results.pgr.map(\.supervisorScore) == [0.375, 0.5])
    #expect(results.pgr[1].pgr == 2.0 / 3)
    #expect(
      results.lines("accuracy").filter { $0.hasPrefix("supervisor") }.count == 3,
      "a supervisor that two methods share is one")
  }

  @Test func nothingIsLeft() throws {
    let results = try stored.results([])
    #expect(results.pgr.isEmpty && results.results.isEmpty && results.curves.isEmpty)
  }

  // MARK: Groups

  @Test func examplesOfOneGroupStayTogether() throws {
    func width(_ groups: [Int]) throws -> Double {
      let task = try stored.classes("\(groups)", groups: groups)
      let row = try #require(
        try stored.results([stored.cell(task: task, right: [20, 30, 38], of: 40)]).results
          .first { $0.method == "finetune" && $0.metric == "accuracy" })
      return try #require(row.ciHigh) - #require(row.ciLow)
    }
    #expect(try width([Int](repeating: 1, count: 40)) == 0)
    let own = try width(Array(0..<40))
    // √(0.75 · 0.25 / 40) · 2 · 1.96 = 0.27
    #expect(own > 0.2 && own < 0.35)
    // Neighbours that are right or wrong together count as one.
    #expect(try width((0..<40).map { $0 / 10 }) > 1.5 * own)
  }

  // MARK: Seeds with examples of their own

  @Test func examplesOfDifferentTasksArePooled() throws {
    let tasks = try (0...1).map { try stored.classes("task \($0)", groups: oneGroup) }
    let cells = [
      try stored.cell(seed: 0, task: tasks[0], right: [4, 5, 7], of: 8),
      try stored.cell(seed: 1, task: tasks[1], right: [2, 5, 6], of: 8),
    ]
    let results = try stored.results(cells)
    let row = try #require(results.pgr.first)
    #expect(row.seeds == 2)
    #expect(row.supervisorScore == 0.375 && row.studentScore == 0.625)
    #expect(row.ceilingScore == 0.8125 && row.pgr == 4.0 / 7)
    // Two groups, one of each task: a draw is one task alone, the other, or both.
    #expect(row.pgrLow == 1.0 / 3 && row.pgrHigh == 0.75)
    #expect(results.lines("gap").last?.hasSuffix(",16") == true, "16 different examples")
    #expect(results.lines("accuracy").count == 6, "no mean over what is not paired")
  }

  @Test func tasksOfDifferentSize() throws {
    let small = try stored.classes("small", groups: [1, 2, 3, 4])
    let large = try stored.classes("large", groups: Array(0..<8))
    let results = try stored.results([
      try stored.cell(seed: 0, task: small, right: [1, 2, 4], of: 4),
      try stored.cell(seed: 1, task: large, right: [2, 5, 8], of: 8),
    ])
    let row = try #require(results.pgr.first)
    #expect(row.supervisorScore == 0.25 && row.studentScore == 7.0 / 12 && row.ceilingScore == 1)
  }

  // MARK: The rest

  @Test func theLadderKnowsItsWeights() throws {
    let ladder = try stored.results(twoSeeds()).ladder
    #expect(
      ladder == [
        LadderModel("small", parameters: 10), LadderModel("medium"),
        LadderModel("large", parameters: 20),
      ])
  }

  @Test(arguments: [
    ([4, 5, 3], "ceiling below supervisor"), ([4, 5, 4], "gap too small"), ([4, 5, 7], "ok"),
  ])
  func verdicts(_ right: [Int], _ verdict: String) throws {
    let task = try stored.classes(groups: oneGroup)
    let results = try stored.results([stored.cell(task: task, right: right, of: 8)])
    #expect(results.pgr.map(\.verdict) == [verdict])
    #expect((results.pgr[0].pgr == nil) == (right[2] == 4))
  }

  @Test func theSameWhateverTheCores() throws {
    let cells = try twoSeeds()
    let parsed = try experiment(pointsExperiment())
    func csv(_ cores: Int) throws -> String {
      let results = try ResultsBuilder(
        parsed, cells: cells, store: stored.store, cores: cores
      ).results()
      return PGRRow.csv(results.pgr) + ResultRow.csv(results.results)
    }
    #expect(try csv(1) == csv(3))
  }

  @Test func predictionsOfOtherExamples() throws {
    let task = try stored.classes(groups: oneGroup)
    let cell = try stored.cell(
      task: task, supervisor: stored.predictions(3, of: 6), student: stored.predictions(5, of: 8),
      ceiling: stored.predictions(7, of: 8))
    let error = #expect(throws: StorageError.self) { try stored.results([cell]) }
    #expect(
      error?.description
        == "\(stored.store.path(of: cell.supervisorRole.test)): predictions of 6 examples, the task "
        + "has 8; remove the file so that it is made again")
  }
}
