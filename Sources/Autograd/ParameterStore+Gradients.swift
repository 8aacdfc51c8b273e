import Kernels

extension ParameterStore {
  /// Stretches of the trainable memory between the tables with sparse rows.
  package var denseRanges: [Range<Int>] {
    var (ranges, start): ([Range<Int>], Int) = ([], 0)
    for parameter in parameters where parameter.hasSparseRows {
      if start < parameter.range.lowerBound { ranges.append(start..<parameter.range.lowerBound) }
      start = parameter.range.upperBound
    }
    if start < trainableCount { ranges.append(start..<trainableCount) }
    return ranges
  }

  /// Adds the gradients of lanes 1 ..< count to those of lane 0, in their order, and sets them to
  /// zero.
  package func foldLanes(_ count: Int, team: WorkerTeam) {
    let target = gradients
    let lanes = laneGradients.prefix(count - 1)
    guard !lanes.isEmpty else { return }
    for range in denseRanges {
      team.ranges(range.count, width: 1) {
        let part = range.lowerBound + $0.lowerBound..<range.lowerBound + $0.upperBound
        for lane in lanes { Elementwise.move(lane.start, addingTo: target, part) }
      }
    }
    for parameter in parameters where parameter.hasSparseRows {
      let (start, columns) = (parameter.range.lowerBound, parameter.tensor.columns)
      for (index, lane) in lanes.enumerated() {
        guard let touched = parameter.tensor(lane: index + 1).touchedRows else { continue }
        parameter.tensor.touchedRows?.formUnion(touched)
        team.ranges(touched.rows, width: columns) { rows in
          touched.forEach(in: rows) {
            let row = start + $0 * columns..<start + ($0 + 1) * columns
            Elementwise.move(lane.start, addingTo: target, row)
          }
        }
        touched.clear()
      }
    }
  }

  /// Sets all gradients to zero; of a table with sparse rows only those that were touched.
  package func zeroGradients(team: WorkerTeam) {
    let gradients = gradients
    for range in denseRanges {
      team.ranges(range.count, width: 1) {
        (gradients + range.lowerBound + $0.lowerBound).update(repeating: 0, count: $0.count)
      }
    }
    forEachTouchedRow(team) { row in
      (gradients + row.lowerBound).update(repeating: 0, count: row.count)
    }
    for parameter in parameters { parameter.tensor.touchedRows?.clear() }
  }

  /// √Σ g² over all trainable parameters. Squares are added in an order that depends on the layout
  /// alone: rows that were not touched are zero and change no sum.
  package func gradientNorm(team: WorkerTeam) -> Double {
    let gradients = gradients
    var total = 0.0
    for range in denseRanges {
      total += ordered(range.count, width: 1, team) {
        Reduction.sumOfSquares(
          gradients, range.lowerBound + $0.lowerBound..<range.lowerBound + $0.upperBound)
      }
    }
    for parameter in parameters {
      guard let touched = parameter.tensor.touchedRows else { continue }
      let (start, columns) = (parameter.range.lowerBound, parameter.tensor.columns)
      total += ordered(touched.rows, width: columns, team) { rows in
        var sum = 0.0
        touched.forEach(in: rows) {
          sum += Reduction.sumOfSquares(
            gradients, start + $0 * columns..<start + ($0 + 1) * columns)
        }
        return sum
      }
    }
    return total.squareRoot()
  }

  /// What gradients of that norm are multiplied with so that it does not exceed `maximum`; as
  /// PyTorch's `clip_grad_norm_`: min(1, maximum / (norm + 10⁻⁶)).
  package static func clippingFactor(norm: Double, maximum: Double) -> Float {
    Float(min(1, maximum / (norm + 1e-6)))
  }

  /// Multiplies all gradients. (`AdamState.step` takes the factor itself and saves this pass.)
  package func scaleGradients(by factor: Float, team: WorkerTeam) {
    let gradients = gradients
    for range in denseRanges {
      team.ranges(range.count, width: 1) {
        let start = gradients + range.lowerBound
        Elementwise.scale(start, by: factor, into: start, $0)
      }
    }
    forEachTouchedRow(team) { row in
      Elementwise.scale(gradients, by: factor, into: gradients, row)
    }
  }

  private func forEachTouchedRow(_ team: WorkerTeam, _ body: (Range<Int>) -> Void) {
    for parameter in parameters {
      guard let touched = parameter.tensor.touchedRows else { continue }
      let (start, columns) = (parameter.range.lowerBound, parameter.tensor.columns)
      team.ranges(touched.rows, width: columns) { rows in
        touched.forEach(in: rows) { body(start + $0 * columns..<start + ($0 + 1) * columns) }
      }
    }
  }

  /// Σ over ranges, added in their order.
  private func ordered(
    _ count: Int, width: Int, _ team: WorkerTeam, _ body: (Range<Int>) -> Double
  ) -> Double {
    let length = WorkerTeam.rangeLength(width: width)
    var sums = [Double](repeating: 0, count: WorkerTeam.rangeCount(count, width: width))
    sums.withUnsafeMutableBufferPointer { sums in
      nonisolated(unsafe) let sums = sums
      team.ranges(count, width: width) { sums[$0.lowerBound / length] = body($0) }
    }
    return sums.reduce(0, +)
  }
}
