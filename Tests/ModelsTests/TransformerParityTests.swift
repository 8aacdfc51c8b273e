import Autograd
import Foundation
import Kernels
import Testing

@testable import Models

/// The models of Fixtures/models, which exercise every option of every family.
private let models = [
  "bert-body", "bert-masked", "gpt2-tied", "gpt2-untied", "llama-linear", "llama-scaled",
  "llama-tied", "mistral", "neox-parallel", "neox-sequential", "qwen", "qwen2-untied",
  "qwen2-window", "qwen3",
]

/// A model and what transformers computes with it in double precision, every sequence alone.
struct ParityFixture {
  let source: PretrainedTransformer
  let reference: SafetensorsFile
  let packed: PackedTokens

  init(_ name: String, layers: Int? = nil) throws {
    source = try PretrainedTransformer(try fixtures.folder(name), layers: layers)
    reference = try SafetensorsFile(path: "\(fixtures.path)/\(name)/reference.safetensors")
    packed = PackedTokens(
      ids: try reference.integers("ids"),
      offsets: try reference.integers("offsets").map { Int($0) })
  }

  /// The gradients of the reference under the names of the weights.
  var gradients: Checkpoint {
    let start = "gradient."
    var tensors: [String: StoredTensor] = [:]
    for (name, tensor) in reference.tensors where name.hasPrefix(start) {
      tensors[String(name.dropFirst(start.count))] = tensor
    }
    return Checkpoint(
      StoredWeights(place: reference.path, tensors: tensors), source.checkpoint.names)
  }
}

/// The greatest difference, relative to the greatest value of the reference.
func relativeDifference(_ found: [Float], _ reference: [Float]) -> Float {
  guard found.count == reference.count else { return .infinity }
  let scale = reference.reduce(0) { max($0, abs($1)) }
  return zip(found, reference).reduce(0) { max($0, abs($1.0 - $1.1)) } / scale
}

private func tape(threads: Int = 1, recording: Bool = true) -> Tape {
  Tape(pool: MemoryPool(), team: WorkerTeam(threads: threads), recording: recording)
}

@Suite struct TransformerParityTests {
  @Test func everyModelIsTriedHere() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: fixtures.path)
      .filter { !$0.contains(".") }
    #expect(folders.sorted() == models)
  }

  @Test(arguments: models) func hiddenStatesAndLogitsMatchTransformers(name: String) throws {
    let fixture = try ParityFixture(name)
    let (transformer, _) = try fixture.source.transformer()
    let tape = tape(recording: false)
    let states = transformer.hiddenStates(fixture.packed, on: tape)
    for (k, state) in states.enumerated() {
      let error = relativeDifference(
        state.array, try fixture.reference.floats("hidden.\(k)", shape: state.shape))
      #expect(error < 1e-5, "hidden state \(k)")
    }
    #expect(fixture.reference["hidden.\(states.count)"] == nil)
    guard fixture.reference["logits"] != nil else {
      #expect(transformer.vocabularyLogits(states[states.count - 1], on: tape) == nil)
      return
    }
    let logits = try #require(
      transformer.vocabularyLogits(states[states.count - 1], on: tape))
    let error = relativeDifference(
      logits.array, try fixture.reference.floats("logits", shape: logits.shape))
    #expect(error < 1e-5)
  }

  @Test(arguments: models, [1, 2])
  func lossAndGradientsMatchTransformers(name: String, threads: Int) throws {
    let fixture = try ParityFixture(name)
    let (transformer, store) = try fixture.source.transformer(isTrained: true)
    let tape = tape(threads: threads)
    let value: Float
    if let factors = fixture.reference["factors"] {
      let pooled = Pooling.mean(transformer, fixture.packed, on: tape)
      let loss = tape.sum(
        tape.multiply(pooled, tape.constant(try factors.floats(), shape: factors.shape)))
      value = loss.scalar
      tape.backward(from: loss)
    } else {
      let model = LanguageModel(transformer, store)
      // Logits of all rows at once, or of 16 at a time.
      if threads > 1 { model.logitLimit = 1 }
      let count = fixture.packed.predictedCount
      let sum = model.differentiateNextTokenLoss(
        fixture.packed, scale: 1 / Float(count), on: tape)
      value = Float(sum / Double(count))
      #expect(
        model.nextTokenLoss(
          fixture.packed, on: Tape(pool: tape.pool, team: tape.team, recording: false)) == sum)
    }
    #expect(relativeDifference([value], try fixture.reference.floats("loss")) < 1e-5)
    let gradients = fixture.gradients
    var greatest: Float = 0
    for parameter in store.parameters {
      let reference = try gradients.tensor(parameter.name, shape: parameter.shape).floats()
      // Some gradients are zero but for rounding: softmax does not see a bias of all keys.
      let scale = reference.reduce(0) { max($0, abs($1)) }
      greatest = max(greatest, scale)
      let error = zip(parameter.tensor.gradientArray, reference)
        .reduce(0) { max($0, abs($1.0 - $1.1)) }
      #expect(error < 1e-5 * max(scale, 0.1), "\(parameter.name)")
    }
    #expect(greatest > 0.1)
  }

  /// Parts with memory of their own give the bytes of the whole.
  @Test(arguments: models) func partByPartIsTheSame(name: String) throws {
    let fixture = try ParityFixture(name)
    let source = fixture.source
    let tape = tape(recording: false)
    let (transformer, _) = try source.transformer()
    let whole = transformer.hiddenStates(fixture.packed, on: tape)
    var x = try source.embedding()(fixture.packed, on: tape)
    for k in 0..<source.layout.layers {
      #expect(k == 0 || whole[k].array == x.array)
      x = try source.block(k)(x, offsets: fixture.packed.offsets, on: tape)
    }
    if let norm = try source.norm() { x = norm(x, on: tape) }
    #expect(x.array == whole[source.layout.layers].array)
    let logits = try source.unembedding()?(x, on: tape)
    #expect(logits?.array == transformer.vocabularyLogits(x, on: tape)?.array)
  }

  @Test(arguments: models) func aCutModelIsTransformersOfFewerLayers(name: String) throws {
    let fixture = try ParityFixture(name, layers: 1)
    let (transformer, _) = try fixture.source.transformer()
    let state = transformer.lastState(fixture.packed, on: tape(recording: false))
    let reference = try fixture.reference.floats("cut", shape: state.shape)
    #expect(relativeDifference(state.array, reference) < 1e-5)
  }

  /// The rows that a head reads are those of the whole hidden state.
  @Test(arguments: models, Pooling.allCases)
  func poolingReadsTheLastHiddenState(name: String, pooling: Pooling) throws {
    let fixture = try ParityFixture(name)
    let (transformer, _) = try fixture.source.transformer()
    let tape = tape(recording: false)
    let pooled = pooling(transformer, fixture.packed, on: tape)
    let last = transformer.lastState(fixture.packed, on: tape)
    let offsets = fixture.packed.offsets
    let expected =
      switch pooling {
      case .last: tape.lastRows(last, offsets: offsets)
      case .first: tape.gatherRows(last, rows: Array(offsets.dropLast()))
      case .mean: tape.meanRows(last, offsets: offsets)
      }
    #expect(relativeDifference(pooled.array, expected.array) < 1e-5)
  }
}
