import Kernels

/// Which entries of a head are turned together.
package enum RotaryStyle: Sendable {
  /// Entry i with entry i + half, as in transformers.
  case halfSplit
  /// Entry 2i with entry 2i + 1, as in the paper and in llama2.c.
  case interleaved
}

extension Tape {
  /// y = x with the first 2 · P entries of every head turned by their position, P the number of
  /// frequencies: (a, b) → (a cos pθ − b sin pθ, b cos pθ + a sin pθ). Positions p count from 0 in
  /// each sequence. Entries of a head beyond 2P, and columns in no head, are copied.
  ///
  /// Gradient: dx = dy turned the other way.
  ///
  /// Source: Su et al. 2021, section 3.2; the first entries alone: GPT-J, GPT-NeoX.
  /// - Parameter prompts: for each sequence the tokens before its branches, which all stand at the
  ///   position behind them; nil for none.
  package func rotary(
    _ x: Tensor, heads: [HeadLayout], offsets: [Int], prompts: [Int]? = nil, table: RotaryTable,
    style: RotaryStyle = .halfSplit
  ) -> Tensor {
    checkOffsets(offsets, prompts: prompts, rows: x.rows)
    for layout in heads {
      layout.check(columns: x.columns, "rotary")
      precondition(2 * table.half <= layout.width, "rotary: more frequencies than pairs")
    }
    let y = tensor(x.shape, needsGradient: x.needsGradient)
    let rotation = Rotation(
      columns: x.columns, heads: heads,
      positions: Tape.positions(offsets: offsets, prompts: prompts), table: table, style: style)
    rotation.run(x.values, into: y.values, sign: 1, team)
    record(y) { [team] y, dy in
      // The gradient of y is nobody else's: it is turned in place and passes on.
      rotation.run(dy, into: dy, sign: -1, team)
      if !x.adoptGradient(of: y) {
        let dx = x.gradientDestination()
        team.ranges(x.count, width: 1) {
          Elementwise.copy(dy, into: dx.values, $0, accumulate: dx.accumulate)
        }
      }
    }
    return y
  }

  /// The position of every row of packed sequences; branches all stand behind their prompt.
  package static func positions(offsets: [Int], prompts: [Int]? = nil) -> [Int32] {
    (0..<offsets.count - 1).flatMap { sequence -> [Int32] in
      let length = offsets[sequence + 1] - offsets[sequence]
      let prompt = prompts?[sequence] ?? length
      return (0..<Int32(prompt)) + Array(repeating: Int32(prompt), count: length - prompt)
    }
  }

  /// The same for a tensor of heads side by side.
  package func rotary(
    _ x: Tensor, headWidth: Int, offsets: [Int], prompts: [Int]? = nil, table: RotaryTable,
    style: RotaryStyle = .halfSplit
  ) -> Tensor {
    precondition(headWidth > 0 && x.columns % headWidth == 0, "rotary: heads of \(headWidth)")
    return rotary(
      x, heads: [HeadLayout(count: x.columns / headWidth, width: headWidth)], offsets: offsets,
      prompts: prompts, table: table, style: style)
  }
}

/// The turning of all rows, there and back.
private struct Rotation {
  let columns: Int
  /// The first column of every head.
  let starts: [Int]
  let positions: [Int32]
  let rows: RotaryTable.Rows
  let half: Int
  let style: RotaryStyle

  init(
    columns: Int, heads: [HeadLayout], positions: [Int32], table: RotaryTable, style: RotaryStyle
  ) {
    self.columns = columns
    self.style = style
    half = table.half
    starts = heads.flatMap { layout in
      (0..<layout.count).map { layout.start + $0 * layout.pitch }
    }
    self.positions = positions
    rows = table.rows(positions.reduce(0) { max($0, Int($1) + 1) })
  }

  func run(
    _ x: UnsafeMutablePointer<Float>, into y: UnsafeMutablePointer<Float>, sign: Float,
    _ team: WorkerTeam
  ) {
    let copies = x != y && starts.count * 2 * half < columns
    let (columns, half, interleaved) = (columns, half, style == .interleaved)
    starts.withUnsafeBufferPointer { starts in
      positions.withUnsafeBufferPointer { positions in
        nonisolated(unsafe) let (starts, positions) = (starts, positions)
        team.ranges(positions.count, width: columns) { range in
          for n in range {
            let (x, y) = (x + n * columns, y + n * columns)
            if copies { y.update(from: x, count: columns) }
            let angles = rows.start + Int(positions[n]) * 2 * half
            for start in starts {
              Rotary.turn(
                x + start, into: y + start, cosines: angles, sines: angles + half, half: half,
                sign: sign, interleaved: interleaved)
            }
          }
        }
      }
    }
  }
}
