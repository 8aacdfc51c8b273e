extension Attention {
  /// Floats of scratch for each worker: transposed queries, scores, a block of the result, values.
  package var forwardScratch: Int {
    Attention.lanes * (2 * paddedWidth + widest) + (pads ? sequenceSize : 0)
  }

  /// O, and log₂ Σ 2^S of the scores of query n and head h at `normalizers[n · heads + h]`.
  package func forward(
    piece: Int, _ inputs: Inputs, into output: Operand,
    normalizers: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    let packed = scratch + Attention.lanes * (2 * paddedWidth + widest)
    forEachPair(piece) { sequence, keyHead in
      let keys = offsets[sequence]
      let values = lines(
        inputs.values, keys..<offsets[sequence + 1], keyHead, scratch: packed)
      for head in keyHead * group..<(keyHead + 1) * group {
        forEachBlock(of: sequence) { block in
          forward(
            block, head, inputs.queries,
            entries(inputs.keys, keys + block.keys.lowerBound, keyHead), values, into: output,
            normalizers: normalizers, scratch: scratch)
        }
      }
    }
  }

  private func forward(
    _ block: Block, _ head: Int, _ queries: Operand, _ keys: TileProduct.Entries,
    _ values: TileProduct.Lines, into output: Operand,
    normalizers: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    let lanes = block.lanes
    let result = scratch + Attention.lanes * paddedWidth
    let scores = result + Attention.lanes * paddedWidth
    Transposition.run(
      queries.at(block.query, head), stride: queries.stride, rows: block.rows, columns: width,
      by: scale * 1.4426950408889634, into: scratch, lanes: lanes)
    TileProduct.run(
      rows: block.keys.count, columns: lanes, depth: 0..<width, keys,
      TileProduct.Lines(scratch, stride: lanes), into: scores, stride: lanes, accumulate: false)

    for lane in stride(from: 0, to: lanes, by: 16) {
      let (normalizer, inverse) = powers(block, scores + lane, lane)
      // The transposed queries have served: here are the sums of rows now.
      scratch.store(normalizer, lane, 16)
      scratch.store(inverse, lanes + lane, 16)
    }

    let kept = normalizers + (block.query * heads + head)
    for row in 0..<block.rows { kept[row * heads] = scratch[row] }

    // What none of a few queries sees has probability 0, and is passed over.
    let length = block.keys.upperBound
    for row in stride(from: 0, to: block.rows, by: TileProduct.height) {
      let rows = min(TileProduct.height, block.rows - row)
      let first = block.query + row
      let seen = self.keys(first..<first + rows, length: length, prompt: block.prompt)
      let low = block.keys.lowerBound
      TileProduct.run(
        rows: rows, columns: paddedWidth, depth: seen.lowerBound - low..<seen.upperBound - low,
        TileProduct.Entries(scores + row, row: 1, depth: lanes),
        TileProduct.Lines(values.values + low * values.stride, stride: values.stride),
        into: result + row * paddedWidth, stride: paddedWidth, accumulate: false)
    }
    for row in 0..<block.rows {
      Elementwise.scale(
        result + row * paddedWidth, by: scratch[lanes + row],
        into: output.at(block.query + row, head),
        0..<width)
    }
  }

  /// scores ← 2^(scores − m) for sixteen queries, 0 where a key is not seen, with m the largest of a
  /// query; log₂ Σ 2^scores, and one over the sums of what is there now.
  @inline(__always)
  private func powers(
    _ block: Block, _ scores: UnsafeMutablePointer<Float>, _ lane: Int
  ) -> (normalizer: Vector, inverse: Vector) {
    let lanes = block.lanes
    let positions = lanePositions(block, lane)
    // All see the keys in the middle; before and behind it each query has its own.
    let (low, all) = (block.keys.lowerBound, seenByAll(block))
    var top = Vector(repeating: -.infinity)
    for key in block.keys where !all.contains(key) {
      let line = scores + (key - low) * lanes
      let seen = masked(line.vector(0, 16), key, block, at: positions, with: -.infinity)
      top = top.larger(seen)
      line.store(seen, 0, 16)
    }
    var line = scores + (all.lowerBound - low) * lanes
    for _ in all {
      top = top.larger(line.vector(0, 16))
      line += lanes
    }
    var sum = Vector.zero
    for key in block.keys where !all.contains(key) {
      let line = scores + (key - low) * lanes
      let p = masked(
        PowerOfTwo.of(line.vector(0, 16) - top), key, block, at: positions, with: 0)
      sum += p
      line.store(p, 0, 16)
    }
    line = scores + (all.lowerBound - low) * lanes
    for _ in all {
      let p = PowerOfTwo.of(line.vector(0, 16) - top)
      sum += p
      line.store(p, 0, 16)
      line += lanes
    }
    return (top + PowerOfTwo.logarithm(sum), 1 / sum)
  }
}
