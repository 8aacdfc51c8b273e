import Configuration

/// A file with examples, and which of its columns say what.
package struct FileSource: Configurable {
  package var path = ""
  package var format: FileFormat?
  package var text: String?
  package var label: String?
  package var features: [String]?
  package var labels: String?
  package var columns: [String]?
  package var each: String?
  package var answers: Answers?
  package var chosen: String?
  package var rejected: String?
  package var position: String?
  package var moves: String?
  package var rating: String?
  package var opponentFirst: Bool?
  package var from: Int?
  package var every: Int?
  package var length: Int?
  package var skipBadRows: Bool?

  package init() {}

  package init(
    path: String, format: FileFormat? = nil, text: String? = nil, label: String? = nil,
    features: [String]? = nil, labels: String? = nil, columns: [String]? = nil,
    each: String? = nil, answers: Answers? = nil, chosen: String? = nil, rejected: String? = nil
  ) {
    self.path = path
    self.format = format
    self.text = text
    self.label = label
    self.features = features
    self.labels = labels
    self.columns = columns
    self.each = each
    self.answers = answers
    self.chosen = chosen
    self.rejected = rejected
  }

  package static var fields: [Field<FileSource>] {
    [
      Field(
        "path", \.path, "file under the data root; {seed} stands for the seed of the cell",
        required: true),
      Field("format", \.format, "csv, tsv, jsonl, idx or pgn; by its ending if not given"),
      Field("text", \.text, "column of the text, short for the template \"{column}\""),
      Field(
        "label", \.label, "column of the label; in JSON lines a path such as question.answerKey"),
      Field("features", \.features, "columns of numbers, or one column of lists of numbers"),
      Field("labels", \.labels, "file of the labels, one a line; for format idx an IDX file"),
      Field("columns", \.columns, "names of all columns of a CSV or TSV file without a header"),
      Field(
        "each", \.each,
        "path of the lists in a JSON line whose elements are the rows, such as questions.answers"),
      Field(
        "answers", \.answers,
        "the answers to a question, one of them right; the template shows {answer}"),
      Field(
        "chosen", \.chosen,
        "column of the better of two texts; the template shows {first} and {second}, of a "
          + "preference {answer}"),
      Field("rejected", \.rejected, "column of the worse one"),
    ] + chessFields
  }

  /// What a template can show beside the columns of the file.
  func placeholders(_ kind: TaskKind) -> [String] {
    if kind == .preference || answers != nil { return ["answer"] }
    return chosen == nil ? [] : ["first", "second"]
  }

  /// The classes, where the file has no labels of its own.
  func classes(_ kind: TaskKind) -> [String]? {
    if answers != nil { return ConversionClasses.answers }
    if chosen == nil { return nil }
    return kind == .preference ? ConversionClasses.preference : ConversionClasses.ordered
  }
}
