import Foundation

/// Student's distribution with a whole number of degrees of freedom, from its closed form
/// (Abramowitz & Stegun 1964, 26.7.3 and 26.7.4): with θ = atan(t/√ν)
///
///     ν odd:  P(|T| < t) = (2/π) (θ + sin θ · (cos θ + 2/3 cos³θ + … to cos^(ν−2)θ))
///     ν even: P(|T| < t) = sin θ · (1 + 1/2 cos²θ + (1·3)/(2·4) cos⁴θ + … to cos^(ν−2)θ)
package enum StudentT {
  /// The t with P(|T| < t) = `confidence`: 4.30 for 95 % and two degrees of freedom, 1.96 for many.
  package static func critical(confidence: Double, degreesOfFreedom: Int) -> Double {
    precondition((0..<1).contains(confidence) && degreesOfFreedom > 0)
    var (low, high) = (0.0, Double.pi / 2)
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if middle == low || middle == high { break }
      if share(within: middle, degreesOfFreedom) < confidence {
        low = middle
      } else {
        high = middle
      }
    }
    return Double(degreesOfFreedom).squareRoot() * tan(low)
  }

  private static func share(within angle: Double, _ degreesOfFreedom: Int) -> Double {
    let (sine, cosine) = (sin(angle), cos(angle))
    let isOdd = degreesOfFreedom % 2 == 1
    guard degreesOfFreedom > 1 else { return 2 * angle / .pi }
    var (sum, term) = (0.0, isOdd ? cosine : 1)
    for power in stride(from: isOdd ? 1 : 0, through: degreesOfFreedom - 2, by: 2) {
      sum += term
      term *= cosine * cosine * Double(power + 1) / Double(power + 2)
    }
    return isOdd ? 2 / .pi * (angle + sine * sum) : sine * sum
  }
}
