import Kernels

extension Tape {
  /// y_s = the mean of the rows of sequence s: `x_NE, offsets_(S+1) → y_SE`.
  ///
  /// Gradient: dx_n = dy_s / T_s for the rows n of sequence s, T_s of them.
  package func meanRows(_ x: Tensor, offsets: [Int]) -> Tensor {
    let (n, columns, sequences) = (x.rows, x.columns, offsets.count - 1)
    checkOffsets(offsets, rows: n)
    let y = tensor([sequences, columns], needsGradient: x.needsGradient)
    let (source, target, work) = (x.values, y.values, columns * ((n + sequences - 1) / sequences))
    team.ranges(sequences, width: work) {
      for sequence in $0 {
        Rows.mean(
          source, into: target + sequence * columns, columns: columns,
          offsets[sequence]..<offsets[sequence + 1])
      }
    }
    record(y) { [team] _, dy in
      let dx = x.gradientDestination()
      team.ranges(sequences, width: work) {
        for sequence in $0 {
          let factor = 1 / Float(offsets[sequence + 1] - offsets[sequence])
          for row in offsets[sequence]..<offsets[sequence + 1] {
            Elementwise.scale(
              dy + sequence * columns, by: factor, into: dx.values + row * columns, 0..<columns,
              accumulate: dx.accumulate)
          }
        }
      }
    }
    return y
  }
}
