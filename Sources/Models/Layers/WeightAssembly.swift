import Autograd
import Kernels

/// How the weights of a model are put together: layers name what they need, in their order; then all
/// is laid out and filled, from a checkpoint or from the streams of a seed.
final class WeightAssembly {
  /// What a weight is before training, where no checkpoint gives it.
  enum Initial {
    case constant(Float)
    /// N(0, σ²).
    case normal(Float)
    /// Uniform within ± the bound.
    case uniform(Float)
  }

  let store = ParameterStore()
  /// Where the weights of the body come from; nil from scratch.
  let checkpoint: Checkpoint?
  /// Whether the body is trained.
  let isTrained: Bool
  let lora: LoRA?
  /// Whether the model predicts tokens: each step then touches every row of an embedding that is its
  /// unembedding too.
  let writesTokens: Bool
  /// Weights that stay in their file.
  private(set) var frozenCount = 0
  private var initials: [(parameter: Parameter, initial: Initial, isBody: Bool)] = []

  init(
    _ checkpoint: Checkpoint? = nil, isTrained: Bool = true, lora: LoRA? = nil,
    writesTokens: Bool = false
  ) {
    self.checkpoint = checkpoint
    self.isTrained = isTrained
    self.lora = lora
    self.writesTokens = writesTokens
  }

  /// A norm's or a bias' numbers: few, so they lie in the store even where they are frozen.
  func vector(_ name: String, _ count: Int, _ initial: Initial) -> Parameter {
    add(name, [count], initial)
  }

  /// A matrix; frozen ones stay in their file, as they are stored.
  func matrix(
    _ name: String, _ shape: [Int], _ initial: Initial, sparseRows: Bool = false
  ) throws(ModelError) -> Weight {
    if !isTrained, let checkpoint {
      let matrix = try checkpoint.tensor(name, shape: shape).frozenMatrix()
      frozenCount += matrix.count
      return .frozen(matrix)
    }
    return .parameter(add(name, shape, initial, sparseRows: sparseRows))
  }

  private func add(
    _ name: String, _ shape: [Int], _ initial: Initial, sparseRows: Bool = false
  ) -> Parameter {
    let parameter = store.add(name, shape, trainable: isTrained, sparseRows: sparseRows)
    initials.append((parameter, initial, true))
    return parameter
  }

  /// The trained addition to a projection, if one is asked for.
  func adapter(_ name: String, inputs: Int, outputs: Int) -> Adapter? {
    guard let lora, lora.targets.include(projection: name) else { return nil }
    let down = store.add("\(name).adapter.down", [lora.rank, inputs])
    let up = store.add("\(name).adapter.up", [outputs, lora.rank])
    initials.append((down, .uniform(1 / Float(inputs).squareRoot()), false))
    return Adapter(down: down, up: up, scale: Float(lora.alpha / Double(lora.rank)))
  }

  /// Lays out the memory and fills it. Whatever else is in the store is zero.
  func finish(seed: UInt64) throws(ModelError) {
    store.seal()
    for (parameter, initial, isBody) in initials {
      if isBody, let checkpoint {
        parameter.set(try checkpoint.tensor(parameter.name, shape: parameter.shape).floats())
        continue
      }
      switch initial {
      case .constant(0): break
      case .constant(let value): parameter.initialize(to: value)
      case .normal(let deviation): parameter.initializeNormal(deviation: deviation, seed: seed)
      case .uniform(let bound): parameter.initializeUniform(within: bound, seed: seed)
      }
    }
  }
}
