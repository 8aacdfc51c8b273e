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
  }

  /// Calls `body` for the blocks of a sequence.
  @inline(__always)
  func forEachBlock(of sequence: Int, _ body: (Block) -> Void) {
    let (end, length) = (queryOffsets[sequence + 1], offsets[sequence + 1] - offsets[sequence])
    for query in stride(from: queryOffsets[sequence], to: end, by: Attention.lanes) {
      let rows = min(Attention.lanes, end - query)
      body(
        Block(
          query: query, rows: rows,
          keys: keys(query..<query + rows, length: length), lanes: rows > 16 ? 32 : 16))
    }
  }

  /// The positions that some of these queries see.
  @inline(__always)
  func keys(_ queries: Range<Int>, length: Int) -> Range<Int> {
    guard causal else { return 0..<length }
    let low = window.map { max(0, Int(positions[queries.lowerBound]) + 1 - $0) } ?? 0
    return low..<Int(positions[queries.upperBound - 1]) + 1
  }

  /// The keys that all queries of a block see.
  @inline(__always)
  func seenByAll(_ block: Block) -> Range<Int> {
    guard causal else { return block.keys }
    let end = Int(positions[block.query]) + 1
    let first = window.map { Int(positions[block.query + block.rows - 1]) + 1 - $0 } ?? 0
    let low = max(first, block.keys.lowerBound)
    return low < end ? low..<end : block.keys.lowerBound..<block.keys.lowerBound
  }

  /// `vector` with another value where queries at these positions do not see that key.
  @inline(__always)
  func masked(
    _ vector: Vector, _ key: Int, at positions: Vector, with value: Float
  ) -> Vector {
    let value = Vector(repeating: value)
    let seen = vector.replacing(with: value, where: positions .< Float(key))
    guard let window else { return seen }
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
