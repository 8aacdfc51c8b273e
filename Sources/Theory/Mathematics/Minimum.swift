#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where a function of a positive argument is least, and its value there.
struct Minimum: Sendable, Equatable {
  var argument: Double
  var value: Double
}

extension Minimum {
  /// Looks at `points` arguments even in the logarithm and narrows the best bracket by golden
  /// section: a stopping time, a ridge.
  static func search(
    from low: Double, to high: Double, points: Int = 160, _ function: (Double) -> Double
  ) -> Minimum {
    precondition(low > 0 && high > low && points > 2)
    let step = log(high / low) / Double(points - 1)
    let values = (0..<points).map { function(low * exp(step * Double($0))) }
    var best = 0
    for i in 1..<points where values[i] < values[best] { best = i }
    var a = log(low) + step * Double(max(best - 1, 0))
    var b = log(low) + step * Double(min(best + 1, points - 1))
    let golden = (5.0.squareRoot() - 1) / 2
    var (c, d) = (b - golden * (b - a), a + golden * (b - a))
    var (fc, fd) = (function(exp(c)), function(exp(d)))
    for _ in 0..<40 {
      if fc < fd {
        (b, d, fd) = (d, c, fc)
        c = b - golden * (b - a)
        fc = function(exp(c))
      } else {
        (a, c, fc) = (c, d, fd)
        d = a + golden * (b - a)
        fd = function(exp(d))
      }
    }
    let inner =
      fc < fd ? Minimum(argument: exp(c), value: fc) : Minimum(argument: exp(d), value: fd)
    return inner.value <= values[best]
      ? inner : Minimum(argument: low * exp(step * Double(best)), value: values[best])
  }
}
