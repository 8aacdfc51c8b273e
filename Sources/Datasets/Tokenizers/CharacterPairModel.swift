/// Byte-pair encoding of characters (Sennrich et al. 2016; Kudo and Richardson 2018): those outside
/// the vocabulary are the tokens `<0x00>` … `<0xFF>` of their bytes, else unknown.
///
/// A whole text is one word to such models. Where no token holds two neighbouring characters side by
/// side no merge crosses them, and what stands left and right is merged by itself: texts are cut there,
/// so that a text takes linear time and words are met again.
struct CharacterPairModel: TokenModel {
  private let table: MergeTable
  private let characters: CharacterIDs
  /// Of the byte tokens, −1 for those that the vocabulary lacks.
  private let byteIDs: [Int32]?
  private let unknown: UnknownToken?
  private let whole: TokenTable?
  private let joins: CharacterJoins?
  /// Past this many bytes a text is cut wherever it can be, before only where words begin.
  private static let longestWord = 48

  /// - Parameters:
  ///   - byteIDs: nil without byte fallback.
  ///   - made: the tokens that merges make; nil if a merge reads a byte or unknown token.
  init(
    characters: CharacterIDs, table: MergeTable, byteIDs: [Int32]?, unknown: UnknownToken?,
    whole: TokenTable?, made: [[UInt8]]?
  ) {
    self.characters = characters
    self.table = table
    self.byteIDs = byteIDs
    self.unknown = unknown
    self.whole = whole
    joins = made.map { CharacterJoins($0) }
  }

  func encode(_ word: UnsafeBufferPointer<UInt8>, into ids: inout [Int32], _ cache: WordCache) {
    if let whole, word.count <= whole.longest, let id = whole[word] { return ids.append(id) }
    var start = 0
    if let joins {
      var (before, length) = UTF8Scalars.at(0, word)
      var i = length
      let leavesTrace = leavesTrace
      while i < word.count {
        let scalar: Unicode.Scalar
        (scalar, length) = UTF8Scalars.at(i, word)
        let id = characters[scalar]
        let begins = scalar == " " || scalar == "\u{2581}"
        if begins || i - start >= Self.longestWord, id >= 0,
          !joins.contains(before, scalar)
        {
          append(UnsafeBufferPointer(rebasing: word[start..<i]), &ids, cache)
          start = i
        }
        // What leaves no trace does not keep its neighbours apart.
        if id >= 0 || leavesTrace { before = scalar }
        i += length
      }
    }
    append(UnsafeBufferPointer(rebasing: word[start...]), &ids, cache)
  }

  /// Whether every character outside the vocabulary becomes some token.
  private var leavesTrace: Bool { unknown != nil || byteIDs?.contains(-1) == false }

  private func append(
    _ word: UnsafeBufferPointer<UInt8>, _ ids: inout [Int32], _ cache: WordCache
  ) {
    if cache.append(word, to: &ids) { return }
    let start = ids.count
    table.apply(symbols(word), into: &ids)
    cache.remember(word, ids[start...])
  }

  private func symbols(_ word: UnsafeBufferPointer<UInt8>) -> [Int32] {
    var symbols: [Int32] = []
    symbols.reserveCapacity(word.count)
    // An unknown token waits for what follows it, byte tokens excepted, as in Hugging Face tokenizers.
    var waiting: Int32?
    var i = 0
    while i < word.count {
      let (scalar, length) = UTF8Scalars.at(i, word)
      let bytes = word[i..<i + length]
      i += length
      let id = characters[scalar]
      if id >= 0 {
        if let unknown = waiting { symbols.append(unknown) }
        waiting = nil
        symbols.append(id)
      } else if let byteIDs, bytes.allSatisfy({ byteIDs[Int($0)] >= 0 }) {
        for byte in bytes { symbols.append(byteIDs[Int(byte)]) }
      } else if let unknown {
        if let before = waiting, !unknown.fuses { symbols.append(before) }
        waiting = unknown.id
      }
    }
    if let waiting { symbols.append(waiting) }
    return symbols
  }
}

/// Characters → ids: a table of the first plane, a dictionary for the others.
struct CharacterIDs: Sendable {
  private var plane = [Int32](repeating: -1, count: 0x1_0000)
  private var others: [UInt32: Int32] = [:]

  /// - Parameter tokens: by id; those of one character count.
  init(_ tokens: [[UInt8]]) {
    for (id, token) in tokens.enumerated() {
      token.withUnsafeBufferPointer { bytes in
        guard !bytes.isEmpty else { return }
        let (scalar, length) = UTF8Scalars.at(0, bytes)
        guard length == bytes.count else { return }
        if scalar.value < 0x1_0000 {
          plane[Int(scalar.value)] = Int32(id)
        } else {
          others[scalar.value] = Int32(id)
        }
      }
    }
  }

  /// −1 if there is none.
  @inline(__always)
  subscript(scalar: Unicode.Scalar) -> Int32 {
    scalar.value < 0x1_0000 ? plane[Int(scalar.value)] : others[scalar.value] ?? -1
  }
}

/// The pairs of characters that stand side by side in some token.
struct CharacterJoins: Sendable {
  private var pairs: Set<UInt64> = []
  private var ascii = [Bool](repeating: false, count: 128 * 128)
  /// For each ASCII character whether the sign for a space follows it somewhere.
  private var beforeSign = [Bool](repeating: false, count: 128)

  init(_ tokens: [[UInt8]]) {
    for token in tokens {
      token.withUnsafeBufferPointer { bytes in
        guard !bytes.isEmpty else { return }
        var (before, i) = UTF8Scalars.at(0, bytes)
        while i < bytes.count {
          let (scalar, length) = UTF8Scalars.at(i, bytes)
          if before.isASCII, scalar.isASCII {
            ascii[Int(before.value) << 7 | Int(scalar.value)] = true
          } else if before.isASCII, scalar == "\u{2581}" {
            beforeSign[Int(before.value)] = true
          } else {
            pairs.insert(Self.key(before, scalar))
          }
          before = scalar
          i += length
        }
      }
    }
  }

  @inline(__always)
  func contains(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Bool {
    if left.isASCII {
      if right.isASCII { return ascii[Int(left.value) << 7 | Int(right.value)] }
      if right == "\u{2581}" { return beforeSign[Int(left.value)] }
    }
    return pairs.contains(Self.key(left, right))
  }

  private static func key(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> UInt64 {
    UInt64(left.value) << 32 | UInt64(right.value)
  }
}
