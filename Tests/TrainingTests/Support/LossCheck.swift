import Autograd
import Kernels
import Testing

@testable import Training

/// The value of a loss and its gradient with respect to the logits.
func evaluate(
  _ loss: some Loss, logits: [Float], targets: [Float], columns: Int, fraction: Double,
  threads: Int = 1
) -> (value: Float, gradient: [Float]) {
  let tape = Tape(pool: MemoryPool(), team: WorkerTeam(threads: threads))
  let z = tape.constant(logits, shape: [logits.count / columns, columns], needsGradient: true)
  let scalar = loss.value(
    LossBatch(logits: z, targets: targets, fraction: fraction), on: tape)
  tape.backward(from: scalar)
  return (scalar.scalar, z.gradientArray)
}

/// Compares a loss with `reference`, a formula in double precision, and its gradient with central
/// differences of that formula. What the loss detaches, the formula gets from the unmoved logits.
func expectAgrees(
  _ loss: some Loss, logits: [Float], targets: [Float], columns: Int, fraction: Double,
  reference: (_ moved: [Double], _ unmoved: [Double]) -> Double
) {
  let found = evaluate(
    loss, logits: logits, targets: targets, columns: columns, fraction: fraction)
  let z = logits.map(Double.init)
  #expect(abs(Double(found.value) - reference(z, z)) < 1e-6 * max(1, abs(reference(z, z))))
  for i in z.indices {
    var (up, down) = (z, z)
    up[i] += 1e-5
    down[i] -= 1e-5
    let slope = (reference(up, z) - reference(down, z)) / 2e-5
    #expect(abs(Double(found.gradient[i]) - slope) < 1e-6)
  }
}

/// Rows of log softmax in double precision.
func logSoftmax(_ z: [Double], columns: Int) -> [Double] {
  stride(from: 0, to: z.count, by: columns).flatMap { start -> [Double] in
    let row = z[start..<start + columns]
    let sum = log(row.reduce(0) { $0 + exp($1) })
    return row.map { $0 - sum }
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
