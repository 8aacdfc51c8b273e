/// What a run leaves to be read: shown on a terminal, written as files, summed up for programs.
package protocol RunPage: Sendable, Equatable {
  associatedtype Numbers: Encodable
  /// The file to open first.
  static var page: String { get }
  /// Of what the run could compute; of a run without results `nil` is asked.
  static func numbers(of report: Self?) -> Numbers
  /// Cells that failed, one line each.
  var failures: [String] { get set }
  func terminal(colours: Bool, width: Int?) -> String
  /// File names and contents.
  func files() -> [(name: String, contents: String)]
}

extension Report: RunPage {
  package static let page = "report.html"

  package struct Numbers: Encodable {
    var pgr: [PGRRow]
    /// Where there are several tasks.
    var across: [AcrossRow]?
  }

  package static func numbers(of report: Report?) -> Numbers {
    let results = report?.results
    let across = results?.across ?? []
    return Numbers(pgr: results?.pgr ?? [], across: across.isEmpty ? nil : across)
  }
}
