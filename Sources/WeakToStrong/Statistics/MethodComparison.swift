import Kernels

/// The difference between two methods on the same test examples and seeds: first minus second, so
/// that above zero the first is better (losses change sign).
package struct MethodComparison: Sendable, Equatable, Codable {
  package var metric: Metric
  package var seeds: Int
  package var difference: Estimate
  /// Two-sided, for no difference: twice the smaller share of draws on either side of zero, each
  /// draw and the sample counted (Davison & Hinkley 1997, eq. 4.11).
  package var probability: Double

  /// Students of two methods, one of each per seed, paired by example and by seed. Nil where the
  /// metric is undefined.
  package static func estimate(
    _ first: [Predictions], _ second: [Predictions], metric: Metric, groups: [Int]? = nil,
    configuration: StatisticsConfiguration = StatisticsConfiguration(),
    team: WorkerTeam = WorkerTeam()
  ) -> MethodComparison? {
    let seeds = first.count
    guard seeds > 0, first[0].count > 0 else { return nil }
    precondition(second.count == seeds)
    precondition((first + second).allSatisfy { $0.truth == first[0].truth })
    let statistics = (first + second).compactMap(metric.statistic)
    guard statistics.count == 2 * seeds else { return nil }
    let values = statistics.compactMap { $0.value(count: first[0].count) }
    guard values.count == 2 * seeds else { return nil }
    let sum = values[..<seeds].reduce(0, +) - values[seeds...].reduce(0, +)
    let bootstrap = CrossedBootstrap(
      examples: first[0].count, groups: groups, configuration: configuration)
    let replicates = bootstrap.replicates(of: statistics, team: team)
    let differences = zip(
      bootstrap.overSeeds(Array(replicates[..<seeds])),
      bootstrap.overSeeds(Array(replicates[seeds...]))
    ).map { metric.orientation * ($0 - $1) }.filter(\.isFinite)
    let value = metric.orientation * sum / Double(seeds)
    guard
      let difference = Estimate(
        value: value, replicates: differences, confidence: configuration.confidence)
    else { return nil }
    let below = differences.count { $0 <= 0 }
    let above = differences.count { $0 >= 0 }
    let share = Double(min(below, above) + 1) / Double(differences.count + 1)
    return MethodComparison(
      metric: metric, seeds: seeds, difference: difference, probability: min(1, 2 * share))
  }
}

/// How far scores differ between seeds for no other reason than the seed.
package struct NoiseFloor: Sendable, Equatable, Codable {
  package var seeds: Int
  /// Between seeds, with S − 1 in the denominator.
  package var standardDeviation: Double
  /// Of the mean over seeds: s / √S.
  package var standardError: Double

  /// Nil with fewer than two seeds.
  package init?(scores: [Double]) {
    guard scores.count > 1 else { return nil }
    seeds = scores.count
    let mean = scores.reduce(0, +) / Double(seeds)
    let squares = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    standardDeviation = (squares / Double(seeds - 1)).squareRoot()
    standardError = standardDeviation / Double(seeds).squareRoot()
  }

  /// The smallest PGR that differs from zero beyond the noise of student and supervisor over seeds:
  /// 1.96 · √(se²(student) + se²(supervisor)) / |gap|. Nil where the gap is zero.
  package static func smallestDetectablePGR(
    student: NoiseFloor, supervisor: NoiseFloor, gap: Double
  ) -> Double? {
    guard gap != 0 else { return nil }
    let (a, b) = (student.standardError, supervisor.standardError)
    return 1.959964 * (a * a + b * b).squareRoot() / abs(gap)
  }
}
