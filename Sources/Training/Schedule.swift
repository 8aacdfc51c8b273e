import Configuration

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How the learning rate moves over training, after a linear warm-up.
package enum Schedule: String, CaseIterable, WordValue {
  case constant, linear, cosine

  /// The factor on the configured rate at `step` of `steps` (counted from 0).
  ///
  /// With w = ⌈warmup · steps⌉ steps of warm-up and t = (step − w) / (steps − w):
  ///
  ///     step < w:    (step + 1) / w
  ///     constant:    1
  ///     linear:      1 − t
  ///     cosine:      (1 + cos πt) / 2
  ///
  /// Without warm-up this is PyTorch's `CosineAnnealingLR` with T_max = steps, as in the reference.
  package func factor(step: Int, steps: Int, warmup: Double) -> Double {
    let warmupSteps = Int((warmup * Double(steps)).rounded(.up))
    if step < warmupSteps { return Double(step + 1) / Double(warmupSteps) }
    let t = Double(step - warmupSteps) / Double(max(1, steps - warmupSteps))
    switch self {
    case .constant: return 1
    case .linear: return 1 - t
    case .cosine: return (1 + cos(Double.pi * t)) / 2
    }
  }
}
