/// How far two lists agree in the order of their elements (Spearman 1904): the correlation of their
/// ranks, equal values sharing the mean of theirs.
enum RankCorrelation {
  static func spearman(_ left: [Double], _ right: [Double]) -> Double {
    precondition(left.count == right.count)
    let (a, b) = (ranks(left), ranks(right))
    let mean = Double(left.count + 1) / 2
    var (both, ofLeft, ofRight) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      both += (x - mean) * (y - mean)
      ofLeft += (x - mean) * (x - mean)
      ofRight += (y - mean) * (y - mean)
    }
    return both / (ofLeft * ofRight).squareRoot()
  }

  private static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var first = 0
    while first < order.count {
      var end = first + 1
      while end < order.count, values[order[end]] == values[order[first]] { end += 1 }
      for place in first..<end { ranks[order[place]] = Double(first + end + 1) / 2 }
      first = end
    }
    return ranks
  }
}
