import Kernels

/// Who attends to whom: positions of one sequence, in heads.
package struct AttentionRule: Sendable, Equatable {
  /// Position i sees j ≤ i.
  package var causal: Bool
  /// Of those only the last `window`: i − j < window. For causal attention.
  package var window: Int?
  /// What scores are multiplied with; 1 / √D unless given.
  package var scale: Float?

  package init(causal: Bool, window: Int? = nil, scale: Float? = nil) {
    self.causal = causal
    self.window = window
    self.scale = scale
  }
}

extension Tape {
  /// Multi-head attention over packed sequences: `qkv_N(3E), offsets_(S+1) → y_NE`.
  ///
  /// Each row of `qkv` holds query, key and value, E wide each, heads side by side (D = E / H). For
  /// each sequence and head, y = softmax(q kᵀ / √D) v; causal: position i sees j ≤ i.
  ///
  /// Gradient: see `Attention.backward`. Time O(Σ T² E), memory O(N E): probabilities are computed
  /// again in the backward pass.
  package func attention(_ qkv: Tensor, offsets: [Int], heads: Int, causal: Bool) -> Tensor {
    let width = qkv.columns / 3
    precondition(qkv.columns == 3 * width && heads > 0 && width % heads == 0, "attention: widths")
    let layout = HeadLayout(count: heads, width: width / heads)
    var (keys, values) = (layout, layout)
    (keys.start, values.start) = (width, 2 * width)
    return attention(
      qkv, queries: layout, keys: keys, values: values, offsets: offsets,
      AttentionRule(causal: causal))
  }

  /// The same with heads anywhere in the rows of one tensor, all of whose columns belong to one:
  /// `qkv_N((H+2K)D), offsets_(S+1) → y_N(HD)`. GPT-NeoX's rows [H, 3, D] have pitch 3 D.
  package func attention(
    _ qkv: Tensor, queries: HeadLayout, keys: HeadLayout, values: HeadLayout, offsets: [Int],
    prompts: [Int]? = nil, _ rule: AttentionRule
  ) -> Tensor {
    precondition(
      queries.totalWidth + keys.totalWidth + values.totalWidth == qkv.columns,
      "attention: rows of \(qkv.columns) hold more than heads")
    return attention(
      AttentionParts(
        queries: (qkv, queries), keys: (qkv, keys), values: (qkv, values)), offsets, prompts, rule)
  }

  /// The same with queries, keys and values in tensors of their own:
  /// `q_N(HD), k_N(KD), v_N(KD), offsets_(S+1) → y_N(HD)`. Query head h reads key head ⌊h K / H⌋.
  ///
  /// Gradient: dk and dv are sums over the query heads that share a key head.
  /// - Parameters:
  ///   - rows: the rows, ascending, that the queries belong to, `q_K(HD) → y_K(HD)`; nil where there
  ///     is one for each.
  ///   - prompts: for each sequence the tokens before its branches (`Attention`); nil for none.
  package func attention(
    queries: Tensor, rows: [Int]? = nil, keys: Tensor, values: Tensor, offsets: [Int],
    prompts: [Int]? = nil, heads: Int, keyValueHeads: Int? = nil, headWidth: Int,
    _ rule: AttentionRule
  ) -> Tensor {
    let shared = HeadLayout(count: keyValueHeads ?? heads, width: headWidth)
    let own = HeadLayout(count: heads, width: headWidth)
    for (tensor, layout) in [(queries, own), (keys, shared), (values, shared)] {
      precondition(
        tensor.columns == layout.totalWidth
          && (tensor === queries || tensor.rows == keys.rows),
        "attention: \(layout.count) heads of \(headWidth) in a tensor of shape \(tensor.shape)")
    }
    precondition(
      queries !== keys && keys !== values && values !== queries,
      "attention: three tensors, or one with three layouts")
    return attention(
      AttentionParts(queries: (queries, own), keys: (keys, shared), values: (values, shared)),
      offsets, prompts, rule, rows: rows)
  }

