extension Report {
  /// The report as Markdown; figures are links to the files of ``files()``.
  package func markdown() -> String {
    var text = "# \(inline(title))\n\n"
    text += failures.map { "- **failed**: \(inline($0))\n" }.joined()
    if !failures.isEmpty { text += "\n" }
    if let across = results.acrossTable() {
      text += results.acrossSummary().map { "- \(inline($0))\n" }.joined() + "\n"
      if let oracleNotice { text += "> \(inline(oracleNotice))\n\n" }
      text += across.markdown() + "\n" + links(figures.filter { $0.task == nil })
      for (task, part, figures) in sections {
        text += "## \(inline(task))\n\n" + body(part, figures, methods: "###")
      }
      for (title, table) in results.acrossPairTables() {
        text += "## \(inline(title))\n\n" + table.markdown() + "\n"
      }
    } else {
      text += body(results, figures, methods: "##")
    }
    if !facts.isEmpty {
      let table = TextTable(
        columns: [.init("what"), .init("value")],
        rows: facts.map { [.init($0.name), .init($0.value)] })
      text += "## What was run\n\n" + table.markdown() + "\n"
    }
    if !command.isEmpty {
      let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: command) + 1))
      text += "## How to reproduce\n\n\(fence)\n\(command)\n\(fence)\n\n"
    }
    text += "## What the numbers mean\n\n"
    text += definitions.map { "- **\(inline($0.term))**: \(inline($0.meaning))\n" }.joined()
    return text
  }

  /// What one task gave.
  private func body(_ results: RunResults, _ figures: [NamedFigure], methods heading: String)
    -> String
  {
    var text = results.summary().map { "- \(inline($0))\n" }.joined() + "\n"
    if !isOfSeveralTasks, let oracleNotice {
      text += "> \(inline(oracleNotice))\n\n"
    }
    if !results.pgr.isEmpty { text += results.summaryTable().markdown() + "\n" }
    text += links(figures)
    text += Self.overviewTables(results)
      .map { "\(inline($0.title))\n\n\($0.table.markdown())\n" }.joined()
    for method in results.methods {
      let tables = Self.methodTables(method, results)
      guard !tables.isEmpty else { continue }
      text += "\(heading) \(inline(results.marked(method)))\n\n"
      text += tables.map { "\($0.title)\n\n\($0.table.markdown())\n" }.joined()
    }
    return text
  }

  private func links(_ figures: [NamedFigure]) -> String {
    figures.map { figure in
      let name = figure.figure.title.replacing("[", with: "(").replacing("]", with: ")")
      return "![\(inline(name))](\(figure.file))\n\n"
    }.joined()
  }

  private func inline(_ text: String) -> String { markdownCell(text) }

  private func longestRun(of character: Character, in text: String) -> Int {
    text.reduce(into: (longest: 0, current: 0)) { state, next in
      state.current = next == character ? state.current + 1 : 0
      state.longest = max(state.longest, state.current)
    }.longest
  }
}
