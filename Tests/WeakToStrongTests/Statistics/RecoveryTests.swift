import Foundation
import Kernels
import Testing

@testable import WeakToStrong

@Suite struct RecoveryTests {
  /// Binary predictions that are right where `right` says so; the truth alternates.
  static func predictions(right: [Bool]) -> Predictions {
    let truth = right.indices.map { $0 % 2 }
    let answers = zip(right, truth).map { $0 ? $1 : 1 - $1 }
    return Predictions(
      probabilities: answers.flatMap { $0 == 1 ? [0.2, 0.8] : [0.7, 0.3] as [Float] }, classes: 2,
      truth: truth)
  }

  /// `count` examples, the first `right` of them right.
  static func predictions(_ right: Int, of count: Int = 1000) -> Predictions {
    predictions(right: (0..<count).map { $0 < right })
  }

  static func simulated(_ accuracy: Double, count: Int, _ stream: inout RandomStream)
    -> Predictions
  {
    predictions(right: (0..<count).map { _ in stream.uniformDouble() < accuracy })
  }

  private func recovery(
    _ trio: Trio, _ metric: Metric = .accuracy, groups: [Int]? = nil, draws: Int = 500
  ) -> Recovery? {
    var configuration = StatisticsConfiguration()
    configuration.draws = draws
    return Recovery.estimate([trio], metric: metric, groups: groups, configuration: configuration)[
      0]
  }

  @Test func computedByHand() throws {
    let trio = Trio(
      supervisor: [Self.predictions(600), Self.predictions(620)],
      student: [Self.predictions(700), Self.predictions(720)],
      ceiling: [Self.predictions(800), Self.predictions(860)])
    let result = try #require(recovery(trio))
    #expect(abs(result.supervisor.value - 0.61) < 1e-9)
    #expect(abs(result.gap.value - 0.22) < 1e-9)
    #expect(abs(result.gain.value - 0.10) < 1e-9)
    let pgr = try #require(result.pgr).value
    #expect(abs(pgr - 0.10 / 0.22) < 1e-9)
    let meanOverSeeds = try #require(result.pgrMeanOverSeeds)
    #expect(abs(meanOverSeeds - (0.5 + 0.1 / 0.24) / 2) < 1e-9)
    #expect(abs(try #require(result.outperformanceRatio).value - 0.29 / 0.17) < 1e-9)
    let corrected = try #require(result.agreement[.correctionRate]).value
    #expect(abs(corrected - (0.25 + Double(100) / 380) / 2) < 1e-9)
    #expect(result.verdict == .ok)
    #expect(result.examples == 1000 && result.groups == 1000 && result.seeds == 2)
    #expect(result.coverage == "test examples and 2 seeds")
    for estimate in [result.supervisor, result.gap, result.gain, try #require(result.pgr)] {
      #expect(estimate.low < estimate.value && estimate.value < estimate.high)
    }
  }

  @Test func neverClipped() throws {
    let above = Trio(
      supervisor: [Self.predictions(500)], student: [Self.predictions(900)],
      ceiling: [Self.predictions(700)])
    #expect(abs(try #require(recovery(above)?.pgr).value - 2) < 1e-9)
    let below = Trio(
      supervisor: [Self.predictions(500)], student: [Self.predictions(400)],
      ceiling: [Self.predictions(700)])
    #expect(abs(try #require(recovery(below)?.pgr).value + 0.5) < 1e-9)
    #expect(recovery(below)?.coverage == "test examples only (one seed)")
  }

  @Test func lossesChangeSign() throws {
    func outputs(_ error: Float) -> Predictions {
      Predictions(
        values: (0..<50).map { error * (1 + Float($0) / 100) }, width: 1,
        targets: [Float](repeating: 0, count: 50))
    }
    let trio = Trio(supervisor: [outputs(2)], student: [outputs(1.5)], ceiling: [outputs(1)])
    let result = try #require(recovery(trio, .squaredError))
    #expect(result.gap.value > 0 && result.gain.value > 0)
    let pgr = try #require(result.pgr)
    #expect(abs(pgr.value - 1.75 / 3) < 1e-6)
    // The errors are proportional, so every resample has the same PGR.
    #expect(abs(pgr.high - pgr.low) < 1e-6)
    #expect(abs(try #require(result.outperformanceRatio).value - 2.25) < 1e-6)
    #expect(result.agreement.isEmpty)
    #expect(result.verdict == .ok)
    #expect(recovery(trio, .accuracy) == nil)
  }

  @Test(arguments: [
    (600, 800, Verdict.ok), (600, 600, .gapTooSmall), (600, 605, .gapTooSmall),
    (800, 600, .ceilingBelowSupervisor),
  ])
  func verdicts(supervisor: Int, ceiling: Int, verdict: Verdict) throws {
    let trio = Trio(
      supervisor: [Self.predictions(supervisor)], student: [Self.predictions(700)],
      ceiling: [Self.predictions(ceiling)])
    let result = try #require(recovery(trio))
    #expect(result.verdict == verdict)
    #expect((result.pgr == nil) == (supervisor == ceiling))
  }

