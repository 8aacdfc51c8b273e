import COpenBLAS

/// A matrix of rows in flat memory; entry (i, j) lies at `stride` · i + j.
package struct Matrix {
  package let values: UnsafePointer<Float>
  package let stride: Int
  package let transposed: Bool

  /// - Parameter transposed: whether the product is with the transpose of what lies in memory.
  @inline(__always)
  package init(_ values: UnsafePointer<Float>, stride: Int, transposed: Bool = false) {
    self.values = values
    self.stride = stride
    self.transposed = transposed
  }

  /// From that row on (of the matrix as multiplied).
  @inline(__always) func fromRow(_ row: Int) -> UnsafePointer<Float> {
    transposed ? values + row : values + row * stride
  }

  /// From that column on (of the matrix as multiplied).
  @inline(__always) func fromColumn(_ column: Int) -> UnsafePointer<Float> {
    transposed ? values + column * stride : values + column
  }
}

/// C_MN ← α A_MK B_KN + β C_MN, split into tiles of C that may be computed in any order.
package struct Gemm {
  package let rows: Int
  package let columns: Int
  package let depth: Int
  private let tile: GemmTile

  package init(rows: Int, columns: Int, depth: Int) {
    self.rows = rows
    self.columns = columns
    self.depth = depth
    tile = GemmTile(rows: rows, columns: columns, depth: depth)
  }

  /// How many tiles C has. A function of the shape alone.
  package var pieces: Int { tile.down * tile.across }

  /// Computes one tile. With `bias` (one value per column) C starts from it; else from β C.
  @inline(__always)
  package func run(
    piece: Int, _ a: Matrix, _ b: Matrix, into c: UnsafeMutablePointer<Float>, stride: Int,
    alpha: Float = 1, beta: Float = 0, bias: UnsafePointer<Float>? = nil
  ) {
    let row = piece / tile.across * tile.rows
    let column = piece % tile.across * tile.columns
    let rows = min(tile.rows, self.rows - row)
    let columns = min(tile.columns, self.columns - column)
    let c = c + row * stride + column
    if let bias {
      // Costs nothing: OpenBLAS would otherwise clear C first.
      for row in 0..<rows { (c + row * stride).update(from: bias + column, count: columns) }
    }
    Gemm.multiply(
      rows, columns, depth, a.fromRow(row), a, b.fromColumn(column), b, into: c, stride: stride,
      alpha: alpha, beta: bias == nil ? beta : 1)
  }

  /// The whole product in one call on this thread.
  @inline(__always)
  package static func multiply(
    rows: Int, columns: Int, depth: Int, _ a: Matrix, _ b: Matrix,
    into c: UnsafeMutablePointer<Float>, stride: Int, alpha: Float = 1, beta: Float = 0
  ) {
    multiply(
      rows, columns, depth, a.values, a, b.values, b, into: c, stride: stride, alpha: alpha,
      beta: beta)
  }

  private static func multiply(
    _ rows: Int, _ columns: Int, _ depth: Int, _ a: UnsafePointer<Float>, _ left: Matrix,
    _ b: UnsafePointer<Float>, _ right: Matrix, into c: UnsafeMutablePointer<Float>, stride: Int,
    alpha: Float, beta: Float
  ) {
    BLAS.prepared
    cblas_sgemm(
      CblasRowMajor, left.transposed ? CblasTrans : CblasNoTrans,
      right.transposed ? CblasTrans : CblasNoTrans, blasint(rows), blasint(columns),
      blasint(depth), alpha, a, blasint(left.stride), b, blasint(right.stride), beta, c,
      blasint(stride))
  }
}

/// How C is cut into tiles: large enough that packing the operands again for each tile costs
/// little, small enough that several cores have work.
private struct GemmTile {
  let rows: Int
  let columns: Int
  let down: Int
  let across: Int

  init(rows: Int, columns: Int, depth: Int) {
    // Tens of microseconds for the smallest tile. Each tile packs the operand that it shares with
    // others once more: two cost 1 to 3 %, four 5 to 10 %, eight 20 % (OpenBLAS, AVX-512).
    let work = rows * columns * depth
    let wanted = work < 4 << 20 ? 1 : work < 24 << 20 ? 2 : work < 4 << 30 ? 4 : 8
    // Tiles of few rows waste most: cut columns unless there are few of them.
    let across = min(wanted, max(1, columns / 128))
    let down = min(wanted / across, max(1, rows / 128))
    self.rows = GemmTile.extent(rows, cut: down)
    self.columns = GemmTile.extent(columns, cut: across)
    self.down = max(1, (rows + self.rows - 1) / self.rows)
    self.across = max(1, (columns + self.columns - 1) / self.columns)
  }

  /// Whole vectors.
  private static func extent(_ length: Int, cut parts: Int) -> Int {
    max(1, parts == 1 ? length : ((length + parts - 1) / parts + 15) & ~15)
  }
}
