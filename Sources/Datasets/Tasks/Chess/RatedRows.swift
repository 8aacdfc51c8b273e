/// The rows of a source by how hard they are, and which of them a split may have.
struct RatedRows {
  private let ranges: RatingRanges
  private let measures: [Double]

  /// - Parameter ratings: of all rows.
  init(_ ranges: RatingRanges, _ ratings: [Double]) {
    self.ranges = ranges
    measures = ranges.measures(ratings)
  }

  func suits(_ row: Int, _ split: Split) -> Bool {
    ranges[split].map { $0.contains(measures[row]) } ?? true
  }

  /// How many rows a split may choose from, in words; nil for one that takes all.
  func supply(_ split: Split) -> String? {
    guard ranges[split] != nil else { return nil }
    return "\(measures.indices.count { suits($0, split) }) rows of \(ranges.words(split))"
  }
}
