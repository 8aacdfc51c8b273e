import Kernels

extension WorkerTeam {
  /// Cuts 0 ..< count into ranges of `length` and gives what `body` makes of each, in their order.
  ///
  /// - Parameter scratches: one for each worker, kept from one range to the next; what a range
  ///   becomes must not depend on it.
  func map<Scratch, Result>(
    count: Int, length: Int, scratches: [Scratch], _ body: (Range<Int>, Scratch) -> Result
  ) -> [Result] {
    let pieces = (count + length - 1) / length
    return [Result](unsafeUninitializedCapacity: pieces) { results, initialized in
      guard let start = results.baseAddress else { return }
      run(pieces: pieces, workers: scratches.count) { piece, worker in
        let range = piece * length..<min(count, (piece + 1) * length)
        (start + piece).initialize(to: body(range, scratches[worker]))
      }
      initialized = pieces
    }
  }
}
