import Kernels

/// Turns texts into token ids and back.
package protocol Tokenizer: Sendable {
  /// Ids are 0 ..< vocabularySize.
  var vocabularySize: Int { get }
  /// What a model of this tokenizer wants around one text; `encode` does not add it by itself.
  var special: SpecialTokens { get }
  /// Appends the ids of valid UTF-8, without special tokens around them. Some tokenizers drop parts of
  /// a text (white space, control characters, unknown words), so that there may be none.
  func encode(_ bytes: UnsafeBufferPointer<UInt8>, into ids: inout [Int32], _ cache: WordCache)
  /// The bytes that an id stands for, nil if there is no such id.
  func bytes(of id: Int32) -> [UInt8]?
  /// What it is in the folder of a model, for `TokenizerLoader` to read; nil where it has no such form.
  var modelFiles: [TokenizerFile]? { get }
  /// Where texts begin with what is only read: a language model is to predict the tokens after the first
  /// of these ids; nil for all tokens.
  var predictedAfter: Range<Int32>? { get }
  /// What is wrong with a text that has no ids because this tokenizer reads texts of one form only.
  func refusal(of text: String) -> DatasetError?
}

/// A tokenizer of texts that are answered with one of several pairs of tokens.
package protocol ChoiceTokenizer: Tokenizer {
  /// For each text, the two tokens that may follow of each class from 1 on. The texts are some that
  /// it encodes.
  func choices(_ texts: [String], team: WorkerTeam) -> EncodedTexts
}

extension Tokenizer {
  package var special: SpecialTokens { .none }
  package var modelFiles: [TokenizerFile]? { nil }

  package var predictedAfter: Range<Int32>? { nil }

  package func refusal(of text: String) -> DatasetError? { nil }

  /// The largest id that it gives: a model needs a larger vocabulary than this.
  package var highestID: Int { vocabularySize - 1 }

  package func encode(_ text: String, special: Bool = false) -> [Int32] {
    encode([text], special: special).ids
  }

  /// - Parameters:
  ///   - special: whether every text gets the special tokens of the tokenizer around it.
  ///   - team: the cores that share the texts; the same ids whatever their number.
  package func encode(
    _ texts: [String], special: Bool = false, team: WorkerTeam = WorkerTeam()
  ) -> EncodedTexts {
    let around = special ? self.special : .none
    let pieces = team.map(count: texts.count, length: 128, scratches: WordCache.each(of: team)) {
      range, cache in
      var piece = EncodedTexts()
      piece.ids.reserveCapacity(texts[range].reduce(0) { $0 + $1.utf8.count / 3 })
      for place in range {
        piece.ids += around.prefix
        var text = texts[place]
        text.withUTF8 { encode($0, into: &piece.ids, cache) }
        piece.ids += around.suffix
        piece.offsets.append(piece.ids.count)
      }
      return piece
    }
    return EncodedTexts(joining: pieces)
  }

  /// `encode`, for texts that nobody has looked at.
  /// - Throws: `DatasetError` for the first text that the tokenizer cannot read.
  package func encode(
    checking texts: [String], special: Bool = false, team: WorkerTeam = WorkerTeam()
  ) throws(DatasetError) -> EncodedTexts {
    let encoded = encode(texts, special: special, team: team)
    for text in texts.indices where encoded[text].count <= self.special.count {
      if let refusal = refusal(of: texts[text]) { throw refusal }
    }
    return encoded
  }

  /// The id of a text that is one token, such as a label's word with the space before it.
  /// - Throws: `DatasetError` of kind `tokenizer`.
  package func id(of text: String) throws(DatasetError) -> Int32 {
    let ids = encode(text)
    guard ids.count == 1, let id = ids.first else {
      throw DatasetError(
        .tokenizer, "tokenizer", "'\(text)' is not one token but \(ids.count)",
        remedy: "choose a word that is one token, with a space before it where texts have one")
    }
    return id
  }

  /// The text of ids. Bytes that are not UTF-8 (half a character) become U+FFFD, unknown ids nothing.
  package func decode(_ ids: some Sequence<Int32>) -> String {
    String(decoding: ids.flatMap { bytes(of: $0) ?? [] }, as: UTF8.self)
  }
}

/// Texts as token ids, end to end: text i is `ids[offsets[i] ..< offsets[i + 1]]`.
package struct EncodedTexts: Sendable, Equatable {
  package var ids: [Int32] = []
  /// One more than there are texts.
  package var offsets = [0]

  package init() {}

  /// Texts that were encoded piece by piece.
  init(joining pieces: [EncodedTexts]) {
    ids.reserveCapacity(pieces.reduce(0) { $0 + $1.ids.count })
    offsets.reserveCapacity(1 + pieces.reduce(0) { $0 + $1.count })
    for piece in pieces {
      let start = ids.count
      ids += piece.ids
      for offset in piece.offsets.dropFirst() { offsets.append(start + offset) }
    }
  }

  package var count: Int { offsets.count - 1 }

  package subscript(text: Int) -> ArraySlice<Int32> { ids[offsets[text]..<offsets[text + 1]] }

  /// The same texts with at most `length` tokens each, and how many lost some. No text is left out,
  /// so that examples stay the same whatever the tokenizer.
  package func truncated(to length: Int, keeping end: TextEnd) -> (EncodedTexts, shortened: Int) {
    precondition(length > 0)
    var result = EncodedTexts()
    var shortened = 0
    for text in 0..<count {
      let all = self[text]
      result.ids += end == .first ? all.prefix(length) : all.suffix(length)
      result.offsets.append(result.ids.count)
      if all.count > length { shortened += 1 }
    }
    return (result, shortened)
  }
}

/// Which end of a text is kept when it is too long.
package enum TextEnd: Sendable {
  case first
  case last
}
