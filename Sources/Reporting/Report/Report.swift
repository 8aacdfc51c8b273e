/// The report of one run: what it shows, tables, figures, what was run and how to do it again.
/// A value; the caller writes ``files()`` where it likes.
package struct Report: Sendable, Equatable {
  package struct Fact: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package var title: String
  package var results: RunResults
  package var figures: [NamedFigure]
  /// What was run: commit, machine, models, data … in the order shown.
  package var facts: [Fact]
  /// The command that makes this run again.
  package var command: String
  /// Cells that failed, one line each; shown before everything else.
  package var failures: [String]

  package init(
    title: String, results: RunResults, figures: [NamedFigure]? = nil, facts: [Fact] = [],
    command: String = "", failures: [String] = []
  ) {
    self.title = title
    self.results = results
    self.figures =
      figures
      ?? (ScoreFigure.figures(of: results) + AgreementFigure.figures(of: results)
        + CurveFigure.figures(of: results))
    self.facts = facts
    self.command = command
    self.failures = failures
  }

  /// `report.md`, `report.html` and every figure, as file names and contents.
  package func files() -> [(name: String, contents: String)] {
    [("report.md", markdown()), ("report.html", html())]
      + figures.map { ($0.file, $0.figure.svg()) }
  }

  /// For a terminal: the sentences, then the table.
  package func terminal(colours: Bool = false, width: Int? = nil) -> String {
    var lines = failures.map { "failed: \($0)" } + results.acrossSummary() + results.summary()
    if let notice = oracleNotice { lines.append(notice) }
    let table = results.summaryTable().terminal(colours: colours, width: width)
    let across = results.acrossTable().map {
      $0.terminal(colours: colours, width: width) + "\n"
    }
    return lines.map { wrapped($0, width: width) + "\n" }.joined() + "\n" + (across ?? "") + table
  }

  /// `text` broken at spaces where the terminal ends, further lines indented.
  private func wrapped(_ text: String, width: Int?) -> String {
    guard let width, width > 20 else { return text }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, displayWidth(line) + 1 + displayWidth(String(word)) > width {
        lines.append(line)
        line = "  " + word
      } else {
        line += (line.isEmpty ? "" : " ") + word
      }
    }
    return (lines + [line]).joined(separator: "\n")
  }

  var oracleNotice: String? {
    let methods = results.methods.filter(results.isOracle)
    guard !methods.isEmpty else { return nil }
    let isAll = methods.count > 1 && methods.count == results.methods.count
    let subject = isAll ? "every method of this run" : methods.joined(separator: ", ")
    return "Oracle: \(subject) looked at ground truth that a real supervisor does not have "
      + "(checkpoints picked by ground-truth validation, or an oracle filter). "
      + "It bounds what is possible; it is no result of weak supervision."
  }

  var isOfSeveralTasks: Bool { results.tasks.count > 1 }

  /// Where there are several tasks, each with its results and its figures.
  var sections: [(task: String, results: RunResults, figures: [NamedFigure])] {
    results.tasks.map { task in
      (task, results.only(task: task), figures.filter { $0.task == task })
    }
  }

  /// What is known of the methods beside each other.
  static func overviewTables(_ results: RunResults) -> [(title: String, table: TextTable)] {
    let comparisons = results.comparisonTable().map {
      (
        title: "Methods compared, paired by test example and seed; above 0 the method is better.",
        table: $0
      )
    }
    return [comparisons].compactMap { $0 } + results.stoppingTables()
  }

  /// What is known of one method beyond the summary.
  static func methodTables(
    _ method: String, _ results: RunResults
  ) -> [(title: String, table: TextTable)] {
    [
      ("Agreement of student and supervisor.", results.agreementTable(method: method)),
      (
        "Errors of the student, beside those that the ceiling shares with the supervisor.",
        results.errorTable(method: method)
      ),
      (
        "Noise between seeds: a PGR nearer to 0 than the last column cannot be told from 0 with "
          + "these seeds.", results.noiseTable(method: method)
      ),
      ("Other measures of the student on test examples.", results.measuresTable(method: method)),
    ].compactMap { title, table in table.map { (title, $0) } }
  }
}
