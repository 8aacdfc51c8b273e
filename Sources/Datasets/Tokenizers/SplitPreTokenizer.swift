/// What words are cut by, and what becomes of it (`Split` in Hugging Face `tokenizers`).
struct SplitPreTokenizer: PreTokenizer {
  /// What becomes of the matches.
  enum Behavior: String {
    case removed = "Removed"
    case isolated = "Isolated"
    case mergedWithPrevious = "MergedWithPrevious"
    case mergedWithNext = "MergedWithNext"
    case contiguous = "Contiguous"
  }

  var pattern: any SplitPattern
  var behavior: Behavior
  /// Whether what lies between matches counts as match.
  var isInverted = false

  func split(
    _ text: UnsafeBufferPointer<UInt8>, isStart: Bool,
    _ body: (UnsafeBufferPointer<UInt8>, _ isStart: Bool) -> Void
  ) {
    var pieces: [(range: Range<Int>, isMatch: Bool)] = []
    var end = 0
    pattern.matches(text) { range in
      if range.lowerBound > end { pieces.append((end..<range.lowerBound, isInverted)) }
      pieces.append((range, !isInverted))
      end = range.upperBound
    }
    if end < text.count { pieces.append((end..<text.count, isInverted)) }
    for range in join(pieces) {
      body(UnsafeBufferPointer(rebasing: text[range]), isStart && range.lowerBound == 0)
    }
  }

  private func join(_ pieces: [(range: Range<Int>, isMatch: Bool)]) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var before = false
    switch behavior {
    case .isolated: return pieces.map { $0.range }
    case .removed: return pieces.filter { !$0.isMatch }.map { $0.range }
    case .contiguous, .mergedWithPrevious:
      for piece in pieces {
        let joins = behavior == .contiguous ? piece.isMatch == before : piece.isMatch && !before
        if joins, let last = result.last {
          result[result.count - 1] = last.lowerBound..<piece.range.upperBound
        } else {
          result.append(piece.range)
        }
        before = piece.isMatch
      }
      return result
    case .mergedWithNext:
      for piece in pieces.reversed() {
        if piece.isMatch, !before, let last = result.last {
          result[result.count - 1] = piece.range.lowerBound..<last.upperBound
        } else {
          result.append(piece.range)
        }
        before = piece.isMatch
      }
      return result.reversed()
    }
  }
}

/// Something that is looked for in a text.
protocol SplitPattern: Sendable {
  /// Calls `body` with the matches in order, none empty, none overlapping.
  func matches(_ text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Void)
}

/// A text as it is written.
struct LiteralPattern: SplitPattern {
  var text: [UInt8]

  func matches(_ text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Void) {
    guard let first = self.text.first else { return }
    var i = 0
    while i + self.text.count <= text.count {
      let range = i..<i + self.text.count
      if text[i] == first, text[range].elementsEqual(self.text) {
        body(range)
        i = range.upperBound
      } else {
        i += 1
      }
    }
  }
}

/// Every scalar of a kind, each by itself.
struct ScalarPattern: SplitPattern {
  var isMatch: @Sendable (Unicode.Scalar) -> Bool

  func matches(_ text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Void) {
    var i = 0
    while i < text.count {
      let (scalar, length) = UTF8Scalars.at(i, text)
      if isMatch(scalar) { body(i..<i + length) }
      i += length
    }
  }
}

/// A pattern that leaves nothing out.
struct CoveringPattern: SplitPattern {
  var splitter: any WordSplitter

  func matches(_ text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Void) {
    splitter.forEachWord(in: text, body)
  }
}
