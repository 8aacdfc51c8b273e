/// Shifts and scales each feature to mean 0 and variance 1 over the rows of supervisor and transfer
/// together. Features that do not vary there become 0 at their constant.
func standardizeFeatures(_ task: inout MaterializedTask) {
  guard case .features(_, let columns) = task.transfer.inputs, columns > 0 else { return }
  var sums = [Double](repeating: 0, count: columns)
  var squares = sums
  var rows = 0.0
  func forEachRow(_ body: (ArraySlice<Float>) -> Void) {
    for examples in [task.supervisor, task.transfer] {
      guard case .features(let values, _) = examples.inputs else { continue }
      for start in stride(from: 0, to: values.count, by: columns) {
        body(values[start..<start + columns])
      }
    }
  }
  forEachRow { row in
    rows += 1
    for (column, value) in row.enumerated() { sums[column] += Double(value) }
  }
  let means = sums.map { $0 / max(1, rows) }
  forEachRow { row in
    for (column, value) in row.enumerated() {
      let difference = Double(value) - means[column]
      squares[column] += difference * difference
    }
  }
  let scales = squares.map { $0 > 0 ? 1 / ($0 / rows).squareRoot() : 1 }
  func standardize(_ examples: inout Examples) {
    guard case .features(var values, _) = examples.inputs else { return }
    for i in values.indices {
      let column = i % columns
      values[i] = Float((Double(values[i]) - means[column]) * scales[column])
    }
    examples.inputs = .features(values: values, columns: columns)
  }
  standardize(&task.supervisor)
  standardize(&task.transfer)
  standardize(&task.validation)
  standardize(&task.test)
}
