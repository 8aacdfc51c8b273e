extension Report {
  /// The report as one HTML file: figures inline, no scripts, nothing fetched.
  package func html() -> String {
    var body = "<h1>\(escaped(title))</h1>\n"
    if !failures.isEmpty {
      body += list(failures.map { "<strong>failed</strong>: \(escaped($0))" }, kind: "failures")
    }
    if let across = results.acrossTable() {
      body += list(results.acrossSummary().map(escaped), kind: "summary") + notice
      body += across.html() + drawings(figures.filter { $0.task == nil })
      for (task, part, figures) in sections {
        body += "<h2>\(escaped(task))</h2>\n" + section(part, figures, methods: "h3")
      }
      for (title, table) in results.acrossPairTables() {
        body += "<h2>\(escaped(title))</h2>\n" + table.html()
      }
    } else {
      body += section(results, figures, methods: "h2")
    }
    if !facts.isEmpty {
      body += "<h2>What was run</h2>\n" + definitionList(facts.map { ($0.name, $0.value) })
    }
    if !command.isEmpty {
      body += "<h2>How to reproduce</h2>\n<pre>\(escaped(command))</pre>\n"
    }
    body += "<h2>What the numbers mean</h2>\n" + definitionList(definitions)
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <title>\(escaped(title))</title>
      <style>
      \(Self.style)
      </style>
      </head>
      <body>
      \(body)</body>
      </html>

      """
  }

  private var notice: String {
    oracleNotice.map { "<p class=\"oracle\">\(escaped($0))</p>\n" } ?? ""
  }

  /// What one task gave.
  private func section(
    _ results: RunResults, _ figures: [NamedFigure], methods heading: String
  ) -> String {
    var body = list(results.summary().map(escaped), kind: "summary")
    if !isOfSeveralTasks { body += notice }
    if !results.pgr.isEmpty { body += results.summaryTable().html() }
    body += drawings(figures)
    body += Self.overviewTables(results)
      .map { "<p>\(escaped($0.title))</p>\n" + $0.table.html() }.joined()
    for method in results.methods {
      let tables = Self.methodTables(method, results)
      guard !tables.isEmpty else { continue }
      body += "<\(heading)>\(escaped(results.marked(method)))</\(heading)>\n"
      body += tables.map { "<p>\(escaped($0.title))</p>\n" + $0.table.html() }.joined()
    }
    return body
  }

  private func drawings(_ figures: [NamedFigure]) -> String {
    figures.map { "<figure>\n\($0.figure.svg())</figure>\n" }.joined()
  }

  private func list(_ items: [String], kind: String) -> String {
    "<ul class=\"\(kind)\">\n" + items.map { "<li>\($0)</li>\n" }.joined() + "</ul>\n"
  }

  private func definitionList(_ entries: [(term: String, meaning: String)]) -> String {
    let items = entries.map { entry in
      "<dt>\(escaped(entry.term))</dt><dd>\(escaped(entry.meaning))</dd>\n"
    }
    return "<dl>\n" + items.joined() + "</dl>\n"
  }

  private static let style = """
    body { max-width: 76rem; margin: 2rem auto; padding: 0 1.2rem; color: #222; background: #fff;
      font: 16px/1.5 Helvetica, Arial, "DejaVu Sans", sans-serif; }
    h1 { font-size: 1.7rem; margin: 0 0 .8rem; }
    h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; }
    .summary { padding-left: 1.2rem; max-width: 60rem; }
    .summary li { margin: .3rem 0; }
    .failures li { color: #a40000; }
    .oracle { border-left: 4px solid #cc79a7; padding: .4rem .9rem; background: #faf3f7;
      max-width: 58rem; }
    .table { overflow-x: auto; }
    table { border-collapse: collapse; font-size: .88rem; margin: 1rem 0;
      font-variant-numeric: tabular-nums; }
    th { text-align: left; border-bottom: 2px solid #555; padding: .3rem .8rem .3rem 0; }
    td { border-bottom: 1px solid #e3e3e3; padding: .3rem .8rem .3rem 0; white-space: nowrap; }
    .number { text-align: right; }
    small { color: #666; font-size: .84em; }
    .strong { font-weight: bold; }
    .strong small { font-weight: normal; }
    .faint { color: #777; }
    .warning { color: #a35200; }
    figure { margin: 1.4rem 0; }
    figure svg { max-width: 100%; height: auto; border: 1px solid #e3e3e3; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.2rem;
      max-width: 62rem; }
    dt { font-weight: bold; }
    dd { margin: 0; overflow-wrap: anywhere; }
    pre { background: #f5f5f5; padding: .8rem 1rem; overflow-x: auto; }
    """
}
