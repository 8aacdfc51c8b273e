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
      figures ?? (ScoreFigure.figures(of: results) + CurveFigure.figures(of: results))
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

  /// What is known of one method beyond the summary.
  static func methodTables(
    _ method: String, _ results: RunResults
  ) -> [(title: String, table: TextTable)] {
    [
      ("Agreement of student and supervisor.", results.agreementTable(method: method)),
      ("Other measures of the student on test examples.", results.measuresTable(method: method)),
    ].compactMap { title, table in table.map { (title, $0) } }
  }

  var definitions: [(term: String, meaning: String)] {
    let measure = results.measure
    let direction = measure.lowerIsBetter ? "lower is better" : "higher is better"
    let ofTask = [
      (
        "score",
        "\(measure.words) on test examples against ground truth; \(direction). "
          + "Means over seeds."
      ),
      (
        "supervisor",
        "the weak model, trained on ground truth of its own split; makes the weak labels"
      ),
      ("student", "the strong model trained on weak labels for held-out examples"),
      (
        "ceiling",
        "the strong model trained on the ground truth of the same examples (of the supervisors' "
          + "where the experiment says ceiling-split: supervisor)"
      ),
      (
        "PGR",
        "performance gap recovered, (student − supervisor) / (ceiling − supervisor), from the "
          + "means over seeds, never clipped: 0 is the supervisor, 1 the ceiling"
      ),
      (
        "[low, high]",
        "95 % interval. PGR: paired bootstrap over test examples and seeds. Scores: the interval "
          + "over all seeds, or, where only single seeds were measured, from the lowest to the "
          + "highest end of their intervals"
      ),
      ("n × seeds", "test examples × training runs"),
      (
        "agreement",
        "share of test examples on which student and supervisor give the same answer; also among "
          + "those that the supervisor gets right, and wrong"
      ),
      (
        "verdict",
        "why a PGR means nothing: the gap cannot be told from 0, or the ceiling lies below the "
          + "supervisor. Such a PGR is a quotient by noise; it stands in parentheses and is drawn hollow"
      ),
    ]
    return results.across.isEmpty ? ofTask : ofTask + [Self.acrossDefinition]
  }

  private static let acrossDefinition = (
    term: "across tasks",
    meaning: "of each task the median PGR over its pairs, then median and mean over tasks; only "
      + "PGRs that mean something count, so that what is left out matters as much as what is "
      + "shown. Intervals: bootstrap of pairs within each task. They leave out the choice of "
      + "tasks, and take pairs that share a model as if they did not: rather too short"
  )
}
