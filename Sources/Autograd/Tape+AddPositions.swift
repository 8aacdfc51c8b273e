import Kernels

extension Tape {
  /// y_n = x_n + table_(position of n), positions counted from 0 in each sequence:
  /// `x_NE, table_PE, offsets_(S+1) → y_NE`.
  ///
  /// Gradient: dx = dy, dtable_p = Σ_s dy at position p of sequence s, in the order of s.
  package func addPositions(_ x: Tensor, table: Tensor, offsets: [Int]) -> Tensor {
    let (n, columns) = (x.rows, x.columns)
    precondition(table.columns == columns, "positions: \(columns) columns, table \(table.shape)")
    checkOffsets(offsets, rows: n)
    let longest = zip(offsets, offsets.dropFirst()).reduce(0) { max($0, $1.1 - $1.0) }
    precondition(
      longest <= table.rows, "a sequence of \(longest) for \(table.rows) positions")
    let y = tensor(x.shape, needsGradient: x.needsGradient || table.needsGradient)
    let (source, target, positions) = (x.values, y.values, table.values)
    team.ranges(offsets.count - 1, width: longest * columns) { sequences in
      for sequence in sequences {
        let start = offsets[sequence] * columns
        Elementwise.add(
          source + start, positions, into: target + start,
          0..<(offsets[sequence + 1] - offsets[sequence]) * columns)
      }
    }
    record(y) { [team] y, dy in
      if table.needsGradient {
        if let touched = table.touchedRows { for row in 0..<longest { touched.touch(row) } }
        let dtable = table.gradientForTouchedRows()
        team.ranges(longest, width: columns * (offsets.count - 1)) { rows in
          for sequence in 0..<offsets.count - 1 {
            let (start, end) = (offsets[sequence], offsets[sequence + 1])
            let last = min(rows.upperBound, end - start)
            guard rows.lowerBound < last else { continue }
            Elementwise.copy(
              dy + start * columns, into: dtable, rows.lowerBound * columns..<last * columns,
              accumulate: true)
          }
        }
      }
      if x.needsGradient, !x.adoptGradient(of: y) {
        let dx = x.gradientDestination()
        team.ranges(x.count, width: 1) {
          Elementwise.copy(dy, into: dx.values, $0, accumulate: dx.accumulate)
        }
      }
    }
    return y
  }
}
