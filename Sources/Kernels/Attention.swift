#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Multi-head attention (Vaswani et al. 2017) over sequences that lie end to end, without padding.
///
/// For each sequence and head, O = softmax(s Q Kᵀ) V with s = 1/√D; causal: position i sees j ≤ i.
/// Queries go in blocks of 64 rows, so that scores take 64 · T floats of scratch and a causal block
/// computes only the columns that it sees; the forward pass keeps log Σ exp of each row of scores,
/// from which the backward pass computes the probabilities again.
package struct Attention {
  /// Where head 0 of a matrix begins, and the distance between rows; heads follow one another.
  package struct Operand {
    let values: UnsafeMutablePointer<Float>
    let stride: Int

    package init(_ values: UnsafeMutablePointer<Float>, stride: Int) {
      self.values = values
      self.stride = stride
    }

    @inline(__always) func at(_ row: Int, _ column: Int) -> UnsafeMutablePointer<Float> {
      values + (row * stride + column)
    }

    @inline(__always)
    func matrix(_ row: Int, _ column: Int, transposed: Bool = false) -> Matrix {
      Matrix(at(row, column), stride: stride, transposed: transposed)
    }
  }

  private static let block = 64

  private let offsets: [Int]
  private let heads: Int
  private let width: Int
  private let causal: Bool
  private let scale: Float
  private let longest: Int
  /// The first pair (sequence · heads + head) of each piece, and the end.
  private let starts: [Int]

  /// - Parameters:
  ///   - offsets: where sequences begin, and the end; ascending, S + 1 of them.
  ///   - width: D, of one head.
  package init(offsets: [Int], heads: Int, width: Int, causal: Bool) {
    self.offsets = offsets
    self.heads = heads
    self.width = width
    self.causal = causal
    scale = 1 / Float(width).squareRoot()
    var (starts, longest, work) = ([0], 0, 0)
    // Short sequences share a piece: some tens of microseconds each. By shape alone.
    for sequence in 0..<offsets.count - 1 {
      let length = offsets[sequence + 1] - offsets[sequence]
      precondition(length > 0, "attention: sequence \(sequence) is empty")
      longest = max(longest, length)
      let cost = length * (length + 16) * (width + 32)
      for head in 0..<heads {
        if work > 0, work + cost > 1_000_000 {
          starts.append(sequence * heads + head)
          work = 0
        }
        work += cost
      }
    }
    self.starts = starts + [(offsets.count - 1) * heads]
    self.longest = longest
  }

  package var pieces: Int { starts.count - 1 }

  /// Floats of scratch for each worker.
  package var forwardScratch: Int { Attention.block * (Attention.padded(longest) + 1) }
  package var backwardScratch: Int { 2 * Attention.block * Attention.padded(longest) }

  private static func padded(_ length: Int) -> Int { (length + 15) & ~15 }

  /// O, and log Σ exp of the scores of row n and head h at `normalizers[n · heads + h]`.
  package func forward(
    piece: Int, queries: Operand, keys: Operand, values: Operand, into output: Operand,
    normalizers: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    for pair in starts[piece]..<starts[piece + 1] {
      let (sequence, head) = (pair / heads, pair % heads)
      let (start, column) = (offsets[sequence], head * width)
      let length = offsets[sequence + 1] - start
      let inverses = scratch + Attention.block * Attention.padded(longest)
      for first in stride(from: 0, to: length, by: Attention.block) {
        let rows = min(Attention.block, length - first)
        let columns = causal ? first + rows : length
        let pitch = Attention.padded(columns)
        let query = start + first
        Gemm.multiply(
          rows: rows, columns: columns, depth: width, queries.matrix(query, column),
          keys.matrix(start, column, transposed: true), into: scratch, stride: pitch, alpha: scale)
        for row in 0..<rows {
          let seen = causal ? first + row + 1 : length
          let (largest, sum) = Attention.exponentials(
            scratch + row * pitch, seen: seen, pitch: pitch)
          inverses[row] = 1 / sum
          normalizers[(query + row) * heads + head] = largest + log(sum)
        }
        Gemm.multiply(
          rows: rows, columns: width, depth: columns, Matrix(scratch, stride: pitch),
          values.matrix(start, column), into: output.at(query, column), stride: output.stride)
        for row in 0..<rows {
          let result = output.at(query + row, column)
          Elementwise.scale(result, by: inverses[row], into: result, 0..<width)
        }
      }
    }
  }

  /// Gradients dQ, dK, dV from dO. With P the probabilities, dP = dO Vᵀ and δ_i = Σ_d dO_id O_id:
  /// dS = s P (dP − δ), dQ = dS K, dK = dSᵀ Q, dV = Pᵀ dO.
  package func backward(
    piece: Int, queries: Operand, keys: Operand, values: Operand, output: Operand,
    normalizers: UnsafePointer<Float>, outputGradient: Operand, queryGradient: Operand,
    keyGradient: Operand, valueGradient: Operand, accumulate: Bool,
    scratch: UnsafeMutablePointer<Float>
  ) {
    for pair in starts[piece]..<starts[piece + 1] {
      let (sequence, head) = (pair / heads, pair % heads)
      let (start, column) = (offsets[sequence], head * width)
      let length = offsets[sequence + 1] - start
      // The last block comes first: it sees every key, and so begins the sums for all of them.
      let last = (length - 1) / Attention.block * Attention.block
      for first in stride(from: last, through: 0, by: -Attention.block) {
        let rows = min(Attention.block, length - first)
        let columns = causal ? first + rows : length
        let pitch = Attention.padded(columns)
        let query = start + first
        let probabilities = scratch
        let scoreGradient = scratch + Attention.block * pitch
        Gemm.multiply(
          rows: rows, columns: columns, depth: width, queries.matrix(query, column),
          keys.matrix(start, column, transposed: true), into: probabilities, stride: pitch,
          alpha: scale)
        Gemm.multiply(
          rows: rows, columns: columns, depth: width, outputGradient.matrix(query, column),
          values.matrix(start, column, transposed: true), into: scoreGradient, stride: pitch)
        for row in 0..<rows {
          Attention.scoreGradients(
            probabilities + row * pitch, scoreGradient + row * pitch,
            normalizer: normalizers[(query + row) * heads + head],
            delta: Attention.product(
              outputGradient.at(query + row, column), output.at(query + row, column), width),
            scale: scale, seen: causal ? first + row + 1 : length, pitch: pitch)
        }
        let beta: Float = accumulate || first < last ? 1 : 0
        Gemm.multiply(
          rows: columns, columns: width, depth: rows,
          Matrix(probabilities, stride: pitch, transposed: true),
          outputGradient.matrix(query, column), into: valueGradient.at(start, column),
          stride: valueGradient.stride, beta: beta)
        Gemm.multiply(
          rows: columns, columns: width, depth: rows,
          Matrix(scoreGradient, stride: pitch, transposed: true), queries.matrix(query, column),
          into: keyGradient.at(start, column), stride: keyGradient.stride, beta: beta)
        Gemm.multiply(
          rows: rows, columns: width, depth: columns, Matrix(scoreGradient, stride: pitch),
          keys.matrix(start, column), into: queryGradient.at(query, column),
          stride: queryGradient.stride, beta: accumulate ? 1 : 0)
      }
    }
  }
}
