import ArgumentParser

/// A range of whole numbers: `50-1000`, or one number.
struct NumberRange: ExpressibleByArgument, Equatable {
  let values: ClosedRange<Int>

  init(_ values: ClosedRange<Int>) { self.values = values }

  init?(argument: String) {
    let ends = argument.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(ends.count), let low = ends[0], let high = ends[ends.count - 1],
      low >= 0, low <= high
    else { return nil }
    values = low...high
  }

  var defaultValueDescription: String { text }

  var text: String {
    values.count == 1 ? "\(values.lowerBound)" : "\(values.lowerBound)-\(values.upperBound)"
  }
}
