import COpenBLAS

/// C_RN ← Σ_k A_Rk B_kN (or C += …) for matrices of some dozens of rows and columns that lie in the
/// first caches. N is a multiple of sixteen; each number of C is summed in the order of k.
///
/// A is read entry by entry, at any distances, and each entry is multiplied with vectors of a row of
/// B; so nothing is packed. 8 × 32 sums stay in registers where there are enough of them.
enum TileProduct {
  /// A matrix of which entry (i, k) lies at `row` · i + `depth` · k.
  struct Entries {
    let values: UnsafePointer<Float>
    let row: Int
    let depth: Int

    @inline(__always)
    init(_ values: UnsafePointer<Float>, row: Int, depth: Int) {
      self.values = values
      self.row = row
      self.depth = depth
    }
  }

  /// A matrix of rows.
  struct Lines {
    let values: UnsafePointer<Float>
    let stride: Int

    @inline(__always)
    init(_ values: UnsafePointer<Float>, stride: Int) {
      self.values = values
      self.stride = stride
    }
  }

  /// How many rows of C are computed together.
  static var height: Int { w2s_is_wide() != 0 ? 8 : 4 }

  /// - Parameter depth: the k that are summed over.
  static func run(
    rows: Int, columns: Int, depth: Range<Int>, _ a: Entries, _ b: Lines,
    into c: UnsafeMutablePointer<Float>, stride: Int, accumulate: Bool
  ) {
    var column = 0
    if w2s_is_wide() != 0 {
      while column + 32 <= columns {
        let b = Lines(b.values + column, stride: b.stride)
        down(Wide.self, rows, depth, a, b, c + column, stride, accumulate)
        column += 32
      }
    }
    while column < columns {
      let b = Lines(b.values + column, stride: b.stride)
      down(Vector.self, rows, depth, a, b, c + column, stride, accumulate)
      column += 16
    }
  }

  @inline(__always)
  private static func down<Row: TileRow>(
    _: Row.Type, _ rows: Int, _ depth: Range<Int>, _ a: Entries, _ b: Lines,
    _ c: UnsafeMutablePointer<Float>, _ stride: Int, _ accumulate: Bool
  ) {
    var row = 0
    if w2s_is_wide() != 0 {
      while row + 8 <= rows {
        sum(Twice<Twice<Twice<Once<Row>>>>.self, row, depth, a, b, c, stride, accumulate)
        row += 8
      }
    }
    while row + 4 <= rows {
      sum(Twice<Twice<Once<Row>>>.self, row, depth, a, b, c, stride, accumulate)
      row += 4
    }
    if row + 2 <= rows {
      sum(Twice<Once<Row>>.self, row, depth, a, b, c, stride, accumulate)
      row += 2
    }
    if row < rows { sum(Once<Row>.self, row, depth, a, b, c, stride, accumulate) }
  }

  @inline(__always)
  private static func sum<Sums: Tile>(
    _: Sums.Type, _ row: Int, _ depth: Range<Int>, _ a: Entries, _ b: Lines,
    _ c: UnsafeMutablePointer<Float>, _ stride: Int, _ accumulate: Bool
  ) {
    var sums = Sums()
    var entry = a.values + (row &* a.row &+ depth.lowerBound &* a.depth)
    var line = b.values + depth.lowerBound &* b.stride
    for _ in 0..<depth.count {
      sums.add(entry, a.row, Sums.Row(line))
      entry += a.depth
      line += b.stride
    }
    sums.put(c + row &* stride, stride, accumulate)
  }
}

/// What one row of a tile holds.
private protocol TileRow {
  init()
  init(_ values: UnsafePointer<Float>)
  mutating func add(_ factor: Float, _ row: Self)
  func put(_ target: UnsafeMutablePointer<Float>, _ accumulate: Bool)
}

extension Vector: TileRow {
  @inline(__always) init(_ values: UnsafePointer<Float>) { self = values.vector(0, 16) }

  @inline(__always) mutating func add(_ factor: Float, _ row: Vector) {
    self = adding(Vector(repeating: factor), row)
  }

  @inline(__always) func put(_ target: UnsafeMutablePointer<Float>, _ accumulate: Bool) {
    target.put(self, 0, 16, accumulate: accumulate)
  }
}

private struct Wide: TileRow {
  private var left: Vector
  private var right: Vector

  @inline(__always) init() { (left, right) = (.zero, .zero) }

  @inline(__always) init(_ values: UnsafePointer<Float>) {
    (left, right) = (values.vector(0, 16), values.vector(16, 16))
  }

  @inline(__always) mutating func add(_ factor: Float, _ row: Wide) {
    left.add(factor, row.left)
    right.add(factor, row.right)
  }

  @inline(__always) func put(_ target: UnsafeMutablePointer<Float>, _ accumulate: Bool) {
    left.put(target, accumulate)
    right.put(target + 16, accumulate)
  }
}

/// The sums of some rows.
private protocol Tile {
  associatedtype Row: TileRow
  static var height: Int { get }
  init()
  /// Adds, in each row, its entry of A times a row of B.
  mutating func add(_ entry: UnsafePointer<Float>, _ stride: Int, _ row: Row)
  func put(_ target: UnsafeMutablePointer<Float>, _ stride: Int, _ accumulate: Bool)
}

private struct Once<Row: TileRow>: Tile {
  private var sum: Row

  @inline(__always) static var height: Int { 1 }
  @inline(__always) init() { sum = Row() }

  @inline(__always)
  mutating func add(_ entry: UnsafePointer<Float>, _ stride: Int, _ row: Row) {
    sum.add(entry[0], row)
  }

  @inline(__always)
  func put(_ target: UnsafeMutablePointer<Float>, _ stride: Int, _ accumulate: Bool) {
    sum.put(target, accumulate)
  }
}

private struct Twice<Half: Tile>: Tile {
  private var upper: Half
  private var lower: Half

  @inline(__always) static var height: Int { 2 &* Half.height }
  @inline(__always) init() { (upper, lower) = (Half(), Half()) }

  @inline(__always)
  mutating func add(_ entry: UnsafePointer<Float>, _ stride: Int, _ row: Half.Row) {
    upper.add(entry, stride, row)
    lower.add(entry + Half.height &* stride, stride, row)
  }

  @inline(__always)
  func put(_ target: UnsafeMutablePointer<Float>, _ stride: Int, _ accumulate: Bool) {
    upper.put(target, stride, accumulate)
    lower.put(target + Half.height &* stride, stride, accumulate)
  }
}
