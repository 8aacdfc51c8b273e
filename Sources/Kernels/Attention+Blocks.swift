extension Attention {
  /// Some queries of a sequence, and the keys that they see between them.
  struct Block {
    /// The first query, and how many.
    let query: Int
    let rows: Int
    /// Positions of keys in the sequence.
    let keys: Range<Int>
    /// Places for the queries: one or two vectors.
    let lanes: Int
    /// Tokens of the sequence before its branches; beyond all where it has none.
    let prompt: Int
  }

  /// Calls `body` for the blocks of a sequence.
  @inline(__always)
  func forEachBlock(of sequence: Int, _ body: (Block) -> Void) {
    let (end, length) = (queryOffsets[sequence + 1], offsets[sequence + 1] - offsets[sequence])
    let prompt = prompts?[sequence] ?? Int.max
    for query in stride(from: queryOffsets[sequence], to: end, by: Attention.lanes) {
      let rows = min(Attention.lanes, end - query)
      body(
        Block(
          query: query, rows: rows,
          keys: keys(query..<query + rows, length: length, prompt: prompt),
          lanes: rows > 16 ? 32 : 16, prompt: prompt))
    }
  }

  /// The positions from the first to the last that one of these queries sees.
  @inline(__always)
  func keys(_ queries: Range<Int>, length: Int, prompt: Int) -> Range<Int> {
    guard causal else { return 0..<length }
    let first = min(Int(positions[queries.lowerBound]), prompt)
    let low = window.map { max(0, first + 1 - $0) } ?? 0
    return low..<Int(positions[queries.upperBound - 1]) + 1
  }

  /// The keys that all queries of a block see.
  @inline(__always)
  func seenByAll(_ block: Block) -> Range<Int> {
    guard causal else { return block.keys }
    let end = min(Int(positions[block.query]) + 1, block.prompt)
    let last = min(Int(positions[block.query + block.rows - 1]), block.prompt)
    let first = window.map { last + 1 - $0 } ?? 0
    let low = max(first, block.keys.lowerBound)
    return low < end ? low..<end : block.keys.lowerBound..<block.keys.lowerBound
  }

  /// `vector` with another value where queries at these positions do not see that key.
  @inline(__always)
  func masked(
    _ vector: Vector, _ key: Int, _ block: Block, at positions: Vector, with value: Float
  ) -> Vector {
    let value = Vector(repeating: value)
    let seen = vector.replacing(with: value, where: positions .< Float(key))
    // A branch is seen by itself alone.
    if key >= block.prompt { return seen.replacing(with: value, where: positions .> Float(key)) }
    // Branches stand at the end of the prompt, however many come before them.
    guard let window, key + window <= block.prompt else { return seen }
    return seen.replacing(with: value, where: positions .>= Float(key) + Float(window))
  }

  /// The positions of the queries in sixteen lanes; in those without a query, anything.
  @inline(__always)
  func lanePositions(_ block: Block, _ lane: Int) -> Vector {
    positions.withUnsafeBytes {
      $0.loadUnaligned(fromByteOffset: 4 * (block.query + lane), as: Vector.self)
    }
  }

  /// Rows of one head in whole vectors: where they lie, or copied to `scratch` if they must be.
  @inline(__always)
  func lines(
    _ operand: Operand, _ rows: Range<Int>, _ head: Int, scratch: UnsafeMutablePointer<Float>
  ) -> TileProduct.Lines {
    let first = operand.at(rows.lowerBound, head)
    guard pads else { return TileProduct.Lines(first, stride: operand.stride) }
    for row in 0..<rows.count {
      let (from, to) = (first + row * operand.stride, scratch + row * paddedWidth)
      to.update(from: from, count: width)
      (to + width).update(repeating: 0, count: paddedWidth - width)
    }
    return TileProduct.Lines(scratch, stride: paddedWidth)
  }

  /// The same rows, entry by entry.
  @inline(__always)
  func entries(_ operand: Operand, _ row: Int, _ head: Int) -> TileProduct.Entries {
    TileProduct.Entries(operand.at(row, head), row: operand.stride, depth: 1)
  }
}
