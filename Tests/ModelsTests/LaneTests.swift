import Autograd
import Kernels
import Testing

@testable import Models

/// A computation in a lane of its own gives gradients to that lane and to no other: what runs beside
/// it writes elsewhere.
@Suite struct ModelLaneTests {
  static let models: [any Architecture] = [
    GPT(layers: 2, width: 16, heads: 2, context: 8), Llama(), GPTNeoX(), BERT(), BagOfWords(),
    MultilayerPerceptron(), RandomFeatures(), LinearModel(),
  ]

  @Test(arguments: models.indices) func gradientsStayInTheirLane(index: Int) throws {
    let architecture = Self.models[index]
    let isTokens = type(of: architecture).reads == .tokens
    let model = try architecture.build(
      ModelShape(input: isTokens ? .tokens(vocabulary: 9) : .features(5), outputs: 2), seed: 1,
      weights: WeightsRoot("Weights"))
    let store = model.parameters
    store.reserve(lanes: 2)
    let input =
      isTokens
      ? ModelInput.tokens(PackedTokens([[1, 2, 3], [4, 8]]))
      : .features(values: (0..<10).map { Float($0) / 10 }, rows: 2, columns: 5)
    let tape = Tape(pool: MemoryPool(), team: WorkerTeam(), lane: 1)
    // A head of zeros lets no gradient through.
    if let head = store["head.weight"] {
      head.set((0..<head.count).map { Float($0 % 5) - 2 })
    }
    tape.backward(from: model.logits(input, on: tape), gradient: [1, -2, 3, 1])
    for parameter in store.trainable {
      #expect(parameter.tensor.gradientArray.allSatisfy { $0 == 0 }, "\(parameter.name)")
    }
    store.foldLanes(2, team: WorkerTeam())
    #expect(store.trainable.contains { $0.tensor.gradientArray.contains { $0 != 0 } })
  }
}
