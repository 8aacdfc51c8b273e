/// Rows, or games, that cannot be read: the first is an error, unless the user said that they are to be
/// left out; then they are counted.
struct BadRows {
  private struct Reason {
    var words: String
    var count: Int
    var line: Int?
  }

  let areSkipped: Bool
  private let remedy: String
  private var reasons: [Reason] = []

  /// - Parameter remedy: how the user says that they are to be left out.
  init(
    skipped: Bool, remedy: String = "leave such rows out with skip-bad-rows: true in the source"
  ) {
    areSkipped = skipped
    self.remedy = remedy
  }

  var count: Int { reasons.reduce(0) { $0 + $1.count } }

  /// - Parameter reason: what such rows have in common, in words.
  mutating func report(_ error: DatasetError, _ reason: String) throws(DatasetError) {
    guard areSkipped else {
      var error = error
      error.remedy += ", or \(remedy)"
      throw error
    }
    if let known = reasons.firstIndex(where: { $0.words == reason }) {
      reasons[known].count += 1
    } else {
      reasons.append(Reason(words: reason, count: 1, line: error.line))
    }
  }

  /// One line for each reason.
  func notes(_ source: String) -> [String] {
    reasons.map { reason in
      let place = reason.line.map { ", the first in line \($0)" } ?? ""
      return "\(source): \(reason.count) bad rows left out: \(reason.words)\(place)"
    }
  }
}
