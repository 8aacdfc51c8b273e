import Kernels

extension Tape {
  /// y_n = x_n + table_(position of n), positions counted from 0 in each sequence:
  /// `x_NE, table_PE, offsets_(S+1) → y_NE`.
  ///
  /// Gradient: dx = dy, dtable_p = Σ_s dy at position p of sequence s, in the order of s.
  /// - Parameter prompts: for each sequence the tokens before its branches, which all stand at the
  ///   position behind them; nil for none.
  package func addPositions(
    _ x: Tensor, table: Tensor, offsets: [Int], prompts: [Int]? = nil
  ) -> Tensor {
    let (n, columns) = (x.rows, x.columns)
    precondition(table.columns == columns, "positions: \(columns) columns, table \(table.shape)")
    checkOffsets(offsets, prompts: prompts, rows: n)
    let lengths = zip(offsets, offsets.dropFirst()).map { $1 - $0 }
    let prompts = prompts ?? lengths
    let longest = zip(prompts, lengths).reduce(0) { max($0, min($1.0 + 1, $1.1)) }
    precondition(
      longest <= table.rows, "a sequence of \(longest) for \(table.rows) positions")
    let y = tensor(x.shape, needsGradient: x.needsGradient || table.needsGradient)
    let (source, target, positions) = (x.values, y.values, table.values)
    team.ranges(offsets.count - 1, width: longest * columns) { sequences in
      for sequence in sequences {
        let (start, prompt) = (offsets[sequence] * columns, prompts[sequence] * columns)
        Elementwise.add(source + start, positions, into: target + start, 0..<prompt)
        for branch in stride(from: prompt, to: lengths[sequence] * columns, by: columns) {
          Elementwise.add(
            source + (start + branch), positions + prompt, into: target + (start + branch),
            0..<columns)
        }
      }
    }
    record(y) { [team] y, dy in
      if table.needsGradient {
        if let touched = table.touchedRows { for row in 0..<longest { touched.touch(row) } }
        let dtable = table.gradientForTouchedRows()
        team.ranges(longest, width: columns * (offsets.count - 1)) { rows in
          for sequence in 0..<offsets.count - 1 {
            let (start, prompt) = (offsets[sequence], prompts[sequence])
            let last = min(rows.upperBound, prompt)
            if rows.lowerBound < last {
              Elementwise.copy(
                dy + start * columns, into: dtable, rows.lowerBound * columns..<last * columns,
                accumulate: true)
            }
            guard rows.contains(prompt) else { continue }
            for branch in prompt..<lengths[sequence] {
              Elementwise.copy(
                dy + (start + branch) * columns, into: dtable + prompt * columns, 0..<columns,
                accumulate: true)
            }
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
