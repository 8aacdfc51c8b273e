import Autograd
import Kernels
import Models

/// How well each of some texts is predicted: text by text, so that means over some of them can be taken.
package struct TextLosses: Sendable, Equatable {
  /// Σ −log p(token | those before it), in nats, of each text.
  package var sums: [Double]
  /// Over how many tokens.
  package var counts: [Int]

  package init(sums: [Double], counts: [Int]) {
    precondition(sums.count == counts.count)
    self.sums = sums
    self.counts = counts
  }
}

extension LanguageModel {
  /// The loss of each text: of its tokens that are predicted (`predicted`). Of texts
  /// longer than the context the first tokens are read. Batches run side by side, cut by lengths alone.
  package func textLosses(
    of texts: PackedTokens, predicted: PredictedTokens = .all, team: WorkerTeam,
    progress: @Sendable (Double) -> Void = { _ in }
  ) -> TextLosses {
    let texts = cut(texts)
    let batches = ExampleSet(.tokens(texts)).evaluationBatches(grain)
    var sums = [Double](repeating: 0, count: texts.count)
    var counts = [Int](repeating: 0, count: texts.count)
    sums.withUnsafeMutableBufferPointer { sums in
      counts.withUnsafeMutableBufferPointer { counts in
        nonisolated(unsafe) let (sums, counts) = (sums, counts)
        forEach(batches, MemoryPools(), team: team) { index, tape in
          let batch = batches[index]
          let packed = texts.gather(batch)
          var queries: [Query] = []
          var owners: [Int] = []
          for (place, text) in batch.enumerated() {
            for row in packed.predictingRows(of: place, predicted) {
              queries.append(Query(row: row, token: packed.ids[row + 1]))
              owners.append(text)
            }
          }
          let values = logProbabilities(packed, of: queries, on: tape)
          for (owner, value) in zip(owners, values) {
            sums[owner] -= value
            counts[owner] += 1
          }
          progress(Double(index + 1) / Double(batches.count))
        }
      }
    }
    return TextLosses(sums: sums, counts: counts)
  }
}
