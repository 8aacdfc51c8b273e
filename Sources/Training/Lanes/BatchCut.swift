/// How a batch is cut into parts that run side by side: lanes, and in each lane parts that run one
/// after the other.
///
/// A function of the examples' lengths alone, so that neither the number of cores nor anything else
/// of the machine bears on the result. Cut between examples; no example is split.
struct BatchCut: Equatable {
  /// Rows that make a lane of their own worth while.
  static let laneRows = 128

  /// For each lane the places in the batch of its parts.
  let lanes: [[Range<Int>]]

  /// - Parameters:
  ///   - rows: how many each example has.
  ///   - grain: the most lanes, and the rows of a part, about.
  init(rows: [Int], grain: Grain) {
    let total = rows.reduce(0, +)
    let count = max(1, min(grain.lanes, total / Self.laneRows, rows.count))
    lanes = Self.even(rows, 0..<rows.count, parts: count).map { lane in
      let size = rows[lane].reduce(0, +)
      return Self.even(
        rows, lane,
        parts: max(1, min(lane.count, (size + grain.rows - 1) / grain.rows)))
    }
  }

  /// Neighbouring examples in `parts` parts of about equal size, none of them empty.
  private static func even(_ rows: [Int], _ range: Range<Int>, parts: Int) -> [Range<Int>] {
    let total = rows[range].reduce(0, +)
    var ranges: [Range<Int>] = []
    var (start, sum) = (range.lowerBound, 0)
    for part in 1..<max(parts, 1) {
      let goal = total * part / parts
      var end = start + 1
      sum += rows[start]
      // The boundary that is nearer to the goal, with an example left for each part to come.
      while end < range.upperBound - (parts - part), sum + rows[end] / 2 <= goal {
        sum += rows[end]
        end += 1
      }
      ranges.append(start..<end)
      start = end
    }
    return ranges + [start..<range.upperBound]
  }
}
