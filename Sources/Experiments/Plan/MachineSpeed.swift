import Dispatch
import Kernels

/// How fast this machine trains, for estimates of time.
enum MachineSpeed {
  /// The share of the speed of a large matrix product that a training of small models reaches.
  static let trainingShare = 0.25

  /// Floating-point operations a second of a training on one core, from a matrix product of some
  /// milliseconds.
  static func trainingRate() -> Double {
    let size = 384
    let values = [Float](repeating: 0.5, count: size * size)
    var product = [Float](repeating: 0, count: size * size)
    var best = Double.infinity
    for _ in 0..<4 {
      let start = DispatchTime.now().uptimeNanoseconds
      Gemm.multiply(
        rows: size, columns: size, depth: size, Matrix(values, stride: size),
        Matrix(values, stride: size), into: &product, stride: size)
      best = min(best, Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9)
    }
    let operations = 2 * Double(size * size * size)
    return trainingShare * operations / max(best, 1e-6)
  }
}
