import Configuration

/// Weak labels from a file, made by whatever supervisor: one row per example with the example's text
/// and a probability for each class.
package struct ImportedLabels: Configurable {
  package var path = ""
  package var format: FileFormat?
  package var key = "txt"
  package var probabilities: String?
  package var logits: String?
  package var hard: String?

  package init() {}

  package static var fields: [Field<ImportedLabels>] {
    [
      Field(
        "path", \.path, "file under the data root; {seed} stands for the seed of the cell",
        required: true),
      Field("format", \.format, "csv, tsv or jsonl; by its ending if not given"),
      Field("key", \.key, "column of the text, equal to the text of the example"),
      Field(
        "probabilities", \.probabilities,
        "column of the list of class probabilities, or of the probability of class 1"),
      Field(
        "logits", \.logits, "column of the list of logits, turned into probabilities by softmax"),
      Field("hard", \.hard, "column of the class"),
    ]
  }

  package func check(_ node: Node, _ diagnostics: inout Diagnostics) {
    let given = [probabilities, logits, hard].compactMap { $0 }
    if given.count != 1 {
      diagnostics.report(
        given.isEmpty
          ? "nothing says which column holds the labels" : "the labels are given more than once",
        at: node.mark, remedy: "give one of: probabilities, logits, hard")
    }
    if (format ?? FileFormat(path: path)) == nil || (format ?? FileFormat(path: path)) == .idx {
      diagnostics.report(
        "'\(path)' is no table", at: (node["path"] ?? node).mark,
        remedy: "add format: csv, tsv or jsonl")
    }
  }

  package var dependsOnSeed: Bool { path.contains("{seed}") }

  /// The file, found but not read.
  /// - Throws: `DatasetError` of kind `missing`.
  package func inputFile(in root: DataRoot, seed: Int) throws(DatasetError) -> InputFile {
    let name = replaceSeed(in: path, with: seed)
    return InputFile(role: "weak-labels", name: name, path: try root.find(name))
  }

  /// Reads and checks the whole file.
  /// - Parameter classes: of the task, in order; the file's lists are in the same order.
  /// - Throws: `DatasetError` that names file and line.
  package func read(
    in root: DataRoot, seed: Int, classes: [String]
  ) throws(DatasetError) -> WeakLabelTable {
    let file = try inputFile(in: root, seed: seed).path
    guard let format = format ?? FileFormat(path: path),
      let column = probabilities ?? logits ?? hard
    else {
      throw DatasetError(
        .configuration, path, "format or column of the labels is not given",
        remedy: "give format, and one of: probabilities, logits, hard")
    }
    var table = WeakLabelTable(place: file, classes: classes)
    let reader = try format.open(file, columns: [key, column])
    while let row = try reader.next() {
      guard let text = row.cells[0].text else {
        throw DatasetError(
          .malformed, file, line: row.line, "column '\(key)' holds \(row.cells[0].kind)",
          remedy: "give it the text of the example")
      }
      let values = try labels(row.cells[1], column, classes, file, row.line)
      try table.add(text, values, line: row.line)
    }
    return table
  }

  /// Probabilities of one row.
  private func labels(
    _ cell: Cell, _ column: String, _ classes: [String], _ file: String, _ line: Int
  ) throws(DatasetError) -> [Double] {
    func wrong(_ what: String, _ remedy: String) -> DatasetError {
      DatasetError(.label, file, line: line, what, remedy: remedy)
    }
    if hard != nil {
      guard let place = cell.text.flatMap({ classes.firstIndex(of: $0) }) else {
        throw wrong(
          "column '\(column)' holds \(cell.kind), none of the classes "
            + classes.joined(separator: ", "),
          "correct the label")
      }
      return classes.indices.map { $0 == place ? 1 : 0 }
    }
    var values: [Double]
    switch cell {
    case .numbers(let numbers): values = numbers
    case .number(let number) where classes.count == 2 && probabilities != nil:
      values = [1 - number, number]
    case .text(let text) where classes.count == 2 && probabilities != nil:
      values = Double(text).map { [1 - $0, $0] } ?? []
    default: values = []
    }
    guard values.count == classes.count, values.allSatisfy(\.isFinite) else {
      throw wrong(
        "column '\(column)' holds \(cell.kind)", "give it \(classes.count) finite numbers")
    }
    if logits != nil { return softmax(values) }
    let sum = values.reduce(0, +)
    guard values.allSatisfy({ $0 >= 0 }), abs(sum - 1) <= 1e-3 else {
      throw wrong(
        "\(values) are no probabilities",
        "give numbers that are not negative and whose sum is 1 within 0.001")
    }
    return values.map { $0 / sum }
  }
}
