import Autograd
import Kernels

extension LanguageModel {
  /// How probable a token is after a row of packed sequences.
  package struct Query: Sendable, Equatable {
    /// The row that predicts it: that of the token before.
    package var row: Int
    package var token: Int32

    package init(row: Int, token: Int32) {
      self.row = row
      self.token = token
    }
  }

  /// log p(token | all up to its row), in nats, for each query. The last block and the unembedding are
  /// computed on the rows that are asked for, logits for a few rows at a time.
  package func logProbabilities(
    _ tokens: PackedTokens, of queries: [Query], on tape: Tape
  ) -> [Double] {
    let rows = Set(queries.map(\.row)).sorted()
    guard !rows.isEmpty else { return [] }
    let places = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1, $0) })
    var asked = [[Int]](repeating: [], count: rows.count)
    for (index, query) in queries.enumerated() {
      guard let place = places[query.row] else { continue }
      asked[place].append(index)
    }
    let x = transformer.lastState(tokens, rows: rows, on: tape)
    var found = [Double](repeating: 0, count: queries.count)
    let vocabulary = transformer.vocabulary
    let limit = max(16, logitLimit / vocabulary)
    for start in stride(from: 0, to: rows.count, by: limit) {
      let range = start..<min(start + limit, rows.count)
      let part = tape.tensor([range.count, x.columns])
      part.values.update(from: x.values + start * x.columns, count: part.count)
      let logits = vocabularyLogits(part, on: tape)
      for row in range {
        let values = logits.values + (row - start) * vocabulary
        let normalizer = Double(Softmax.logSumExp(values, vocabulary))
        for index in asked[row] {
          found[index] = Double(values[Int(queries[index].token)]) - normalizer
        }
      }
    }
    return found
  }
}
