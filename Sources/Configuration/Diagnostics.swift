/// One thing that is wrong with a configuration: where, what, and what to do.
package struct Problem: Sendable, Equatable, CustomStringConvertible {
  package var mark: Mark
  package var what: String
  package var remedy: String

  package init(at mark: Mark, _ what: String, remedy: String) {
    self.mark = mark
    self.what = what
    self.remedy = remedy
  }

  package var description: String { "\(mark): \(what); \(remedy)" }
}

/// Everything wrong with a configuration, in the order of the file.
package struct ConfigurationError: Error, Equatable, CustomStringConvertible {
  package var problems: [Problem]

  package init(_ problems: [Problem]) { self.problems = problems }

  package var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// Collects problems while a configuration is decoded, so that all are reported at once.
package struct Diagnostics: Sendable {
  package private(set) var problems: [Problem] = []

  package init() {}

  package mutating func report(_ what: String, at mark: Mark, remedy: String) {
    problems.append(Problem(at: mark, what, remedy: remedy))
  }

  /// Reports a name that is not among `names`, with the nearest one as a suggestion.
  package mutating func reportUnknown(
    _ noun: String, _ name: String, at mark: Mark, among names: [String]
  ) {
    let remedy: String
    if let nearest = nearestName(to: name, among: names) {
      remedy = "did you mean '\(nearest)'?"
    } else if names.isEmpty {
      remedy = "remove it"
    } else {
      remedy = "use one of: \(names.joined(separator: ", "))"
    }
    report("unknown \(noun) '\(name)'", at: mark, remedy: remedy)
  }

  /// Throws all problems, file by file (a base, its extension, arguments), top to bottom. What is wrong
  /// with a value that several others inherit is said once.
  package func throwIfAny() throws(ConfigurationError) {
    guard !problems.isEmpty else { return }
    var ranks: [String: Int] = [:]
    for problem in problems where ranks[problem.mark.file] == nil {
      ranks[problem.mark.file] = ranks.count
    }
    let ordered = problems.enumerated().sorted { left, right in
      let (a, b) = (left.element.mark, right.element.mark)
      let (aRank, bRank) = (ranks[a.file] ?? 0, ranks[b.file] ?? 0)
      return (aRank, a.line, a.column, left.offset) < (bRank, b.line, b.column, right.offset)
    }
    var distinct: [Problem] = []
    for (_, problem) in ordered where !distinct.contains(problem) { distinct.append(problem) }
    throw ConfigurationError(distinct)
  }
}

/// The name within an edit distance of a third of its length, if any.
package func nearestName(to name: String, among names: [String]) -> String? {
  names
    .map { (name: $0, distance: editDistance(name.lowercased(), $0.lowercased())) }
    .filter { $0.distance <= max(1, max(name.count, $0.name.count) / 3) }
    .min { $0.distance < $1.distance }?
    .name
}

/// Damerau–Levenshtein distance (optimal string alignment) between two texts.
func editDistance(_ left: String, _ right: String) -> Int {
  let (a, b) = (Array(left), Array(right))
  var rows = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
  for i in 0...a.count { rows[i][0] = i }
  for j in 0...b.count { rows[0][j] = j }
  guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
  for i in 1...a.count {
    for j in 1...b.count {
      let substitution = rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
      rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, substitution)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
      }
    }
  }
  return rows[a.count][b.count]
}
