import Kernels

/// Supervisor, student and ceiling on the same test examples, one of each per seed.
package struct Trio: Sendable {
  package var supervisor: [Predictions]
  package var student: [Predictions]
  package var ceiling: [Predictions]

  /// - Precondition: as many of each; all of the same examples in the same order.
  package init(supervisor: [Predictions], student: [Predictions], ceiling: [Predictions]) {
    precondition(!student.isEmpty)
    precondition(supervisor.count == student.count && ceiling.count == student.count)
    let truth = student[0].truth
    precondition(
      (supervisor + student + ceiling).allSatisfy { $0.truth == truth },
      "predictions of different examples")
    self.supervisor = supervisor
    self.student = student
    self.ceiling = ceiling
  }

  package var seeds: Int { student.count }
  package var examples: Int { student[0].count }
}

/// How much of the gap between supervisor and ceiling a student recovered, with uncertainty.
///
/// With score s (a loss counts with a minus sign), means over seeds and d = s(ceiling) − s(supervisor)
///
///     gap = d    gain = s(student) − s(supervisor)    PGR = gain / gap, never clipped
///
/// Intervals come from ``CrossedBootstrap``: each draw gives all of these from the same resampled examples
/// and seeds.
package struct Recovery: Sendable, Equatable, Codable {
  package var metric: Metric
  package var examples: Int
  /// Resampled units: groups, or examples.
  package var groups: Int
  package var seeds: Int
  package var supervisor: Estimate
  package var student: Estimate
  package var ceiling: Estimate
  package var gap: Estimate
  package var gain: Estimate
  /// PGR of the means over seeds; nil where the gap is zero.
  package var pgr: Estimate?
  /// The mean over seeds of each seed's PGR; nil where a seed's gap is zero.
  package var pgrMeanOverSeeds: Double?
  /// Error of the student over error of the ceiling: (1 − accuracy), or the loss itself. Nil where
  /// the ceiling makes no error.
  package var outperformanceRatio: Estimate?
  /// Without those that are undefined in a seed (the supervisor is never wrong there).
  package var agreement: [AgreementMeasure: Estimate]
  /// The same of ceiling and supervisor: what a model of the student's kind has in common with a
  /// supervisor whose labels it has never seen.
  package var ceilingAgreement: [AgreementMeasure: Estimate]
  /// Student minus ceiling, paired, of the measures that count shared errors: above zero the student
  /// has taken over errors of its supervisor that are not merely hard examples.
  package var excess: [AgreementMeasure: Estimate]
  package var verdict: Verdict

  /// What the intervals cover, in words.
  package var coverage: String {
    let units = groups == examples ? "test examples" : "groups of test examples"
    return seeds == 1 ? "\(units) only (one seed)" : "\(units) and \(seeds) seeds"
  }
}

extension Recovery {
  /// Recovery of several trios on the same test examples; the resamples are made once for all, and
  /// each trio gets the numbers that it would get alone.
  /// - Parameters:
  ///   - groups: an id for each test example; examples of one id are resampled together.
  ///   - team: the cores to use; the numbers do not depend on them.
  /// - Returns: for each trio its recovery, nil where the metric is undefined for it.
  package static func estimate(
    _ trios: [Trio], metric: Metric, groups: [Int]? = nil,
    configuration: StatisticsConfiguration = StatisticsConfiguration(),
    team: WorkerTeam = WorkerTeam()
  ) -> [Recovery?] {
    guard let examples = trios.first?.examples, examples > 0 else { return trios.map { _ in nil } }
    precondition(trios.allSatisfy { $0.examples == examples })
    let bootstrap = CrossedBootstrap(
      examples: examples, groups: groups, configuration: configuration)
    var known: [(statistics: TrioStatistics, shared: Range<Int>)] = []
    var all: [WeightedStatistic] = []
    let places = trios.map {
      trio -> (statistics: TrioStatistics, shared: Range<Int>, own: Range<Int>)? in
      let other = known.first { $0.statistics.hasModels(of: trio) }
      guard
        let statistics = TrioStatistics(trio, metric: metric, sharing: other?.statistics)
      else { return nil }
      func add(_ statistics: [WeightedStatistic]) -> Range<Int> {
        all += statistics
        return all.count - statistics.count..<all.count
      }
      let shared = other?.shared ?? add(statistics.shared)
      if other == nil { known.append((statistics, shared)) }
      return (statistics, shared, add(statistics.own))
    }
    let replicates = bootstrap.replicates(of: all, team: team)
    return places.map { place in
      guard let (statistics, shared, own) = place else { return nil }
      return statistics.recovery(
        replicates[shared], replicates[own], bootstrap, configuration)
    }
  }
}
