/// WordPiece (Schuster and Nakajima 2012; Devlin et al. 2019): the longest token that a word begins
/// with, then the longest continuing one after it, and so on; one unknown token for the whole word
/// where that fails.
struct WordPieceModel: TokenModel {
  private let first: TokenTable
  /// Without their prefix (`##`).
  private let continuing: TokenTable
  private let unknown: Int32
  private let longestWord: Int

  /// - Parameters:
  ///   - vocabulary: tokens as they are written.
  ///   - longestWord: scalars; longer words are unknown.
  init(_ vocabulary: TokenVocabulary, prefix: [UInt8], unknown: Int32, longestWord: Int) {
    first = vocabulary.table
    var continuing = TokenTable()
    for (id, token) in vocabulary.tokens.enumerated() {
      if token.count > prefix.count, token.starts(with: prefix) {
        continuing.insert(Array(token.dropFirst(prefix.count)), Int32(id))
      }
    }
    self.continuing = continuing
    self.unknown = unknown
    self.longestWord = longestWord
  }

  func encode(_ word: UnsafeBufferPointer<UInt8>, into ids: inout [Int32], _ cache: WordCache) {
    if cache.append(word, to: &ids) { return }
    let start = ids.count
    cut(word, &ids)
    cache.remember(word, ids[start...])
  }

  private func cut(_ word: UnsafeBufferPointer<UInt8>, _ ids: inout [Int32]) {
    let before = ids.count
    guard word.count <= longestWord || word.count(where: { $0 & 0xc0 != 0x80 }) <= longestWord
    else { return ids.append(unknown) }
    var start = 0
    while start < word.count {
      let isFirst = start == 0
      var end = min(word.count, start + (isFirst ? first.longest : continuing.longest))
      var found: Int32?
      while end > start {
        // Only whole scalars.
        if end == word.count || word[end] & 0xc0 != 0x80 {
          let piece = UnsafeBufferPointer(rebasing: word[start..<end])
          found = isFirst ? first[piece] : continuing[piece]
          if found != nil { break }
        }
        end -= 1
      }
      guard let found else {
        ids.removeSubrange(before...)
        return ids.append(unknown)
      }
      ids.append(found)
      start = end
    }
  }
}

extension WordPieceModel {
  /// The bytes of each id in a decoded text: continuing tokens without their prefix, others with a
  /// space before them.
  static func spelling(
    _ tokens: [[UInt8]], prefix: [UInt8], added: [AddedToken]
  ) -> [[UInt8]] {
    let added = Set(added.map { Int($0.id) })
    return tokens.enumerated().map { id, token in
      if added.contains(id) || token.isEmpty { return token }
      return token.count > prefix.count && token.starts(with: prefix)
        ? Array(token.dropFirst(prefix.count)) : [0x20] + token
    }
  }
}
