extension Attention {
  /// Where the gradient of an input goes: over what is there, or added to it.
  package struct Destination {
    let operand: Operand
    let accumulate: Bool

    package init(_ operand: Operand, accumulate: Bool) {
      self.operand = operand
      self.accumulate = accumulate
    }
  }

  /// Places for dQ, dK and dV; `nil` where it is not wanted.
  package struct Gradients {
    let queries: Destination?
    let keys: Destination?
    let values: Destination?

    package init(queries: Destination?, keys: Destination?, values: Destination?) {
      self.queries = queries
      self.keys = keys
      self.values = values
    }
  }

  /// What the forward pass left, and the gradient of its output.
  package struct Results {
    let output: Operand
    let normalizers: UnsafePointer<Float>
    let gradient: Operand

    package init(output: Operand, normalizers: UnsafePointer<Float>, gradient: Operand) {
      self.output = output
      self.normalizers = normalizers
      self.gradient = gradient
    }
  }

  /// Keys that the backward pass has in hand at a time.
  private static let keysAtOnce = 64

  /// Floats of scratch for each worker.
  package var backwardScratch: Int { BackwardScratch.sizes(self).reduce(0, +) }

  /// Gradients dQ, dK, dV from dO. With P the probabilities, dP = dO Vᵀ and δ_i = Σ_d dO_id O_id:
  /// dS = P (dP − δ), dQ = s dS K, dK = s dSᵀ Q, dV = Pᵀ dO; dK and dV are sums over the query heads
  /// that share the key head, in their order.
  package func backward(
    piece: Int, _ inputs: Inputs, _ results: Results, into gradients: Gradients,
    scratch: UnsafeMutablePointer<Float>
  ) {
    let scratch = BackwardScratch(self, scratch)
    forEachPair(piece) { sequence, keyHead in
      let rows = offsets[sequence]..<offsets[sequence + 1]
      for sums in [scratch.keys, scratch.values] {
        sums.update(repeating: 0, count: rows.count * paddedWidth)
      }
      let keyLines = lines(inputs.keys, rows, keyHead, scratch: scratch.packedKeys)
      for head in keyHead * group..<(keyHead + 1) * group {
        forEachBlock(of: sequence) { block in
          backward(
            block, head, inputs, results, keyLines, entries(inputs.keys, rows.lowerBound, keyHead),
            entries(inputs.values, rows.lowerBound, keyHead), into: gradients, scratch)
        }
      }
      put(scratch.keys, rows, keyHead, by: scale, into: gradients.keys)
      put(scratch.values, rows, keyHead, by: 1, into: gradients.values)
    }
  }

  private func backward(
    _ block: Block, _ head: Int, _ inputs: Inputs, _ results: Results,
    _ keyLines: TileProduct.Lines, _ keys: TileProduct.Entries, _ values: TileProduct.Entries,
    into gradients: Gradients, _ scratch: BackwardScratch
  ) {
    let (lanes, rows) = (block.lanes, block.query..<block.query + block.rows)
    Transposition.run(
      inputs.queries.at(block.query, head), stride: inputs.queries.stride, rows: block.rows,
      columns: width, by: scale * 1.4426950408889634, into: scratch.queries, lanes: lanes)
    Transposition.run(
      results.gradient.at(block.query, head), stride: results.gradient.stride, rows: block.rows,
      columns: width, by: 1, into: scratch.gradient, lanes: lanes)
    let queryLines = lines(inputs.queries, rows, head, scratch: scratch.packedQueries)
    let gradientLines = lines(results.gradient, rows, head, scratch: scratch.packedGradient)
    for i in 0..<block.rows {
      let row = block.query + i
      scratch.normalizers[i] = results.normalizers[row * heads + head]
      scratch.deltas[i] = Attention.product(
        results.gradient.at(row, head), results.output.at(row, head), width)
    }
    if gradients.queries != nil {
      scratch.result.update(repeating: 0, count: block.rows * paddedWidth)
    }
    for first in stride(
      from: block.keys.lowerBound, to: block.keys.upperBound, by: Attention.keysAtOnce)
    {
      let some = first..<min(first + Attention.keysAtOnce, block.keys.upperBound)
      func product(
        _ a: TileProduct.Entries, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>
      ) {
        TileProduct.run(
          rows: some.count, columns: lanes, depth: 0..<width,
          TileProduct.Entries(a.values + first * a.row, row: a.row, depth: 1),
          TileProduct.Lines(b, stride: lanes), into: c, stride: lanes, accumulate: false)
      }
      product(keys, scratch.queries, scratch.scores)
      product(values, scratch.gradient, scratch.scoreGradient)
      for lane in stride(from: 0, to: lanes, by: 16) { scoreGradients(some, block, lane, scratch) }
      if gradients.values != nil {
        addKeyGradient(some, block, scratch.scores, gradientLines, into: scratch.values)
      }
      if gradients.keys != nil {
        addKeyGradient(some, block, scratch.scoreGradient, queryLines, into: scratch.keys)
      }
      if gradients.queries != nil {
        TileProduct.run(
          rows: block.rows, columns: paddedWidth, depth: 0..<some.count,
          TileProduct.Entries(scratch.scoreGradient, row: 1, depth: lanes),
          TileProduct.Lines(keyLines.values + first * keyLines.stride, stride: keyLines.stride),
          into: scratch.result, stride: paddedWidth, accumulate: true)
      }
    }
    put(scratch.result, rows, head, by: scale, into: gradients.queries)
  }

