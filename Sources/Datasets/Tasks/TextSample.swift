/// How long the texts of a task are, from its first rows: enough to estimate times from.
package struct TextSample: Sendable, Equatable {
  /// The texts themselves, of pairs one after the other.
  package var texts: [String]
  /// Words between white space, per example.
  package var words: Double
  /// UTF-8 bytes, per example.
  package var bytes: Double

  private static let rows = 400

  /// Nil for a task without texts, and where the rows cannot be read: what is wrong with them is said
  /// where all are read.
  package init?(_ task: ResolvedTask) {
    guard case .file(let file) = task.configuration.source, task.kind != .features,
      let pool = try? task.read(file, source: "source", labels: "labels", limit: Self.rows)
    else { return nil }
    switch pool.inputs(Array(0..<pool.count)) {
    case .texts(let found), .pairs(let found): texts = found
    case .features: return nil
    }
    guard pool.count > 0 else { return nil }
    let count = Double(pool.count)
    words = Double(texts.reduce(0) { $0 + $1.split(whereSeparator: \.isWhitespace).count }) / count
    bytes = Double(texts.reduce(0) { $0 + $1.utf8.count }) / count
  }
}
