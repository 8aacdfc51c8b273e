/// Byte-level byte-pair encoding (Radford et al. 2019): a word is cut into bytes, and neighbours are
/// merged in the order of their ranks.
struct ByteLevelModel: TokenModel {
  let table: MergeTable
  /// −1 for bytes that the vocabulary lacks.
  private let byteIDs: [Int32]
  private let isComplete: Bool
  /// Words that are tokens as they are, whatever merges would make of them.
  private let whole: TokenTable?
  /// Stands for a byte that the vocabulary lacks; nil leaves it out.
  private let unknown: UnknownToken?

  init(
    byteIDs: [Int32], table: MergeTable, whole: TokenTable? = nil, unknown: UnknownToken? = nil
  ) {
    precondition(byteIDs.count == 256)
    self.byteIDs = byteIDs
    self.table = table
    self.whole = whole
    self.unknown = unknown
    isComplete = !byteIDs.contains(-1)
  }

  func encode(_ word: UnsafeBufferPointer<UInt8>, into ids: inout [Int32], _ cache: WordCache) {
    if cache.append(word, to: &ids) { return }
    let start = ids.count
    if let whole, word.count <= whole.longest, let id = whole[word] {
      ids.append(id)
    } else {
      let symbols = word.map { byteIDs[Int($0)] }
      table.apply(isComplete ? symbols : known(symbols), into: &ids)
    }
    cache.remember(word, ids[start...])
  }

  private func known(_ symbols: [Int32]) -> [Int32] {
    var result: [Int32] = []
    var afterUnknown = false
    for symbol in symbols {
      if symbol >= 0 {
        result.append(symbol)
      } else if let unknown, !(afterUnknown && unknown.fuses) {
        result.append(unknown.id)
      }
      afterUnknown = symbol < 0
    }
    return result
  }
}

/// What stands for characters outside a vocabulary.
struct UnknownToken: Sendable {
  var id: Int32
  /// Whether neighbours become one.
  var fuses: Bool
}
