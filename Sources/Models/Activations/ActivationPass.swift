import Autograd
import Kernels

/// The hidden states of a pretrained transformer on many inputs.
///
/// The network is cut into sections of neighbouring parts (embedding, blocks, ending) whose weights
/// fit the memory given, at least one part each. A section goes over all inputs, batch by batch, before
/// the weights of the next are read; between sections the residual stream lies in a file. With memory
/// for all weights there is one section, and each batch goes through the whole network at once. The
/// batches are the same however the network is cut, and so are all bytes.
package struct ActivationPass {
  /// What values belong to.
  package enum Output: Hashable, Sendable {
    /// Hidden state k.
    case layer(Int)
    case logits
  }

  /// Where the batches are cut.
  package static let defaultBatchTokens = 2048
  /// Rows of logits that are computed at a time: they are as wide as the vocabulary.
  static let logitRows = 256

  package let model: PretrainedTransformer
  package let request: ActivationRequest
  package let batchTokens: Int
  package let sections: [Range<Int>]
  /// Where the residual stream is put aside between sections.
  private let scratch: ScratchFolder

  /// - Parameters:
  ///   - memory: bytes that weights may take at a time; 0 for one part after the other; nil for what
  ///     the machine has.
  ///   - scratch: a folder with room for the residual stream of all tokens.
  package init(
    _ model: PretrainedTransformer, _ request: ActivationRequest, memory: Int? = nil,
    batchTokens: Int = Self.defaultBatchTokens, scratch: ScratchFolder
  ) throws(ModelError) {
    precondition(request.layers.allSatisfy { 0...model.layout.layers ~= $0 }, "no such layer")
    self.model = model
    self.request = request
    self.batchTokens = batchTokens
    self.scratch = scratch
    sections = Self.sections(
      try model.partBytes(through: Self.lastPart(model, request)),
      memory: memory
        ?? MemoryBudget.weights(beside: model.workingBytes(batchTokens: batchTokens)))
  }

  /// Whether weights are read section by section.
  package var isStreamed: Bool { sections.count > 1 }

  /// Nothing is computed beyond what is asked for.
  private static func lastPart(_ model: PretrainedTransformer, _ request: ActivationRequest) -> Int
  {
    let last = request.layers.last ?? 0
    return request.logits || last == model.layout.layers ? model.ending : last
  }

  static func sections(_ sizes: [Int], memory: Int) -> [Range<Int>] {
    var sections: [Range<Int>] = []
    var (start, size) = (0, 0)
    for (part, bytes) in sizes.enumerated() {
      if part > start, size + bytes > memory {
        sections.append(start..<part)
        (start, size) = (part, 0)
      }
      size += bytes
    }
    return sections + [start..<sizes.count]
  }

  /// Goes over all inputs. Rows of each output come in order.
  /// - Parameters:
  ///   - sink: takes the next values of an output, row-major.
  ///   - progress: from 0 to 1.
  package func run(
    _ tokens: PackedTokens, team: WorkerTeam,
    progress: (Double) throws -> Void = { _ in },
    sink: (Output, UnsafeBufferPointer<Float>) throws -> Void
  ) throws {
    let batches = batches(tokens)
    let file =
      isStreamed
      ? try HiddenStateFile(rows: tokens.ids.count, width: model.layout.width, in: scratch) : nil
    let parts = Double((sections.last?.upperBound ?? 1) * max(1, batches.count))
    var done = 0.0
    for section in sections {
      let loaded = try PretrainedSection(model, section, logits: request.logits)
      let tape = Tape(pool: MemoryPool(), team: team, recording: false)
      for batch in batches {
        let rows = tokens.offsets[batch.lowerBound]..<tokens.offsets[batch.upperBound]
        let packed = tokens.gather(batch)
        var x: Tensor?
        if section.lowerBound > 0, let file {
          let stored = tape.tensor([rows.count, model.layout.width])
          try file.read(stored.values, rows)
          x = stored
        }
        for part in section {
          let y = loaded.apply(part, x, packed, on: tape)
          try emit(y, after: part, packed, loaded, tape, sink)
          x = y
        }
        if section.upperBound < sections[sections.count - 1].upperBound, let x {
          try file?.write(x.values, rows)
        }
        done += Double(section.count)
        try progress(done / parts)
      }
    }
  }

  /// Neighbouring inputs of at most `batchTokens` tokens together, or one that alone has more.
  func batches(_ tokens: PackedTokens) -> [Range<Int>] {
    var batches: [Range<Int>] = []
    var start = 0
    for end in 0..<tokens.count
    where end > start && tokens.offsets[end + 1] - tokens.offsets[start] > batchTokens {
      batches.append(start..<end)
      start = end
    }
    if start < tokens.count { batches.append(start..<tokens.count) }
    return batches
  }

  private func emit(
    _ x: Tensor, after part: Int, _ packed: PackedTokens, _ loaded: PretrainedSection, _ tape: Tape,
    _ sink: (Output, UnsafeBufferPointer<Float>) throws -> Void
  ) throws {
    // Part 0 is the embedding and part k block k; the last state is that after the last norm.
    let layers = model.layout.layers
    let layer = part == model.ending ? layers : part
    if request.layers.contains(layer), part == model.ending || layer < layers {
      try give(pooled(x, packed, tape), to: .layer(layer), sink)
    }
    guard request.logits, part == model.ending else { return }
    let rows = request.position == .all ? x : tape.lastRows(x, offsets: packed.offsets)
    for start in stride(from: 0, to: rows.rows, by: Self.logitRows) {
      let wanted = Array(start..<min(rows.rows, start + Self.logitRows))
      guard let logits = loaded.logits(tape.gatherRows(rows, rows: wanted), on: tape) else {
        preconditionFailure("logits of a model without unembedding")
      }
      try give(logits, to: .logits, sink)
    }
  }

  private func pooled(_ x: Tensor, _ packed: PackedTokens, _ tape: Tape) -> Tensor {
    switch request.position {
    case .all: x
    case .first: tape.gatherRows(x, rows: Array(packed.offsets.dropLast()))
    case .last: tape.lastRows(x, offsets: packed.offsets)
    case .mean: tape.meanRows(x, offsets: packed.offsets)
    }
  }

  private func give(
    _ values: Tensor, to output: Output,
    _ sink: (Output, UnsafeBufferPointer<Float>) throws -> Void
  ) throws {
    try withExtendedLifetime(values) {
      try sink(output, UnsafeBufferPointer(start: values.values, count: values.count))
    }
  }
}
