/// Turns texts into token ids and back.
package protocol Tokenizer: Sendable {
  /// Ids are 0 ..< vocabularySize.
  var vocabularySize: Int { get }
  /// Appends the ids of UTF-8 bytes, without special tokens around them. A text that is not empty
  /// gives at least one id.
  func encode(_ bytes: UnsafeBufferPointer<UInt8>, into ids: inout [Int32], _ cache: WordCache)
  /// The bytes that an id stands for, nil if there is no such id.
  func bytes(of id: Int32) -> [UInt8]?
}

extension Tokenizer {
  package func encode(_ text: String) -> [Int32] { encode([text]).ids }

  package func encode(_ texts: [String]) -> EncodedTexts {
    let cache = WordCache()
    var result = EncodedTexts()
    result.offsets.reserveCapacity(texts.count + 1)
    for var text in texts {
      text.withUTF8 { encode($0, into: &result.ids, cache) }
      result.offsets.append(result.ids.count)
    }
    return result
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
