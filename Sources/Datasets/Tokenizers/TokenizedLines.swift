import Kernels

/// The lines of a text as lines `{"ids": [15496, 995]}`.
package struct TokenizedLines {
  private let tokenizer: any Tokenizer
  private let around: SpecialTokens
  private let team: WorkerTeam
  private let caches: [WordCache]
  /// Lines end to end, and where each ends.
  private var text: [UInt8] = []
  private var ends: [Int] = []
  /// Bytes of text that are encoded at a time.
  private static let batch = 1 << 22

  /// - Parameters:
  ///   - special: whether each line gets the special tokens of the tokenizer around it.
  ///   - team: the cores that share the lines.
  package init(_ tokenizer: any Tokenizer, special: Bool, team: WorkerTeam) {
    self.tokenizer = tokenizer
    self.team = team
    around = special ? tokenizer.special : .none
    caches = WordCache.each(of: team)
  }

  /// Encodes all lines. Those before a failure are written.
  /// - Parameter write: gets the bytes of whole lines, in order.
  package mutating func encode(
    _ lines: LineReader, write: (UnsafeBufferPointer<UInt8>) -> Void
  ) throws(DatasetError) {
    defer { flush(write) }
    while let line = try lines.next() {
      text.append(contentsOf: line)
      ends.append(text.count)
      if text.count >= Self.batch { flush(write) }
    }
  }

  private mutating func flush(_ write: (UnsafeBufferPointer<UInt8>) -> Void) {
    let outputs = text.withUnsafeBufferPointer { text in
      team.map(count: ends.count, length: 64, scratches: caches) { lines, cache in
        var ids: [Int32] = []
        var output: [UInt8] = []
        for line in lines {
          let bytes = text[(line == 0 ? 0 : ends[line - 1])..<ends[line]]
          ids.removeAll(keepingCapacity: true)
          ids += around.prefix
          tokenizer.encode(UnsafeBufferPointer(rebasing: bytes), into: &ids, cache)
          ids += around.suffix
          Self.append(ids, to: &output)
        }
        return output
      }
    }
    for output in outputs { output.withUnsafeBufferPointer(write) }
    text.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  private static func append(_ ids: [Int32], to output: inout [UInt8]) {
    output += "{\"ids\": [".utf8
    for (place, id) in ids.enumerated() {
      if place > 0 {
        output.append(UInt8(ascii: ","))
        output.append(UInt8(ascii: " "))
      }
      append(id, to: &output)
    }
    output += "]}\n".utf8
  }

  /// The decimal digits of an id, which is not negative.
  @inline(__always)
  private static func append(_ id: Int32, to output: inout [UInt8]) {
    var rest = UInt32(bitPattern: id)
    var power: UInt32 = 1
    while rest / power >= 10 { power *= 10 }
    while power > 0 {
      output.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / power))
      rest %= power
      power /= 10
    }
  }
}
