import Kernels

/// Crossed bootstrap over test examples and seeds (Efron & Tibshirani 1993, percentile intervals).
///
/// A draw resamples the test examples once, for every model and every seed alike, and the seeds once:
/// differences between models are paired by example, and the two sources of chance, which examples
/// and which seeds, both show. With groups, whole groups are resampled.
///
/// Of S seeds, S − 1 are drawn (Rao & Wu 1988): drawing S would understate the variance by (S−1)/S,
/// a third for three seeds. One seed is not resampled; an interval is then over examples only.
///
/// Intervals are on the safe side where models err independently of each other: what is peculiar to
/// one example in one seed is counted up to three times (Owen 2007, "The pigeonhole bootstrap"). With
/// very few seeds that differ a lot they are short, since a percentile interval knows no Student's t.
package struct CrossedBootstrap: Sendable {
  package let draws: Int
  package let examples: Int
  private let seed: UInt64
  /// The resampled unit of each example; nil where each is its own.
  private let units: [Int32]?
  /// How many units there are.
  package let unitCount: Int

  /// - Parameter groups: an id for each example; examples of one id stay together. Draws follow the
  ///   order of ids, so that with ids the order of examples does not matter.
  package init(
    examples: Int, groups: [Int]? = nil, configuration: StatisticsConfiguration
  ) {
    precondition(examples > 0 && (groups?.count ?? examples) == examples)
    draws = configuration.draws
    seed = UInt64(configuration.seed)
    self.examples = examples
    if let groups {
      let ids = Set(groups).sorted()
      let places = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, Int32($0)) })
      units = groups.compactMap { places[$0] }
      unitCount = ids.count
    } else {
      units = nil
      unitCount = examples
    }
  }

  /// The value of every statistic in every draw of examples [statistics][draws]; not a number where
  /// it is undefined. O(draws · examples · statistics); the weights of a draw serve all statistics.
  package func replicates(
    of statistics: [WeightedStatistic], team: WorkerTeam = WorkerTeam()
  ) -> [[Double]] {
    var values = [Double](repeating: .nan, count: statistics.count * draws)
    values.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let buffer = buffer
      team.run(pieces: draws) { draw in
        let weights = weights(draw: draw)
        weights.withUnsafeBufferPointer { weights in
          for index in statistics.indices {
            buffer[index * draws + draw] = statistics[index].value(weights: weights) ?? .nan
          }
        }
      }
    }
    return statistics.indices.map { Array(values[$0 * draws..<($0 + 1) * draws]) }
  }

  /// How often each example is drawn.
  func weights(draw: Int) -> [Float] {
    var stream = RandomStream(seed: seed, "bootstrap/examples", index: UInt64(draw))
    var counts = [Float](repeating: 0, count: unitCount)
    for _ in 0..<unitCount {
      // Off by less than unitCount / 2³² from equal chances.
      counts[Int((UInt64(stream.next32()) * UInt64(unitCount)) >> 32)] += 1
    }
    guard let units else { return counts }
    return units.map { counts[Int($0)] }
  }

  /// The mean over each draw's seeds of per-seed replicates [seeds][draws].
  package func overSeeds(_ replicates: [[Double]]) -> [Double] {
    let seeds = replicates.count
    guard seeds > 1 else { return replicates.first ?? [] }
    return (0..<draws).map { draw in
      var stream = RandomStream(seed: seed, "bootstrap/seeds", index: UInt64(draw))
      var sum = 0.0
      for _ in 0..<seeds - 1 { sum += replicates[stream.integer(below: seeds)][draw] }
      return sum / Double(seeds - 1)
    }
  }
}
