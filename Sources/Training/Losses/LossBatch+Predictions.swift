#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension LossBatch {
  /// log softmax(z), `[N, C]` row-major, in double precision and detached: finite wherever the logits
  /// are.
  func logProbabilities() -> [Double] {
    var logs = (0..<logits.count).map { Double(logits.values[$0]) }
    for row in 0..<rows {
      let range = row * columns..<(row + 1) * columns
      let largest = logs[range].max() ?? 0
      let normalizer = largest + log(logs[range].reduce(0) { $0 + exp($1 - largest) })
      for i in range { logs[i] -= normalizer }
    }
    return logs
  }

  /// s / warmup, then 1: how far a weight has risen that starts at 0.
  func rise(over warmup: Double) -> Double {
    fraction < warmup ? fraction / warmup : 1
  }
}
