import Kernels

/// The moments of Adam for the trainable parameters of a store, and its step.
package final class AdamState {
  /// Steps made so far.
  package private(set) var steps = 0
  /// m and v, laid out as the store's gradients.
  package let first: ZeroedMemory
  package let second: ZeroedMemory

  private let store: ParameterStore
  /// For each table with sparse rows: the rows whose moments may be other than zero.
  private var active: [(parameter: Parameter, touched: TouchedRows, active: TouchedRows)] = []

  package init(_ store: ParameterStore) {
    self.store = store
    first = ZeroedMemory(store.trainableCount)
    second = ZeroedMemory(store.trainableCount)
    store.expectUse(of: first)
    store.expectUse(of: second)
    for parameter in store.parameters {
      guard let touched = parameter.tensor.touchedRows else { continue }
      active.append((parameter, touched, TouchedRows(rows: touched.rows)))
    }
  }

  /// Updates the store's trainable values from its gradients.
  ///
  /// Rows of embedding tables whose gradient and moments are all zero are passed over unless weight
  /// decay moves them: the update would change none of their bytes.
  ///
  /// - Parameters:
  ///   - rate: η; `decoupled` and the rest as `Adam`.
  ///   - gradientScale: the factor of clipping.
  ///   - skippingIdleRows: `false` visits every row, with the same result.
  package func step(
    rate: Double, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
    weightDecay: Double = 0, decoupled: Bool = true, gradientScale: Float = 1,
    skippingIdleRows: Bool = true, team: WorkerTeam
  ) {
    steps += 1
    let adam = Adam(
      step: steps, rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon,
      weightDecay: weightDecay, decoupled: decoupled, gradientScale: gradientScale)
    let (values, gradients) = (store.values, store.gradients)
    let (first, second) = (first.start, second.start)
    func update(_ range: Range<Int>) {
      adam.update(values, gradients: gradients, first: first, second: second, range)
    }

    let sparse = skippingIdleRows && weightDecay == 0
    for entry in active {
      guard sparse else {
        // Every row moves, and with it its moments.
        entry.active.touchAll()
        continue
      }
      let (start, columns) = (entry.parameter.range.lowerBound, entry.parameter.tensor.columns)
      entry.touched.forEach(in: 0..<entry.touched.rows) { row in
        guard !entry.active.contains(row) else { return }
        // Written before they are read, pages of zeros come into being once, not twice.
        for moment in [first, second] {
          (moment + start + row * columns).update(repeating: 0, count: columns)
        }
      }
      entry.active.formUnion(entry.touched)
    }
    for range in sparse ? store.denseRanges : [0..<store.trainableCount] {
      team.ranges(range.count, width: 4) {
        update(range.lowerBound + $0.lowerBound..<range.lowerBound + $0.upperBound)
      }
    }
    guard sparse else { return }
    for entry in active {
      let (start, columns, rows) = (
        entry.parameter.range.lowerBound, entry.parameter.tensor.columns, entry.active
      )
      team.ranges(rows.rows, width: columns) {
        rows.forEach(in: $0) { update(start + $0 * columns..<start + ($0 + 1) * columns) }
      }
    }
  }

  /// Continues from stored moments.
  package func restore(first: [Float], second: [Float], steps: Int) {
    precondition(
      first.count == store.trainableCount && second.count == store.trainableCount && steps >= 0,
      "moments of another store")
    for i in first.indices {
      self.first.start[i] = first[i]
      self.second.start[i] = second[i]
    }
    self.steps = steps
    for entry in active {
      let (start, columns) = (entry.parameter.range.lowerBound, entry.parameter.tensor.columns)
      entry.active.clear()
      for row in 0..<entry.active.rows {
        let range = start + row * columns..<start + (row + 1) * columns
        if range.contains(where: { first[$0] != 0 || second[$0] != 0 }) {
          entry.active.touch(row)
        }
      }
    }
  }
}

extension ZeroedMemory {
  /// A copy.
  package var array: [Float] { Array(UnsafeBufferPointer(start: start, count: count)) }
}
