import Autograd
import Kernels
import Models

/// A sequence of tokens of which the last ones are asked for: how probable are they after the first?
package struct Continuation: Sendable, Equatable {
  package var tokens: [Int32]
  /// How many are given; at least one.
  package var given: Int

  package init(tokens: [Int32], given: Int) {
    precondition(0 < given && given < tokens.count, "something is given and something is asked for")
    self.tokens = tokens
    self.given = given
  }

  /// How many are asked for.
  package var count: Int { tokens.count - given }
}

extension LanguageModel {
  /// Σ log p(token | those before it) over the tokens that are asked for, in nats, of each
  /// continuation. Neighbours that differ in their last token alone share a pass. Batches run side by
  /// side, cut by lengths alone.
  package func logProbabilities(of continuations: [Continuation], team: WorkerTeam) -> [Double] {
    var sequences = PackedTokens()
    /// For each sequence: the continuations that it answers.
    var members: [Range<Int>] = []
    for (index, continuation) in continuations.enumerated() {
      let read = continuation.tokens.dropLast()
      if let last = members.last, sequences[sequences.count - 1].elementsEqual(read) {
        members[members.count - 1] = last.lowerBound..<index + 1
      } else {
        sequences.append(read)
        members.append(index..<index + 1)
      }
    }
    let batches = ExampleSet(.tokens(sequences)).evaluationBatches(grain)
    var found = [Double](repeating: 0, count: continuations.count)
    found.withUnsafeMutableBufferPointer { found in
      nonisolated(unsafe) let found = found
      forEach(batches, MemoryPools(), team: team) { index, tape in
        let batch = batches[index]
        let packed = sequences.gather(batch)
        var queries: [Query] = []
        var owners: [Int] = []
        for (sequence, start) in zip(batch, packed.offsets) {
          for member in members[sequence] {
            let continuation = continuations[member]
            for place in continuation.given..<continuation.tokens.count {
              queries.append(
                Query(row: start + place - 1, token: continuation.tokens[place]))
              owners.append(member)
            }
          }
        }
        for (owner, value) in zip(owners, logProbabilities(packed, of: queries, on: tape)) {
          found[owner] += value
        }
      }
    }
    return found
  }
}
