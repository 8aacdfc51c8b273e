import Kernels

/// The rows most alike to each row of a matrix by cosine similarity, xᵢ·xⱼ / (‖xᵢ‖ ‖xⱼ‖): exact, by
/// products of blocks of rows.
///
/// Blocks follow from the shape alone, so that any number of threads gives the same bytes. Rows without a
/// direction (all zero) are alike to nothing: similarity 0.
package struct NearestNeighbours: Sendable {
  /// Neighbours of each row: k, or all others where there are fewer.
  package let count: Int
  /// `[n, count]`: numbers of rows, the most alike first, of equals the earlier ones.
  package let rows: [Int32]
  /// `[n, count]`, descending.
  package let similarities: [Float]

  private static let queries = 128
  /// A block of similarities (512 KB) stays in a core's cache.
  private static let keys = 1024

  /// - Parameter includingSelf: whether a row is among its own neighbours.
  package init(_ features: FeatureRows, k: Int, includingSelf: Bool = false, team: WorkerTeam) {
    let (width, total) = (features.columns, features.values.count / features.columns)
    let count = max(0, min(k, includingSelf ? total : total - 1))
    self.count = count
    let units = Self.normalized(features, team)
    var rows = [Int32](repeating: -1, count: total * count)
    var similarities = [Float](repeating: -.infinity, count: total * count)
    guard count > 0 else {
      (self.rows, self.similarities) = (rows, similarities)
      return
    }
    units.withUnsafeBufferPointer { units in
      rows.withUnsafeMutableBufferPointer { rows in
        similarities.withUnsafeMutableBufferPointer { similarities in
          guard let x = units.baseAddress, let rows = rows.baseAddress,
            let similarities = similarities.baseAddress
          else { return }
          team.run(pieces: (total + Self.queries - 1) / Self.queries) { piece in
            let first = piece * Self.queries
            let queries = first..<min(total, first + Self.queries)
            let block = UnsafeMutablePointer<Float>.allocate(capacity: Self.queries * Self.keys)
            defer { block.deallocate() }
            for start in stride(from: 0, to: total, by: Self.keys) {
              let keys = start..<min(total, start + Self.keys)
              Gemm.multiply(
                rows: queries.count, columns: keys.count, depth: width,
                Matrix(x + first * width, stride: width),
                Matrix(x + start * width, stride: width, transposed: true), into: block,
                stride: Self.keys)
              for query in queries {
                let best = Best(
                  rows: rows + query * count, similarities: similarities + query * count,
                  count: count, excluded: includingSelf ? -1 : query)
                best.take(block + (query - first) * Self.keys, of: keys)
              }
            }
          }
        }
      }
    }
    (self.rows, self.similarities) = (rows, similarities)
  }

  /// The neighbours of a row.
  package subscript(row: Int) -> some RandomAccessCollection<(row: Int, similarity: Float)> {
    (row * count..<(row + 1) * count).lazy.map { (Int(rows[$0]), similarities[$0]) }
  }

  /// x / ‖x‖ row by row; zero where there is no direction.
  private static func normalized(_ features: FeatureRows, _ team: WorkerTeam) -> [Float] {
    let width = features.columns
    var units = features.values
    units.withUnsafeMutableBufferPointer { units in
      guard let base = units.baseAddress else { return }
      let total = units.count / width
      team.ranges(total, width: width) { range in
        for row in range {
          let values = UnsafeMutableBufferPointer(start: base + row * width, count: width)
          let norm = values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
          let scale = norm > 0 && norm.isFinite ? Float(1 / norm) : 0
          for column in 0..<width { values[column] = scale == 0 ? 0 : values[column] * scale }
        }
      }
    }
    return units
  }
}

/// The best so far of one row, descending; keys come in ascending order, so that of equals the earlier
/// one stays in front.
private struct Best {
  let rows: UnsafeMutablePointer<Int32>
  let similarities: UnsafeMutablePointer<Float>
  let count: Int
  let excluded: Int

  func take(_ values: UnsafePointer<Float>, of keys: Range<Int>) {
    var index = 0
    let bytes = UnsafeRawPointer(values)
    while index + 16 <= keys.count {
      let lanes = bytes.loadUnaligned(fromByteOffset: index * 4, as: SIMD16<Float>.self)
      if any(lanes .> SIMD16(repeating: similarities[count - 1])) {
        for lane in index..<index + 16 { insert(values[lane], keys.lowerBound + lane) }
      }
      index += 16
    }
    while index < keys.count {
      insert(values[index], keys.lowerBound + index)
      index += 1
    }
  }

  private func insert(_ similarity: Float, _ row: Int) {
    guard similarity > similarities[count - 1], row != excluded else { return }
    var place = count - 1
    while place > 0, similarities[place - 1] < similarity {
      similarities[place] = similarities[place - 1]
      rows[place] = rows[place - 1]
      place -= 1
    }
    similarities[place] = similarity
    rows[place] = Int32(row)
  }
}