  /// A gap of 30 points between independent errors of 20 examples is within chance.
  @Test func gapWithinChance() throws {
    var stream = RandomStream(seed: 2, "gap")
    let trio = Trio(
      supervisor: [Self.simulated(0.5, count: 20, &stream)],
      student: [Self.predictions(12, of: 20)],
      ceiling: [Self.simulated(0.55, count: 20, &stream)])
    let result = try #require(recovery(trio))
    #expect(result.gap.low <= 0)
    #expect(result.verdict != .ok)
  }

  @Test func eachTrioAsIfAlone() {
    var stream = RandomStream(seed: 9, "trios")
    func some(_ accuracy: Double) -> [Predictions] {
      (0..<3).map { _ in Self.simulated(accuracy, count: 300, &stream) }
    }
    let trios = (0..<3).map { _ in
      Trio(supervisor: some(0.6), student: some(0.7), ceiling: some(0.8))
    }
    let together = Recovery.estimate(trios, metric: .accuracy)
    for (trio, result) in zip(trios, together) {
      #expect(Recovery.estimate([trio], metric: .accuracy)[0] == result)
    }
  }

  /// With an id for each example, the order in which the examples stand does not matter.
  @Test(arguments: [Metric.accuracy, .auroc, .calibrationError])
  func orderOfExamples(metric: Metric) throws {
    var stream = RandomStream(seed: 5, "order")
    let order = stream.permutation(200)
    let sources = (0..<3).map { random(count: 200, classes: 2, seed: UInt64($0)) }
    guard case .classes(let truth) = sources[0].truth else { return }
    func trio(_ order: [Int]) -> Trio {
      let models = sources.map { source in
        [
          Predictions(
            probabilities: order.flatMap { source.outputs[$0 * 2..<$0 * 2 + 2] }, classes: 2,
            truth: order.map { truth[$0] })
        ]
      }
      return Trio(supervisor: models[0], student: models[1], ceiling: models[2])
    }
    let first = try #require(recovery(trio(Array(0..<200)), metric, groups: Array(0..<200)))
    let second = try #require(recovery(trio(order), metric, groups: order))
    #expect(abs(first.gap.low - second.gap.low) < 1e-6)
    #expect(abs(first.gain.high - second.gain.high) < 1e-6)
    #expect(abs(first.student.value - second.student.value) < 1e-6)
  }

  /// Supervisor wrong on the last four of ten; the student repeats three of these errors and makes one
  /// of its own, the ceiling repeats one and makes one of its own.
  @Test func errorsBesideTheCeilings() throws {
    func predictions(wrong: Set<Int>) -> Predictions {
      Self.predictions(right: (0..<10).map { !wrong.contains($0) })
    }
    let trio = Trio(
      supervisor: [predictions(wrong: [6, 7, 8, 9])],
      student: [predictions(wrong: [0, 7, 8, 9])], ceiling: [predictions(wrong: [1, 9])])
    let result = try #require(recovery(trio))
    func value(_ measures: [AgreementMeasure: Estimate], _ measure: AgreementMeasure) throws
      -> Double
    { try #require(measures[measure]).value }
    #expect(try value(result.agreement, .errorInheritance) == 0.75)
    #expect(try value(result.ceilingAgreement, .errorInheritance) == 0.5)
    #expect(try value(result.excess, .errorInheritance) == 0.25)
    #expect(try value(result.ceilingAgreement, .correctionRate) == 0.75)
    #expect(abs(try value(result.ceilingAgreement, .newErrorRate) - 1 / 6.0) < 1e-7)
    #expect(try value(result.ceilingAgreement, .agreement) == 0.6)
    #expect(abs(try value(result.ceilingAgreement, .agreementRight) - 5 / 6.0) < 1e-7)
    #expect(try value(result.excess, .agreementWrong) == 0.5)
    #expect(result.excess[.kappa] == nil && result.excess[.agreement] == nil)
  }

  /// A student that is its ceiling has no excess, in no draw: the two are paired.
  @Test func excessIsPaired() throws {
    var stream = RandomStream(seed: 21, "excess")
    func some(_ accuracy: Double) -> [Predictions] {
      (0..<3).map { _ in Self.simulated(accuracy, count: 300, &stream) }
    }
    let same = some(0.8)
    let result = try #require(
      recovery(Trio(supervisor: some(0.6), student: same, ceiling: same)))
    for measure in [AgreementMeasure.errorInheritance, .agreementWrong] {
      #expect(result.excess[measure] == Estimate(value: 0, low: 0, high: 0))
      #expect(result.agreement[measure] == result.ceilingAgreement[measure])
    }
  }

  @Test func roundTripsAsJSON() throws {
    let trio = Trio(
      supervisor: [Self.predictions(600)], student: [Self.predictions(700)],
      ceiling: [Self.predictions(800)])
    let result = try #require(recovery(trio))
    let data = try JSONEncoder().encode(result)
    #expect(try JSONDecoder().decode(Recovery.self, from: data) == result)
  }
}
