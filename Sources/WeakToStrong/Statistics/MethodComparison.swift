import Kernels

/// The difference between two methods on the same test examples and seeds: first minus second, so
/// that above zero the first is better (losses change sign).
package struct MethodComparison: Sendable, Equatable, Codable {
  package var metric: Metric
  package var seeds: Int
  package var examples: Int
  package var difference: Estimate
  /// Two-sided, for no difference: twice the smaller share of draws on either side of zero, each
  /// draw and the sample counted (Davison & Hinkley 1997, eq. 4.11).
  package var probability: Double

  /// Students of two methods, one of each per seed.
  package struct Students: Sendable {
    package var first: [Predictions]
    package var second: [Predictions]

    /// - Precondition: as many of each; all of the same examples in the same order.
    package init(_ first: [Predictions], _ second: [Predictions]) {
      precondition(!first.isEmpty && first.count == second.count)
      precondition(
        (first + second).allSatisfy { $0.truth == first[0].truth },
        "predictions of different examples")
      self.first = first
      self.second = second
    }

    var seeds: Int { first.count }
    var examples: Int { first[0].count }
  }

  /// Several comparisons on the same test examples, paired by example and by seed; the resamples are
  /// made once for all, and each gets the numbers that it would get alone.
  /// - Returns: for each its comparison, nil where the metric is undefined.
  package static func estimate(
    _ comparisons: [Students], metric: Metric, groups: [Int]? = nil,
    configuration: StatisticsConfiguration = StatisticsConfiguration(),
    team: WorkerTeam = WorkerTeam()
  ) -> [MethodComparison?] {
    guard let examples = comparisons.first?.examples, examples > 0 else {
      return comparisons.map { _ in nil }
    }
    precondition(comparisons.allSatisfy { $0.examples == examples })
    let bootstrap = CrossedBootstrap(
      examples: examples, groups: groups, configuration: configuration)
    let statistics = comparisons.map { Self.statistics(of: $0, metric) }
    let replicates = bootstrap.replicates(of: statistics.flatMap { $0 }, team: team)
    var start = 0
    return zip(comparisons, statistics).map { students, statistics -> MethodComparison? in
      let (seeds, own) = (students.seeds, Array(replicates[start..<start + statistics.count]))
      start += statistics.count
      let values = statistics.compactMap { $0.value(count: examples) }
      guard !values.isEmpty, values.count == statistics.count else { return nil }
      var (differences, drawn) = (Array(values[..<seeds]), Array(own[..<seeds]))
      // Beyond the seeds of the first stand those of the second.
      for place in seeds..<values.count {
        differences[place - seeds] -= values[place]
        drawn[place - seeds] = zip(drawn[place - seeds], own[place]).map { $0 - $1 }
      }
      return MethodComparison(
        metric: metric, students, value: differences.reduce(0, +) / Double(seeds),
        replicates: bootstrap.overSeeds(drawn), confidence: configuration.confidence)
    }
  }

  private init?(
    metric: Metric, _ students: Students, value: Double, replicates: [Double], confidence: Double
  ) {
    let replicates = replicates.filter(\.isFinite).map { metric.orientation * $0 }
    guard
      let difference = Estimate(
        value: metric.orientation * value, replicates: replicates, confidence: confidence)
    else { return nil }
    self.metric = metric
    seeds = students.seeds
    examples = students.examples
    self.difference = difference
    let (below, above) = (replicates.count { $0 <= 0 }, replicates.count { $0 >= 0 })
    let share = Double(min(below, above) + 1) / Double(replicates.count + 1)
    probability = min(1, 2 * share)
  }

  /// One per seed where scores are means over examples, since a difference of means is the mean of
  /// differences; else the first's of all seeds, then the second's. None where the metric is not for
  /// such predictions.
  private static func statistics(
    of students: Students, _ metric: Metric
  ) -> [WeightedStatistic] {
    let first = students.first.compactMap(metric.statistic)
    let second = students.second.compactMap(metric.statistic)
    guard first.count == students.seeds, second.count == students.seeds else { return [] }
    let differences = zip(first, second).compactMap { first, second -> WeightedStatistic? in
      guard case .mean(let a) = first, case .mean(let b) = second else { return nil }
      return .mean(scores: zip(a, b).map { $0 - $1 })
    }
    return differences.count == students.seeds ? differences : first + second
  }
}
