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

  /// The smallest |PGR| that a t-test over the seeds tells from zero:
  ///
  ///     t(S − 1) · s(gains) / √S / |gap|
  ///
  /// Of gains rather than of students and supervisors apart: student and supervisor of one seed have
  /// split, labels and test examples in common, and what they share does not blur their difference.
  /// t rather than 1.96, since three seeds know their own spread badly (4.30). The gap counts as
  /// known; a PGR is zero where its gain is, whatever the gap. Chance of the test examples is left out
  /// where all seeds share them: intervals have it.
  ///
  /// - Parameter gains: student minus supervisor, seed by seed.
  /// - Returns: nil with fewer than two seeds and where the gap is zero.
  package static func smallestDetectablePGR(
    gains: [Double], gap: Double, confidence: Double = 0.95
  ) -> Double? {
    guard gap != 0, let floor = NoiseFloor(scores: gains) else { return nil }
    let critical = StudentT.critical(
      confidence: confidence, degreesOfFreedom: floor.seeds - 1)
    return critical * floor.standardError / abs(gap)
  }
}