  /// From scores and dP of sixteen queries: probabilities P = 2^(scores − normalizer) and
  /// dS = P (dP − δ), both 0 where a key is not seen.
  @inline(__always)
  private func scoreGradients(
    _ keys: Range<Int>, _ block: Block, _ lane: Int, _ scratch: BackwardScratch
  ) {
    var (scores, gradient) = (scratch.scores + lane, scratch.scoreGradient + lane)
    let normalizers = scratch.normalizers.vector(lane, 16)
    let deltas = scratch.deltas.vector(lane, 16)
    let positions = lanePositions(block, lane)
    let all = seenByAll(block)
    for key in keys {
      var p = PowerOfTwo.of(scores.vector(0, 16) - normalizers)
      var d = p * (gradient.vector(0, 16) - deltas)
      if !all.contains(key) {
        p = masked(p, key, block, at: positions, with: 0)
        d = masked(d, key, block, at: positions, with: 0)
      }
      scores.store(p, 0, 16)
      gradient.store(d, 0, 16)
      scores += block.lanes
      gradient += block.lanes
    }
  }

  /// sums += Aᵀ B for some keys, with A (P or dS) a line for each key and B a line for each query.
  @inline(__always)
  private func addKeyGradient(
    _ keys: Range<Int>, _ block: Block, _ a: UnsafePointer<Float>, _ b: TileProduct.Lines,
    into sums: UnsafeMutablePointer<Float>
  ) {
    var skipped = 0
    for key in stride(from: keys.lowerBound, to: keys.upperBound, by: TileProduct.height) {
      // Queries before all of these keys see none of them.
      while causal, skipped < block.rows, Int(positions[block.query + skipped]) < key {
        skipped += 1
      }
      TileProduct.run(
        rows: min(TileProduct.height, keys.upperBound - key), columns: paddedWidth,
        depth: skipped..<block.rows,
        TileProduct.Entries(
          a + (key - keys.lowerBound) * block.lanes, row: block.lanes, depth: 1), b,
        into: sums + key * paddedWidth, stride: paddedWidth, accumulate: true)
    }
  }

  /// Writes, or adds, c times the sums.
  @inline(__always)
  private func put(
    _ sums: UnsafeMutablePointer<Float>, _ rows: Range<Int>, _ head: Int, by factor: Float,
    into destination: Destination?
  ) {
    guard let destination else { return }
    for row in 0..<rows.count {
      Elementwise.scale(
        sums + row * paddedWidth, by: factor,
        into: destination.operand.at(rows.lowerBound + row, head), 0..<width,
        accumulate: destination.accumulate)
    }
  }

  @inline(__always)
  private static func product(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int
  ) -> Float {
    var sum = Vector.zero
    sweep(0..<count) { i, lanes in sum += a.vector(i, lanes) * b.vector(i, lanes) }
    return sum.total
  }

  /// Where things lie in the scratch of a worker.
  private struct BackwardScratch {
    /// Normalizers and δ of the queries of a block.
    let normalizers, deltas: UnsafeMutablePointer<Float>
    /// Queries and dO, transposed; P and dS, a line for each key; dQ of a block.
    let queries, gradient, scores, scoreGradient, result: UnsafeMutablePointer<Float>
    /// Sums for dK and dV of a sequence.
    let keys, values: UnsafeMutablePointer<Float>
    /// Copies in whole vectors, where they are needed.
    let packedKeys, packedQueries, packedGradient: UnsafeMutablePointer<Float>

    /// Floats for each of them.
    static func sizes(_ attention: Attention) -> [Int] {
      let width = attention.paddedWidth
      let (block, scores) = (Attention.lanes * width, Attention.lanes * Attention.keysAtOnce)
      let copies = attention.pads ? [attention.sequenceSize, block, block] : [0, 0, 0]
      let sums = [attention.sequenceSize, attention.sequenceSize]
      return [Attention.lanes, Attention.lanes, block, block, scores, scores, block] + sums + copies
    }

    init(_ attention: Attention, _ start: UnsafeMutablePointer<Float>) {
      var places = [start]
      for size in BackwardScratch.sizes(attention) {
        places.append(places[places.count - 1] + size)
      }
      (normalizers, deltas, queries, gradient) = (places[0], places[1], places[2], places[3])
      (scores, scoreGradient, result) = (places[4], places[5], places[6])
      (keys, values, packedKeys) = (places[7], places[8], places[9])
      (packedQueries, packedGradient) = (places[10], places[11])
    }
  }
}
