import Configuration

extension TaskConfiguration {
  /// Whether a file says what its kind of task has to know.
  func checkFile(_ file: FileSource, _ node: Node, _ diagnostics: inout Diagnostics) {
    func refuse(_ what: String, at key: String = "source", _ remedy: String) {
      diagnostics.report(what, at: (node[key] ?? node).mark, remedy: remedy)
    }
    let isIndexed = (file.format ?? FileFormat(path: file.path)) == .idx
    let isConverted = file.answers != nil || file.chosen != nil
    if kind == .nextMove || kind == .games { return }
    if kind == .preference {
      if file.chosen == nil {
        refuse(
          "the source does not say which columns the two texts are",
          "add chosen: COLUMN and rejected: COLUMN")
      }
      return
    }
    if !isIndexed, !isConverted, file.label == nil, file.labels == nil {
      refuse("the source does not say which column is the label", "add label: COLUMN")
    }
    if kind == .features {
      if !isIndexed, file.features == nil {
        refuse(
          "the source does not say which columns are features", "add features: [COLUMN, …]")
      }
    } else if isIndexed || file.features != nil {
      refuse(
        "a source of numbers is given to a task of texts", at: "kind", "write kind: features")
    } else if template == nil, file.text == nil, !isConverted {
      refuse(
        "nothing says which text a row has", "add text: COLUMN to the source, or a template")
    }
  }

  /// Whether template and classes go together with what the source's rows are made into.
  func checkConversion(
    _ file: FileSource, _ kind: TaskKind, _ node: Node, _ diagnostics: inout Diagnostics
  ) {
    func refuse(_ what: String, at key: String, _ remedy: String) {
      diagnostics.report(what, at: (node[key] ?? node).mark, remedy: remedy)
    }
    if let given = file.classes(kind) {
      for (key, isGiven) in [("classes", classes != nil), ("values", values != nil)] where isGiven {
        refuse(
          "the classes of such a source are \(given.joined(separator: " and "))", at: key,
          "remove \(key)")
      }
    }
    let shown = file.placeholders(kind)
    if kind != .classification && kind != .preference || shown.isEmpty { return }
    let words = shown.map { "{\($0)}" }.joined(separator: " and ")
    if case .file = source, kind == .classification, template == nil {
      refuse(
        "nothing says which text a row has", at: "source", "add a template that shows \(words)")
    }
    if let template, !shown.allSatisfy({ template.columns.contains($0) }) {
      refuse(
        "the template '\(template.pattern)' does not show \(words)", at: "template",
        "put \(words) where it belongs")
    }
  }
}
