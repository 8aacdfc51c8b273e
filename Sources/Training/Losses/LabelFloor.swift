import Configuration

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The least label that losses take the logarithm of.
enum LabelFloor {
  static func field<Loss>(_ path: WritableKeyPath<Loss, Double> & Sendable) -> Field<Loss> {
    Field(
      "floor", path, "ε, the least label whose logarithm is taken",
      check: Check("above 0.0 and at most 1.0") { $0 > 0 && $0 <= 1 })
  }

  /// log max(y, ε).
  static func logarithm(of label: Double, floor: Double) -> Double { log(max(label, floor)) }
}
