import Kernels

extension Tape {
  /// y_n = table_id(n): `table_VE, ids_N → y_NE`.
  ///
  /// Gradient: dtable_id(n) += dy_n in the order of n. A table with sparse rows remembers which rows
  /// were touched.
  package func embedding(_ table: Tensor, ids: [Int32]) -> Tensor {
    let (vocabulary, columns) = (table.rows, table.columns)
    precondition(
      ids.allSatisfy { $0 >= 0 && Int($0) < vocabulary }, "an id beyond the table of \(vocabulary)")
    let y = tensor([ids.count, columns], needsGradient: table.needsGradient)
    gather(table, ids, into: y)
    record(y) { [team] _, dy in
      if let touched = table.touchedRows { for id in ids { touched.touch(Int(id)) } }
      Tape.scatterAdd(dy, ids, into: table.gradientForTouchedRows(), columns: columns, team)
    }
    return y
  }
}
