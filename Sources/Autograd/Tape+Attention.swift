import Kernels

extension Tape {
  /// Multi-head attention over packed sequences: `qkv_N(3E), offsets_(S+1) → y_NE`.
  ///
  /// Each row of `qkv` holds query, key and value, E wide each, heads side by side (D = E / H). For
  /// each sequence and head, y = softmax(q kᵀ / √D) v; causal: position i sees j ≤ i.
  ///
  /// Gradient: see `Attention.backward`. Time O(Σ T² E), memory O(N E): probabilities are computed
  /// again in the backward pass.
  package func attention(_ qkv: Tensor, offsets: [Int], heads: Int, causal: Bool) -> Tensor {
    let (n, width) = (qkv.rows, qkv.columns / 3)
    precondition(qkv.columns == 3 * width && heads > 0 && width % heads == 0, "attention: widths")
    checkOffsets(offsets, rows: n)
    let attention = Attention(
      offsets: offsets, heads: heads, width: width / heads, causal: causal)
    let y = tensor([n, width], needsGradient: qkv.needsGradient)
    let normalizers = tensor([n, heads])
    let workers = min(team.threads, attention.pieces)
    let scratch = tensor([workers, attention.forwardScratch])

    let parts = Tape.parts(qkv.values, width)
    let output = Attention.Operand(y.values, stride: width)
    let (kept, memory, size) = (normalizers.values, scratch.values, attention.forwardScratch)
    team.run(pieces: attention.pieces, workers: workers) { piece, worker in
      attention.forward(
        piece: piece, queries: parts.queries, keys: parts.keys, values: parts.values, into: output,
        normalizers: kept, scratch: memory + worker * size)
    }
    record(y) { [team, pool] y, dy in
      let destination = qkv.gradientDestination()
      let parts = Tape.parts(qkv.values, width)
      let gradients = Tape.parts(destination.values, width)
      let workers = min(team.threads, attention.pieces)
      let size = attention.backwardScratch
      let memory = pool.take(workers * size)
      let (output, kept) = (Attention.Operand(y.values, stride: width), normalizers.values)
      team.run(pieces: attention.pieces, workers: workers) { piece, worker in
        attention.backward(
          piece: piece, queries: parts.queries, keys: parts.keys, values: parts.values,
          output: output, normalizers: kept,
          outputGradient: Attention.Operand(dy, stride: width),
          queryGradient: gradients.queries, keyGradient: gradients.keys,
          valueGradient: gradients.values, accumulate: destination.accumulate,
          scratch: memory + worker * size)
      }
      pool.give(memory)
    }
    return y
  }

  private static func parts(_ qkv: UnsafeMutablePointer<Float>, _ width: Int) -> (
    queries: Attention.Operand, keys: Attention.Operand, values: Attention.Operand
  ) {
    (
      Attention.Operand(qkv, stride: 3 * width),
      Attention.Operand(qkv + width, stride: 3 * width),
      Attention.Operand(qkv + 2 * width, stride: 3 * width)
    )
  }

  /// Packed sequences: offsets ascend from 0 to the number of rows; no sequence is empty.
  func checkOffsets(_ offsets: [Int], rows: Int) {
    precondition(
      offsets.first == 0 && offsets.last == rows && offsets.count > 1,
      "offsets run from 0 to the number of rows, \(rows)")
    for sequence in 1..<offsets.count {
      precondition(offsets[sequence] > offsets[sequence - 1], "sequence \(sequence - 1) is empty")
    }
  }
}
