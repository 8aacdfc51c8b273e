import Configuration

extension FileSource {
  package func check(_ node: Node, _ diagnostics: inout Diagnostics) {
    func refuse(_ what: String, at key: String? = nil, _ remedy: String) {
      diagnostics.report(what, at: (key.flatMap { node[$0] } ?? node).mark, remedy: remedy)
    }
    if let packed = FileFormat.unreadPackings.first(where: { path.hasSuffix($0) }) {
      return refuse(
        "files packed as \(packed) are not read", at: "path", "unpack it, or pack it with gzip")
    }
    guard let format = format ?? FileFormat(path: path) else {
      return refuse(
        "the name '\(path)' does not say what format it is", at: "path",
        "add format: csv, tsv, jsonl, idx or pgn")
    }
    if format == .idx, labels == nil {
      refuse("an IDX file of records needs one of labels", "add labels: FILE")
    }
    if labels != nil, label != nil || answers?.right != nil {
      refuse(
        "the labels are in a file and in a column", at: "labels", "keep one of: labels, the column")
    }
    if labels != nil, features != nil {
      refuse("a table of features has its labels in a column", at: "labels", "write label: COLUMN")
    }
    if labels != nil, each != nil {
      refuse("a file of labels has one for each line", at: "each", "remove each or labels")
    }
    if text != nil, features != nil {
      refuse("text and features are both given", "keep one of them")
    }
    if columns != nil, format == .jsonl || format == .idx || format == .pgn {
      refuse(
        "a file of format \(format.rawValue) has no unnamed columns", at: "columns",
        "remove columns")
    }
    if let columns, Set(columns).count < columns.count {
      refuse("columns is \(columns.text)", at: "columns", "give every column a name of its own")
    }
    if each != nil, format != .jsonl {
      refuse("only JSON lines hold lists of rows", at: "each", "remove each")
    }
    checkConversion(refuse)
  }

  private func checkConversion(_ refuse: (String, String?, String) -> Void) {
    if (chosen == nil) != (rejected == nil) {
      refuse(
        "of chosen and rejected only one is given", nil,
        "name the column of the other text too")
    }
    if answers != nil, chosen != nil || rejected != nil {
      refuse("answers and chosen are both given", "answers", "keep one of them")
    }
    guard answers != nil || chosen != nil else { return }
    let noun = answers != nil ? "answers" : "chosen"
    for (key, isGiven) in [
      ("label", label != nil), ("features", features != nil), ("text", text != nil),
    ] where isGiven {
      refuse("a source with \(noun) has no \(key)", key, "remove \(key)")
    }
    if let answers, answers.right == nil, labels == nil {
      refuse(
        "nothing says which answer is right", "answers",
        "add right: COLUMN to answers, or labels: FILE to the source")
    }
    if labels != nil, chosen != nil {
      refuse("a source with chosen has no labels", "labels", "remove labels")
    }
  }
}
