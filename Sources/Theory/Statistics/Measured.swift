import Kernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A value with its 95 % interval and the number of draws behind it.
package struct Measured: Codable, Sendable, Equatable {
  package var value: Double
  package var low: Double
  package var high: Double
  package var count: Int

  package init(_ value: Double, low: Double, high: Double, count: Int) {
    self.value = value
    self.low = low
    self.high = high
    self.count = count
  }

  /// A closed form, or a number that nothing was drawn for.
  package static func exact(_ value: Double) -> Measured {
    Measured(value, low: value, high: value, count: 0)
  }

  /// The mean of independent draws, ± Student's t × standard error.
  package static func mean(_ draws: [Double]) -> Measured {
    let n = Double(draws.count)
    let mean = draws.reduce(0, +) / n
    guard draws.count > 1 else {
      return Measured(mean, low: mean, high: mean, count: draws.count)
    }
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
    let half = studentQuantile975(degrees: draws.count - 1) * (variance / n).squareRoot()
    return Measured(mean, low: mean - half, high: mean + half, count: draws.count)
  }

  /// A function of `count` draws with its percentile bootstrap interval (Efron 1979): the draws are
  /// taken again with replacement, `statistic` gets their indices.
  package static func bootstrap(
    count: Int, seed: Int, name: String, resamples: Int = 1000, statistic: ([Int]) -> Double
  ) -> Measured {
    let value = statistic(Array(0..<count))
    var stream = RandomStream(seed: UInt64(seed), "bootstrap/" + name)
    var values: [Double] = []
    for _ in 0..<resamples {
      values.append(statistic((0..<count).map { _ in stream.integer(below: count) }))
    }
    values.sort()
    let cut = resamples / 40
    return Measured(value, low: values[cut], high: values[resamples - 1 - cut], count: count)
  }
}

/// The 97.5 % quantile of Student's t by its expansion around the normal one (Abramowitz & Stegun
/// 26.7.5), exact for one and two degrees of freedom.
func studentQuantile975(degrees: Int) -> Double {
  if degrees == 1 { return 12.706204736432095 }
  if degrees == 2 { return 4.302652729911275 }
  let n = Double(degrees)
  let z = 1.959963984540054
  let z2 = z * z
  let terms = [
    (z2 + 1) / 4,
    (5 * z2 * z2 + 16 * z2 + 3) / 96,
    (3 * z2 * z2 * z2 + 19 * z2 * z2 + 17 * z2 - 15) / 384,
    (79 * pow(z2, 4) + 776 * pow(z2, 3) + 1482 * z2 * z2 - 1920 * z2 - 945) / 92160,
  ]
  var sum = z
  for (k, term) in terms.enumerated() { sum += z * term / pow(n, Double(k + 1)) }
  return sum
}
