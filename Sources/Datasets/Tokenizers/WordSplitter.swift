/// Cuts a text into the words within which byte pairs are merged.
package protocol WordSplitter: Sendable {
  /// Where the word that begins at `start` ends.
  /// - Parameter bytes: valid UTF-8; `start` is the first byte of a scalar and not the end.
  /// - Returns: more than `start`, at most `bytes.count`.
  func end(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int
  /// Calls `body` with the words in order.
  func forEachWord(in bytes: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Void)
}

extension WordSplitter {
  package func forEachWord(in bytes: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Void) {
    var start = 0
    while start < bytes.count {
      let end = end(bytes, from: start)
      body(start..<end)
      start = end
    }
  }
}

/// The pattern of GPT-2 (Radford et al. 2019, `encoder.py`):
/// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
package struct GPT2Splitter: WordSplitter {
  package init() {}

  package func end(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    if bytes[start] == UInt8(ascii: "'") {
      let length = contraction(bytes, start + 1)
      if length > 0 { return start + 1 + length }
    }
    // A space belongs to the letters, digits or signs after it.
    let first = bytes[start] == 0x20 && start + 1 < bytes.count ? start + 1 : start
    let (kind, length) = ScalarClasses.at(first, bytes)
    guard kind == .space else { return run(of: kind, bytes, from: first + length) }
    // All white space but the last, which belongs to what follows; all of it at the end of the text.
    var end = start
    var last = start
    while end < bytes.count {
      let (kind, length) = ScalarClasses.at(end, bytes)
      guard kind == .space else { return last > start ? last : end }
      last = end
      end += length
    }
    return end
  }

  private func run(
    of kind: ScalarClass, _ bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Int {
    var end = start
    while end < bytes.count {
      let (next, length) = ScalarClasses.at(end, bytes)
      guard next == kind else { break }
      end += length
    }
    return end
  }

  /// Letters of the contraction after an apostrophe, 0 if there is none.
  private func contraction(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    guard start < bytes.count else { return 0 }
    let first = bytes[start]
    switch first {
    case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return 1
    case UInt8(ascii: "r"), UInt8(ascii: "v"):
      return start + 1 < bytes.count && bytes[start + 1] == UInt8(ascii: "e") ? 2 : 0
    case UInt8(ascii: "l"):
      return start + 1 < bytes.count && bytes[start + 1] == UInt8(ascii: "l") ? 2 : 0
    default: return 0
    }
  }
}
