import Configuration

/// A file with examples, and which of its columns say what.
package struct FileSource: Configurable {
  package var path = ""
  package var format: FileFormat?
  package var text: String?
  package var label: String?
  package var features: [String]?
  package var labels: String?

  package init() {}

  package init(
    path: String, format: FileFormat? = nil, text: String? = nil, label: String? = nil,
    features: [String]? = nil, labels: String? = nil
  ) {
    self.path = path
    self.format = format
    self.text = text
    self.label = label
    self.features = features
    self.labels = labels
  }

  package static var fields: [Field<FileSource>] {
    [
      Field(
        "path", \.path, "file under the data root; {seed} stands for the seed of the cell",
        required: true),
      Field("format", \.format, "csv, tsv, jsonl or idx; by its ending if not given"),
      Field("text", \.text, "column of the text, short for the template \"{column}\""),
      Field("label", \.label, "column of the label"),
      Field("features", \.features, "columns of numbers, or one column of lists of numbers"),
      Field("labels", \.labels, "file of the labels, for format idx"),
    ]
  }

  package func check(_ node: Node, _ diagnostics: inout Diagnostics) {
    guard let format = format ?? FileFormat(path: path) else {
      diagnostics.report(
        "the name '\(path)' does not say what format it is", at: (node["path"] ?? node).mark,
        remedy: "add format: csv, tsv, jsonl or idx")
      return
    }
    if format == .idx, labels == nil {
      diagnostics.report(
        "an IDX file of records needs one of labels", at: node.mark, remedy: "add labels: FILE")
    }
    if format != .idx, labels != nil {
      diagnostics.report(
        "only an IDX file has its labels in another file", at: (node["labels"] ?? node).mark,
        remedy: "name the column with label")
    }
    if text != nil, features != nil {
      diagnostics.report(
        "text and features are both given", at: node.mark, remedy: "keep one of them")
    }
  }
}
