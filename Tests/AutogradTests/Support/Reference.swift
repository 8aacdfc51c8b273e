import Foundation

/// The operations in double precision, written as their formulas are.
enum Reference {
  static func linear(
    _ x: [Double], _ w: [Double], _ b: [Double]?, inputs: Int, outputs: Int, outputInput: Bool
  ) -> [Double] {
    var y: [Double] = []
    for n in 0..<x.count / inputs {
      for o in 0..<outputs {
        var sum = b?[o] ?? 0
        for i in 0..<inputs {
          sum += x[n * inputs + i] * (outputInput ? w[o * inputs + i] : w[i * outputs + o])
        }
        y.append(sum)
      }
    }
    return y
  }

  static func logSoftmax(_ x: [Double], columns: Int) -> [Double] {
    rows(x, columns) { row in
      let largest = row.max() ?? 0
      let sum = row.reduce(0) { $0 + exp($1 - largest) }
      return row.map { $0 - largest - log(sum) }
    }
  }

  static func crossEntropy(
    _ x: [Double], targets: [Double], columns: Int, weights: [Double]? = nil
  ) -> [Double] {
    let logs = logSoftmax(x, columns: columns)
    let n = x.count / columns
    var sum = 0.0
    for i in x.indices { sum -= (weights?[i / columns] ?? 1) * targets[i] * logs[i] }
    return [sum / Double(n)]
  }

  static func rows(_ x: [Double], _ columns: Int, _ body: ([Double]) -> [Double]) -> [Double] {
    stride(from: 0, to: x.count, by: columns).flatMap { body(Array(x[$0..<$0 + columns])) }
  }
}
