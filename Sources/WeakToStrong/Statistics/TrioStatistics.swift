/// The statistics of one trio that are bootstrapped, seed by seed, and what is made of their
/// replicates.
struct TrioStatistics {
  private let trio: Trio
  private let metric: Metric
  /// Scores of supervisor and ceiling, then measures of agreement of the two; each for all seeds.
  /// Students of several methods have them in common.
  let shared: [WeightedStatistic]
  /// Scores of the student, then measures of its agreement; each for all seeds.
  let own: [WeightedStatistic]
  private let measures: [AgreementMeasure]

  /// Nil where the metric is not for such predictions.
  /// - Parameter other: of a trio with the same supervisors and ceilings.
  init?(_ trio: Trio, metric: Metric, sharing other: TrioStatistics?) {
    func scores(_ models: [Predictions]) -> [WeightedStatistic] {
      models.compactMap(metric.statistic)
    }
    let measures = AgreementMeasure.allCases.filter {
      $0.statistic(student: trio.student[0], supervisor: trio.supervisor[0]) != nil
    }
    func agreement(
      _ models: [Predictions], _ measures: [AgreementMeasure]
    ) -> [WeightedStatistic] {
      measures.flatMap { measure in
        zip(models, trio.supervisor).compactMap {
          measure.statistic(student: $0, supervisor: $1)
        }
      }
    }
    let students = scores(trio.student)
    guard students.count == trio.seeds else { return nil }
    self.trio = trio
    self.metric = metric
    self.measures = measures
    own = students + agreement(trio.student, measures)
    shared =
      other?.shared
      ?? scores(trio.supervisor) + scores(trio.ceiling)
      + agreement(trio.ceiling, measures.filter(\.isOfCeilings))
  }

  func hasModels(of other: Trio) -> Bool {
    trio.supervisor == other.supervisor && trio.ceiling == other.ceiling
  }

  /// - Parameters:
  ///   - sharedReplicates: of ``shared``, in their order.
  ///   - ownReplicates: of ``own``.
  func recovery(
    _ sharedReplicates: ArraySlice<[Double]>, _ ownReplicates: ArraySlice<[Double]>,
    _ bootstrap: CrossedBootstrap, _ configuration: StatisticsConfiguration
  ) -> Recovery? {
    let seeds = trio.seeds
    let replicates = Array(sharedReplicates) + ownReplicates
    let values = (shared + own).map { $0.value(count: trio.examples) }
    func mean(_ place: Int) -> Double? { Self.mean(values[place * seeds..<(place + 1) * seeds]) }
    func drawn(_ place: Int) -> [Double] {
      bootstrap.overSeeds(Array(replicates[place * seeds..<(place + 1) * seeds]))
    }
    func estimate(_ value: Double?, _ replicates: [Double]) -> Estimate? {
      Estimate(value: value, replicates: replicates, confidence: configuration.confidence)
    }
    let ofStudent = shared.count / seeds
    guard let supervisor = mean(0), let ceiling = mean(1), let student = mean(ofStudent) else {
      return nil
    }
    let (supervisors, ceilings, students) = (drawn(0), drawn(1), drawn(ofStudent))
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
    var control = 2
    for (index, measure) in measures.enumerated() {
      let place = ofStudent + 1 + index
      let studentDraws = drawn(place)
      agreement[measure] = estimate(mean(place), studentDraws)
      guard measure.isOfCeilings else { continue }
      let ceilingDraws = drawn(control)
      ceilingAgreement[measure] = estimate(mean(control), ceilingDraws)
      if measure.countsSharedErrors, let own = mean(place), let other = mean(control) {
        excess[measure] = estimate(own - other, zip(studentDraws, ceilingDraws).map { $0 - $1 })
      }
      control += 1
    }
    let smallest = configuration.smallestGap * (metric.isLoss ? abs(supervisor) : 1)
    return Recovery(
      metric: metric, examples: trio.examples, groups: bootstrap.unitCount, seeds: seeds,
      supervisor: supervisorEstimate, student: studentEstimate, ceiling: ceilingEstimate,
      gap: gapEstimate, gain: gainEstimate,
      pgr: estimate(Self.ratio(gain, gap), Self.ratios(gains, gaps)),
      pgrMeanOverSeeds: meanOfSeeds(values, ofStudent),
      outperformanceRatio: estimate(
        Self.ratio(error(student), error(ceiling)),
        Self.ratios(students.map(error), ceilings.map(error))),
      agreement: agreement, ceilingAgreement: ceilingAgreement, excess: excess,
      verdict: Verdict(gap: gapEstimate, smallestGap: smallest))
  }

  private func meanOfSeeds(_ values: [Double?], _ ofStudent: Int) -> Double? {
    let seeds = trio.seeds
    let ratios = (0..<seeds).map { seed -> Double? in
      guard let supervisor = values[seed], let ceiling = values[seeds + seed],
        let student = values[ofStudent * seeds + seed]
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
