import Kernels
import Testing

@testable import Autograd

/// One operation against a reference in double precision: values, gradients by central differences
/// of the reference, and the same bytes whatever the number of threads.
struct OperationCheck {
  /// Shapes of the inputs that are differentiated.
  var shapes: [[Int]]
  var operation: (Tape, [Tensor]) -> Tensor
  /// The same on arrays of doubles.
  var reference: ([[Double]]) -> [Double]
  var seed: UInt64 = 0
  /// How inputs are drawn: normal of this deviation.
  var deviation = 1.0
  /// Relative to the largest value.
  var tolerance = 2e-6

  func run(_ location: SourceLocation = #_sourceLocation) {
    let inputs = drawInputs()
    let pass = Pass(self, inputs, threads: 1)
    let exact = reference(inputs.map { $0.map(Double.init) })
    expectClose(pass.output, exact, tolerance, "value", location)

    for index in shapes.indices {
      var differences: [Double] = []
      var point = inputs.map { $0.map(Double.init) }
      for element in point[index].indices {
        let center = point[index][element]
        let step = 1e-5 * max(1, abs(center))
        point[index][element] = center + step
        let above = weighted(reference(point))
        point[index][element] = center - step
        let below = weighted(reference(point))
        point[index][element] = center
        differences.append((above - below) / (2 * step))
      }
      expectClose(
        pass.gradients[index], differences, 4 * tolerance, "gradient \(index)", location)
    }
    expectSameBytes(location)
  }

  /// Threads, recording and gradients that are added to change nothing.
  func expectSameBytes(_ location: SourceLocation = #_sourceLocation) {
    let inputs = drawInputs()
    let one = Pass(self, inputs, threads: 1)
    for threads in [2, 3] {
      #expect(Pass(self, inputs, threads: threads) == one, sourceLocation: location)
    }
    let tape = Tape(pool: MemoryPool(), team: WorkerTeam(), recording: false)
    let tensors = zip(inputs, shapes).map { tape.constant($0, shape: $1, needsGradient: true) }
    #expect(operation(tape, tensors).array == one.output, sourceLocation: location)
  }

  /// The value alone, for shapes where differences would take too long.
  func expectValue(_ location: SourceLocation = #_sourceLocation) {
    let inputs = drawInputs()
    expectClose(
      Pass(self, inputs, threads: 1).output, reference(inputs.map { $0.map(Double.init) }),
      tolerance, "value", location)
  }

  private func drawInputs() -> [[Float]] {
    shapes.enumerated().map { index, shape in
      var stream = RandomStream(seed: seed, "input", index: UInt64(index))
      return (0..<shape.reduce(1, *)).map { _ in stream.normal() * Float(deviation) }
    }
  }

  /// What is differentiated: Σ_i r_i y_i with random r.
  private func weighted(_ output: [Double]) -> Double {
    zip(output, OperationCheck.weights(output.count)).reduce(0) { $0 + $1.0 * Double($1.1) }
  }

  static func weights(_ count: Int) -> [Float] {
    var stream = RandomStream(seed: 0, "weights")
    return (0..<count).map { _ in stream.uniform() + 0.5 }
  }

  private struct Pass: Equatable {
    let output: [Float]
    var gradients: [[Float]] = []

    init(_ check: OperationCheck, _ inputs: [[Float]], threads: Int) {
      let tape = Tape(pool: MemoryPool(), team: WorkerTeam(threads: threads))
      let tensors = zip(inputs, check.shapes).map {
        tape.constant($0, shape: $1, needsGradient: true)
      }
      let y = check.operation(tape, tensors)
      output = y.array
      tape.backward(from: tape.weightedSum(y))
      gradients = tensors.map(\.gradientArray)
    }
  }
}

extension Tape {
  /// Σ_i r_i y_i with the weights of the check.
  func weightedSum(_ y: Tensor) -> Tensor {
    let weights = OperationCheck.weights(y.count)
    return loss(of: y) { values, gradient in
      if let gradient { for i in weights.indices { gradient[i] = weights[i] } }
      return zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }
}

func expectClose(
  _ found: [Float], _ exact: [Double], _ tolerance: Double, _ what: String,
  _ location: SourceLocation = #_sourceLocation
) {
  #expect(found.count == exact.count, "\(what)", sourceLocation: location)
  guard found.count == exact.count else { return }
  let scale = max(exact.map(abs).max() ?? 0, 1e-3)
  let worst = zip(found, exact).map { abs(Double($0) - $1) }.max() ?? 0
  let finite = found.allSatisfy(\.isFinite)
  #expect(
    finite && worst <= tolerance * scale, "\(what): off by \(worst) of \(scale)",
    sourceLocation: location)
}
