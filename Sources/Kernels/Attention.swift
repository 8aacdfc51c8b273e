/// Multi-head attention (Vaswani et al. 2017) over sequences that lie end to end, without padding.
///
/// For each sequence and head, O = softmax(s Q Kᵀ) V with s = 1/√D unless told; causal: position i
/// sees j ≤ i; with a window w only those with i − j < w (Beltagy et al. 2020). Where there are fewer
/// key heads than query heads, neighbouring query heads share one (Ainslie et al. 2023). Queries may
/// be those of some rows alone.
///
/// A causal sequence may end in branches: tokens of which each follows the n tokens before all of
/// them, its prompt. All stand at position n and see the prompt and themselves, not each other.
///
/// Queries go in blocks of 32, side by side in the lanes of vectors: scores Sᵀ = K (s Q log₂ e)ᵀ have
/// a line for each key, so that maxima, exponentials (of base two) and sums run down the lines for
/// all queries at once. The forward pass keeps log₂ Σ 2^S of each query, from which the backward pass
/// computes the probabilities again, 64 keys at a time.
package struct Attention {
  /// Where head 0 of a matrix begins, and the distances between rows and between heads.
  package struct Operand {
    let values: UnsafeMutablePointer<Float>
    let stride: Int
    let pitch: Int

    package init(_ values: UnsafeMutablePointer<Float>, stride: Int, pitch: Int) {
      self.values = values
      self.stride = stride
      self.pitch = pitch
    }

    @inline(__always) func at(_ row: Int, _ head: Int) -> UnsafeMutablePointer<Float> {
      values + (row * stride + head * pitch)
    }
  }

  /// What is read: Q, K and V.
  package struct Inputs {
    let queries: Operand
    let keys: Operand
    let values: Operand

    package init(queries: Operand, keys: Operand, values: Operand) {
      self.queries = queries
      self.keys = keys
      self.values = values
    }
  }

  /// Queries of a block.
  static let lanes = 32

  /// Where the keys of each sequence begin, and the end.
  let offsets: [Int]
  /// For each sequence the tokens before its branches; nil where there are none anywhere.
  let prompts: [Int]?
  /// Where the queries of each sequence begin, and the end.
  let queryOffsets: [Int]
  /// The place of each query in its sequence, as a float because vectors of integers are compared
  /// lane by lane; and places behind the last so that any of them begins a vector.
  let positions: [Float]
  let heads: Int
  let width: Int
  let causal: Bool
  let window: Int?
  let scale: Float
  /// Query heads for each key head.
  let group: Int
  let keyHeads: Int
  /// Floats of one key or value, padded.
  let paddedWidth: Int
  private let longest: Int
  /// The first pair (sequence · key heads + key head) of each piece, and the end.
  private let starts: [Int]

  /// - Parameters:
  ///   - offsets: where sequences begin, and the end; ascending, S + 1 of them.
  ///   - prompts: for each sequence the tokens before its branches; nil for none.
  ///   - rows: the rows, ascending, whose queries there are; nil for all.
  ///   - keyHeads: a divisor of `heads`, which it is unless given.
  ///   - width: D, of one head.
  ///   - window: for causal attention.
  package init(
    offsets: [Int], prompts: [Int]? = nil, rows: [Int]? = nil, heads: Int, keyHeads: Int? = nil,
    width: Int, causal: Bool, window: Int? = nil, scale: Float? = nil
  ) {
    let keyHeads = keyHeads ?? heads
    precondition(keyHeads > 0 && heads % keyHeads == 0, "\(heads) heads for \(keyHeads) key heads")
    precondition(window.map { causal && $0 > 0 } ?? true, "a window wants causal attention")
    precondition(prompts == nil || causal, "branches want causal attention")
    self.offsets = offsets
    self.prompts = prompts
    (queryOffsets, positions) = Attention.queries(offsets, rows)
    self.heads = heads
    self.keyHeads = keyHeads
    self.width = width
    self.causal = causal
    self.window = window
    self.scale = scale ?? 1 / Float(width).squareRoot()
    group = heads / keyHeads
    paddedWidth = Attention.padded(width)
    var (starts, longest, work) = ([0], 0, 0)
    // Short sequences share a piece: some tens of microseconds each. By shape alone.
    for sequence in 0..<offsets.count - 1 {
      let length = offsets[sequence + 1] - offsets[sequence]
      precondition(length > 0, "attention: sequence \(sequence) is empty")
      longest = max(longest, length)
      let seen = min(length, window.map { $0 + Attention.lanes } ?? length)
      let queries = queryOffsets[sequence + 1] - queryOffsets[sequence]
      let cost = (queries * (seen + 16) * group + 4 * length) * (width + 32)
      for head in 0..<keyHeads {
        if work > 0, work + cost > 2_000_000 {
          starts.append(sequence * keyHeads + head)
          work = 0
        }
        work += cost
      }
    }
    self.starts = starts + [(offsets.count - 1) * keyHeads]
    self.longest = longest
  }

  package var pieces: Int { starts.count - 1 }

  /// How many queries there are.
  package var queries: Int { queryOffsets[queryOffsets.count - 1] }

  /// For each sequence where its queries begin, and the position of every query.
  private static func queries(_ offsets: [Int], _ rows: [Int]?) -> ([Int], [Float]) {
    var positions: [Float] = []
    positions.reserveCapacity((rows?.count ?? offsets[offsets.count - 1]) + lanes)
    var starts = offsets
    if let rows {
      precondition(
        zip(rows, rows.dropFirst()).allSatisfy { $0 <= $1 }, "attention: rows of queries ascend")
      precondition(
        rows.allSatisfy { $0 >= 0 && $0 < offsets[offsets.count - 1] },
        "attention: a row of queries beyond the end")
      starts = [0]
      for (start, end) in zip(offsets, offsets.dropFirst()) {
        while positions.count < rows.count, rows[positions.count] < end {
          positions.append(Float(rows[positions.count] - start))
        }
        starts.append(positions.count)
      }
    } else {
      for (start, end) in zip(offsets, offsets.dropFirst()) {
        positions += (0..<end - start).map { Float($0) }
      }
    }
    return (starts, positions + [Float](repeating: 0, count: lanes))
  }

  static func padded(_ length: Int) -> Int { (length + 15) & ~15 }

  /// The most keys of a block.
  var widest: Int {
    let most = window.map { $0 + Attention.lanes - 1 } ?? longest
    // The rows of a block may lie far apart where they are chosen; branches see the prompt's end
    // over all those before them.
    return queryOffsets == offsets && prompts == nil ? min(longest, most) : longest
  }

  /// Whether keys and values have to be copied to lie in whole vectors.
  var pads: Bool { width % 16 != 0 }

  /// Floats for the keys or values of the longest sequence.
  var sequenceSize: Int { longest * paddedWidth }

  /// Calls `body` for the sequences and key heads of a piece.
  @inline(__always)
  func forEachPair(_ piece: Int, _ body: (_ sequence: Int, _ keyHead: Int) -> Void) {
    for pair in starts[piece]..<starts[piece + 1] { body(pair / keyHeads, pair % keyHeads) }
  }
}
