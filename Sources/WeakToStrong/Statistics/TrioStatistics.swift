/// The statistics of one trio that are bootstrapped, seed by seed, and what is made of their
/// replicates.
struct TrioStatistics {
  private let trio: Trio
  private let metric: Metric
  /// Supervisor, student and ceiling, then the measures of agreement, of the student, then of the
  /// ceiling; each for all seeds.
  let statistics: [WeightedStatistic]
  private let measures: [AgreementMeasure]

  /// Nil where the metric is not for such predictions.
  init?(_ trio: Trio, metric: Metric) {
    let scores = (trio.supervisor + trio.student + trio.ceiling).compactMap(metric.statistic)
    guard scores.count == 3 * trio.seeds else { return nil }
    var statistics = scores
    let agreements = AgreementMeasure.allCases.filter {
      $0.statistic(student: trio.student[0], supervisor: trio.supervisor[0]) != nil
    }
    for model in [trio.student, trio.ceiling] {
      for measure in agreements {
        statistics += zip(model, trio.supervisor).compactMap {
          measure.statistic(student: $0, supervisor: $1)
        }
      }
    }
    measures = agreements
    self.trio = trio
    self.metric = metric
    self.statistics = statistics
  }

  /// - Parameter replicates: of ``statistics``, in their order.
  func recovery(
    _ replicates: [[Double]], _ bootstrap: CrossedBootstrap,
    _ configuration: StatisticsConfiguration
  ) -> Recovery? {
    let seeds = trio.seeds
    let values = statistics.map { $0.value(count: trio.examples) }
    func mean(_ place: Int) -> Double? { Self.mean(values[place * seeds..<(place + 1) * seeds]) }
    func drawn(_ place: Int) -> [Double] {
      bootstrap.overSeeds(Array(replicates[place * seeds..<(place + 1) * seeds]))
    }
    func estimate(_ value: Double?, _ replicates: [Double]) -> Estimate? {
      Estimate(value: value, replicates: replicates, confidence: configuration.confidence)
    }
    guard let supervisor = mean(0), let student = mean(1), let ceiling = mean(2) else { return nil }
    let (supervisors, students, ceilings) = (drawn(0), drawn(1), drawn(2))
    let sign = metric.orientation
    let gain = sign * (student - supervisor)
    let gap = sign * (ceiling - supervisor)
    let gains = zip(students, supervisors).map { sign * ($0 - $1) }
    let gaps = zip(ceilings, supervisors).map { sign * ($0 - $1) }
    guard let supervisorEstimate = estimate(supervisor, supervisors),
      let studentEstimate = estimate(student, students),
      let ceilingEstimate = estimate(ceiling, ceilings), let gapEstimate = estimate(gap, gaps),
      let gainEstimate = estimate(gain, gains)
    else { return nil }
    func error(_ value: Double) -> Double { metric.isLoss ? value : 1 - value }
    var agreement: [AgreementMeasure: Estimate] = [:]
    var ceilingAgreement: [AgreementMeasure: Estimate] = [:]
    var excess: [AgreementMeasure: Estimate] = [:]
    for (index, measure) in measures.enumerated() {
      let places = (3 + index, 3 + measures.count + index)
      let (ofStudent, ofCeiling) = (mean(places.0), mean(places.1))
      let drawn = (drawn(places.0), drawn(places.1))
      agreement[measure] = estimate(ofStudent, drawn.0)
      ceilingAgreement[measure] = estimate(ofCeiling, drawn.1)
      guard measure.countsSharedErrors, let ofStudent, let ofCeiling else { continue }
      excess[measure] = estimate(ofStudent - ofCeiling, zip(drawn.0, drawn.1).map { $0 - $1 })
    }
    let smallest = configuration.smallestGap * (metric.isLoss ? abs(supervisor) : 1)
    return Recovery(
      metric: metric, examples: trio.examples, groups: bootstrap.unitCount, seeds: seeds,
      supervisor: supervisorEstimate, student: studentEstimate, ceiling: ceilingEstimate,
      gap: gapEstimate, gain: gainEstimate,
      pgr: estimate(Self.ratio(gain, gap), Self.ratios(gains, gaps)),
      pgrMeanOverSeeds: meanOfSeeds(values),
      outperformanceRatio: estimate(
        Self.ratio(error(student), error(ceiling)),
        Self.ratios(students.map(error), ceilings.map(error))),
      agreement: agreement, ceilingAgreement: ceilingAgreement, excess: excess,
      verdict: Verdict(gap: gapEstimate, smallestGap: smallest))
  }

  private func meanOfSeeds(_ values: [Double?]) -> Double? {
    let seeds = trio.seeds
    let ratios = (0..<seeds).map { seed -> Double? in
      guard let supervisor = values[seed], let student = values[seeds + seed],
        let ceiling = values[2 * seeds + seed]
      else { return nil }
      return Self.ratio(student - supervisor, ceiling - supervisor)
    }
    return Self.mean(ratios[...])
  }

  private static func mean(_ values: ArraySlice<Double?>) -> Double? {
    let known = values.compactMap { $0 }
    return known.count == values.count ? known.reduce(0, +) / Double(known.count) : nil
  }

  private static func ratio(_ numerator: Double, _ denominator: Double) -> Double? {
    denominator == 0 ? nil : numerator / denominator
  }

  private static func ratios(_ numerators: [Double], _ denominators: [Double]) -> [Double] {
    zip(numerators, denominators).map { ratio($0, $1) ?? .nan }
  }
}
