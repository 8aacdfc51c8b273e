#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// y = intercept + slope x by least squares.
package struct LineFit: Sendable, Equatable {
  package var intercept: Double
  package var slope: Double
  package var correlation: Double

  package init(_ x: [Double], _ y: [Double]) {
    precondition(x.count == y.count && !x.isEmpty)
    let n = Double(x.count)
    let (mx, my) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    for (a, b) in zip(x, y) {
      xx += (a - mx) * (a - mx)
      xy += (a - mx) * (b - my)
      yy += (b - my) * (b - my)
    }
    slope = xx > 0 ? xy / xx : .nan
    intercept = my - slope * mx
    correlation = xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : .nan
  }

  /// The power law y = e^intercept x^slope.
  package static func powerLaw(_ x: [Double], _ y: [Double]) -> LineFit {
    LineFit(x.map { log($0) }, y.map { log($0) })
  }
}
