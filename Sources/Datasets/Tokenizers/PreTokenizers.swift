/// One after another: each cuts what the one before left.
struct PreTokenizerSequence: PreTokenizer {
  var steps: [any PreTokenizer]

  func split(
    _ text: UnsafeBufferPointer<UInt8>, isStart: Bool,
    _ body: (UnsafeBufferPointer<UInt8>, _ isStart: Bool) -> Void
  ) { split(text, isStart: isStart, from: 0, body) }

  private func split(
    _ text: UnsafeBufferPointer<UInt8>, isStart: Bool, from step: Int,
    _ body: (UnsafeBufferPointer<UInt8>, _ isStart: Bool) -> Void
  ) {
    guard step < steps.count else { return body(text, isStart) }
    steps[step].split(text, isStart: isStart) { piece, isStart in
      split(piece, isStart: isStart, from: step + 1, body)
    }
  }
}

/// The words of a pattern that leaves nothing out, after a space in front if there is none.
struct WordPreTokenizer: PreTokenizer {
  /// Nil leaves the text in one piece.
  var splitter: (any WordSplitter)?
  var addsPrefixSpace = false

  func split(
    _ text: UnsafeBufferPointer<UInt8>, isStart: Bool,
    _ body: (UnsafeBufferPointer<UInt8>, _ isStart: Bool) -> Void
  ) {
    guard addsPrefixSpace, text[0] != 0x20 else { return words(text, isStart, body) }
    ([0x20] + text).withUnsafeBufferPointer { words($0, isStart, body) }
  }

  @inline(__always)
  private func words(
    _ text: UnsafeBufferPointer<UInt8>, _ isStart: Bool,
    _ body: (UnsafeBufferPointer<UInt8>, _ isStart: Bool) -> Void
  ) {
    guard let splitter else { return body(text, isStart) }
    splitter.forEachWord(in: text) { word in
      body(UnsafeBufferPointer(rebasing: text[word]), isStart && word.lowerBound == 0)
    }
  }
}

/// SentencePiece's way with spaces (Kudo and Richardson 2018): each becomes a sign, one sign stands in
/// front, and words begin with it.
struct MetaspacePreTokenizer: PreTokenizer {
  /// Where a sign is put in front that is not there.
  enum Prepend: String {
    case always
    case first
    case never
  }

  var sign: [UInt8]
  var prepend: Prepend
  var splits: Bool

  func split(
    _ text: UnsafeBufferPointer<UInt8>, isStart: Bool,
    _ body: (UnsafeBufferPointer<UInt8>, _ isStart: Bool) -> Void
  ) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count + text.count / 2 + sign.count)
    let begins = text[0] == 0x20 || text.starts(with: sign)
    if !begins, prepend == .always || prepend == .first && isStart { bytes += sign }
    for byte in text {
      if byte == 0x20 { bytes += sign } else { bytes.append(byte) }
    }
    bytes.withUnsafeBufferPointer { bytes in
      guard splits else { return body(bytes, isStart) }
      var start = 0
      var i = min(1, bytes.count)
      while i < bytes.count {
        if bytes[i] == sign[0], i + sign.count <= bytes.count,
          bytes[i..<i + sign.count].elementsEqual(sign)
        {
          body(UnsafeBufferPointer(rebasing: bytes[start..<i]), isStart && start == 0)
          start = i
          i += sign.count
        } else {
          i += 1
        }
      }
      body(UnsafeBufferPointer(rebasing: bytes[start...]), isStart && start == 0)
    }
  }
}

/// `\w+|[^\w\s]+`: words and runs of signs between white space.
struct WhitespacePreTokenizer: PreTokenizer {
  func split(
    _ text: UnsafeBufferPointer<UInt8>, isStart: Bool,
    _ body: (UnsafeBufferPointer<UInt8>, _ isStart: Bool) -> Void
  ) {
    var start = 0
    var i = 0
    var inWord = false
    func emit() {
      guard start < i else { return }
      body(UnsafeBufferPointer(rebasing: text[start..<i]), isStart && start == 0)
    }
    while i < text.count {
      let (scalar, length) = UTF8Scalars.at(i, text)
      let isSpace = scalar.properties.isWhitespace
      let isWord = scalar.isWordCharacter
      if isSpace || isWord != inWord {
        emit()
        start = isSpace ? i + length : i
      }
      inWord = isWord
      i += length
    }
    emit()
  }
}