  /// The same for the queries of some rows alone, keys and values of all being heads in the rows of
  /// another tensor, all of whose columns belong to one:
  /// `q_K(HD), kv_N(2KD), rows_K, offsets_(S+1) → y_K(HD)`. Rows ascend; one may come twice.
  package func attention(
    queries: Tensor, _ queryLayout: HeadLayout, rows: [Int], keysAndValues: Tensor,
    keys: HeadLayout, values: HeadLayout, offsets: [Int], prompts: [Int]? = nil,
    _ rule: AttentionRule
  ) -> Tensor {
    precondition(
      queries !== keysAndValues && queryLayout.totalWidth == queries.columns
        && keys.totalWidth + values.totalWidth == keysAndValues.columns,
      "attention: tensors hold more than heads")
    return attention(
      AttentionParts(
        queries: (queries, queryLayout), keys: (keysAndValues, keys),
        values: (keysAndValues, values)), offsets, prompts, rule, rows: rows)
  }

  private func attention(
    _ parts: AttentionParts, _ offsets: [Int], _ prompts: [Int]?, _ rule: AttentionRule,
    rows: [Int]? = nil
  ) -> Tensor {
    let (heads, headWidth) = parts.check()
    let (n, width) = (parts.queries.tensor.rows, heads * headWidth)
    checkOffsets(offsets, prompts: prompts, rows: parts.keys.tensor.rows)
    precondition(n == rows?.count ?? parts.keys.tensor.rows, "attention: a row for every query")
    let attention = Attention(
      offsets: offsets, prompts: prompts, rows: rows, heads: heads,
      keyHeads: parts.keys.layout.count, width: headWidth, causal: rule.causal,
      window: rule.window, scale: rule.scale)
    let y = tensor([n, width], needsGradient: parts.needsGradient)
    let normalizers = tensor([n, heads])
    let workers = min(team.threads, attention.pieces)
    let scratch = tensor([workers, attention.forwardScratch])

    let inputs = parts.inputs
    let output = Attention.Operand(y.values, stride: width, pitch: headWidth)
    let (kept, memory, size) = (normalizers.values, scratch.values, attention.forwardScratch)
    team.run(pieces: attention.pieces, workers: workers) { piece, worker in
      attention.forward(
        piece: piece, inputs, into: output, normalizers: kept, scratch: memory + worker * size)
    }
    record(y) { [team, pool] y, dy in
      let (inputs, gradients) = (parts.inputs, parts.gradients())
      let workers = min(team.threads, attention.pieces)
      let size = attention.backwardScratch
      let memory = pool.take(workers * size)
      let results = Attention.Results(
        output: Attention.Operand(y.values, stride: width, pitch: headWidth),
        normalizers: normalizers.values,
        gradient: Attention.Operand(dy, stride: width, pitch: headWidth))
      team.run(pieces: attention.pieces, workers: workers) { piece, worker in
        attention.backward(
          piece: piece, inputs, results, into: gradients, scratch: memory + worker * size)
      }
      pool.give(memory)
    }
    return y
  }

  /// Packed sequences: offsets ascend from 0 to the number of rows; no sequence is empty, and none
  /// is branches alone.
  func checkOffsets(_ offsets: [Int], prompts: [Int]? = nil, rows: Int) {
    precondition(
      offsets.first == 0 && offsets.last == rows && offsets.count > 1,
      "offsets run from 0 to the number of rows, \(rows)")
    for sequence in 1..<offsets.count {
      precondition(offsets[sequence] > offsets[sequence - 1], "sequence \(sequence - 1) is empty")
    }
    guard let prompts else { return }
    precondition(prompts.count == offsets.count - 1, "a prompt for every sequence")
    for (sequence, prompt) in prompts.enumerated() {
      precondition(
        1...offsets[sequence + 1] - offsets[sequence] ~= prompt,
        "sequence \(sequence) has a prompt of \(prompt)")
    }
  }
}
