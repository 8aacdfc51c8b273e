/// The report of language models that learned texts: how well each predicts others, and how it came
/// there. A value; the caller writes ``files()`` where it likes.
package struct PretrainingReport: RunPage {
  /// `method` of rows of such models in `results.csv` and `curves.csv`.
  package static let method = "pretrain"
  /// `role` of their rows in `curves.csv`.
  package static let role = "language-model"
  /// `metric`: nats per token that is predicted.
  package static let loss = "loss"
  /// `metric`: how many tokens of a split are predicted.
  package static let tokens = "tokens"

  package var title: String
  /// Small to large, as the file has them.
  package var ladder: [LadderModel]
  package var results: [ResultRow]
  package var curves: [CurveRow]
  package var facts: [Report.Fact]
  package var command: String
  package var failures: [String]

  package init(
    title: String, ladder: [LadderModel], results: [ResultRow], curves: [CurveRow],
    facts: [Report.Fact], command: String, failures: [String]
  ) {
    self.title = title
    self.ladder = ladder
    self.results = results
    self.curves = curves
    self.facts = facts
    self.command = command
    self.failures = failures
  }

  package static let page = "report.md"

  package struct Numbers: Encodable {
    var results: [ResultRow]
  }

  package static func numbers(of report: PretrainingReport?) -> Numbers {
    Numbers(results: report?.results ?? [])
  }

  package func files() -> [(name: String, contents: String)] {
    let figures = LearningCurveFigure.figures(of: self)
    return [(Self.page, markdown(figures))] + figures.map { ($0.file, $0.figure.svg()) }
  }

  package func terminal(colours: Bool = false, width: Int? = nil) -> String {
    failures.map { "failed: \($0)\n" }.joined() + table.terminal(colours: colours, width: width)
  }

  /// One row per model.
  package var table: TextTable {
    TextTable(
      columns: [
        .init("model"), .init("weights", isNumeric: true),
        .init("validation loss", isNumeric: true), .init("test loss", isNumeric: true),
        .init("texts", isNumeric: true), .init("tokens", isNumeric: true),
      ],
      rows: ladder.map { model in
        let test = row(model.name, "test", Self.loss)
        return [
          .init(model.name), .init(model.parameters.map(countText) ?? "–"),
          cell(row(model.name, "validation", Self.loss)), cell(test),
          .init(test?.n.map(String.init) ?? "–"),
          .init(
            row(model.name, "test", Self.tokens)?.value.map { String(Int($0)) } ?? "–"),
        ]
      })
  }

  func row(_ model: String, _ split: String, _ metric: String) -> ResultRow? {
    results.first { $0.student == model && $0.split == split && $0.metric == metric }
  }

  private func cell(_ row: ResultRow?) -> TextTable.Cell {
    guard let row else { return .init("–") }
    let style = NumberStyle.significant
    return .init(
      style.text(row.value),
      detail: style.interval(Estimate(row.value, low: row.ciLow, high: row.ciHigh)))
  }

  private func markdown(_ figures: [NamedFigure]) -> String {
    var text = "# \(markdownCell(title))\n\n"
    text += failures.map { "- **failed**: \(markdownCell($0))\n" }.joined()
    if !failures.isEmpty { text += "\n" }
    text += table.markdown() + "\n"
    text += figures.map { "![\(markdownCell($0.figure.title))](\($0.file))\n\n" }.joined()
    text +=
      "Losses are nats per token that is predicted, with the 95 % interval of a bootstrap over "
    text += "texts (whole groups, such as games, where texts come in groups).\n\n"
    if !facts.isEmpty {
      let table = TextTable(
        columns: [.init("what"), .init("value")],
        rows: facts.map { [.init($0.name), .init($0.value)] })
      text += "## What was run\n\n" + table.markdown() + "\n"
    }
    if !command.isEmpty { text += "## How to reproduce\n\n```\n\(command)\n```\n" }
    return text
  }
}
