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
  /// Lines before these.
  private var done = 0
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

  /// Encodes all lines. Those before a failure are written: of the file, or of a line that the tokenizer
  /// does not read.
  /// - Parameter write: gets the bytes of whole lines, in order.
  package mutating func encode(
    _ lines: LineReader, write: (UnsafeBufferPointer<UInt8>) -> Void
  ) throws(DatasetError) {
    var failure: DatasetError?
    while true {
      do throws(DatasetError) {
        guard let line = try lines.next() else { break }
        text.append(contentsOf: line)
        ends.append(text.count)
      } catch {
        failure = error
        break
      }
      if text.count >= Self.batch { try flush(lines.path, write) }
    }
    try flush(lines.path, write)
    if let failure { throw failure }
  }

  private mutating func flush(
    _ path: String, _ write: (UnsafeBufferPointer<UInt8>) -> Void
  ) throws(DatasetError) {
    let outputs = text.withUnsafeBufferPointer { text in
      team.map(count: ends.count, length: 64, scratches: caches) {
        lines, cache -> (bytes: [UInt8], refusal: DatasetError?) in
        var ids: [Int32] = []
        var output: [UInt8] = []
        for line in lines {
          let bytes = text[(line == 0 ? 0 : ends[line - 1])..<ends[line]]
          ids.removeAll(keepingCapacity: true)
          ids += around.prefix
          tokenizer.encode(UnsafeBufferPointer(rebasing: bytes), into: &ids, cache)
          if ids.count == around.prefix.count,
            var refusal = tokenizer.refusal(of: String(decoding: bytes, as: UTF8.self))
          {
            (refusal.place, refusal.line) = (path, done + line + 1)
            return (output, refusal)
          }
          ids += around.suffix
          Self.append(ids, to: &output)
        }
        return (output, nil)
      }
    }
    for output in outputs {
      output.bytes.withUnsafeBufferPointer(write)
      if let refusal = output.refusal { throw refusal }
    }
    done += ends.count
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
