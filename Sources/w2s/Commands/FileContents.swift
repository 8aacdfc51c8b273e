import Experiments
import Storage

/// What `w2s inspect` shows of a file.
struct FileContents {
  private let file: String
  /// `ok`, or `none` for a file that w2s did not write.
  private let checksum: String
  private let artifact: Artifact

  init(file: String, checksum: String, _ artifact: Artifact) {
    self.file = file
    self.checksum = checksum
    self.artifact = artifact
  }

  private var arrays: [(name: String, array: StoredArray)] {
    artifact.arrays.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// For people: attributes, then arrays with type, shape and range or first values.
  var text: String {
    var text = "\(file) (checksum: \(checksum))\n"
    let attributes = artifact.attributes.sorted { $0.key < $1.key }
    if !attributes.isEmpty {
      text += "\nattributes\n"
      text += Columns.text(
        attributes.flatMap { name, value in
          Self.lines(value).enumerated().map { ["  " + ($0 == 0 ? name : ""), $1] }
        })
    }
    guard !artifact.arrays.isEmpty else { return text + "\nno arrays\n" }
    text += "\narrays\n"
    text += Columns.text(
      arrays.map { name, array in
        let notes = array.attributes.sorted { $0.key < $1.key }
          .map { "\($0.key): \(Self.text($0.value))" }
        return [
          "  " + name, array.values.typeName, "\(array.shape)", ValueSummary(array.values).text,
          notes.joined(separator: "; "),
        ]
      })
    return text
  }

  var json: JSON {
    .object([
      "file": .text(file), "checksum": .text(checksum),
      "attributes": .object(artifact.attributes.mapValues(Self.json)),
      "arrays": .object(
        artifact.arrays.mapValues { array in
          .object([
            "type": .text(array.values.typeName), "shape": .list(array.shape.map(JSON.integer)),
            "attributes": .object(array.attributes.mapValues(Self.json)),
            "summary": ValueSummary(array.values).json,
          ])
        }),
    ])
  }

  /// A list too long for one line, an element on each.
  private static func lines(_ value: AttributeValue) -> [String] {
    if case .texts(let values) = value, text(value).count > 80 { return values }
    return [text(value)]
  }

  private static func text(_ value: AttributeValue) -> String {
    switch value {
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let value): value
    case .integers(let values): "\(values)"
    case .numbers(let values): "\(values)"
    case .texts(let values): "[" + values.joined(separator: ", ") + "]"
    }
  }

  private static func json(_ value: AttributeValue) -> JSON {
    switch value {
    case .integer(let value): .integer(value)
    case .number(let value): .finite(value)
    case .text(let value): .text(value)
    case .integers(let values): .list(values.map(JSON.integer))
    case .numbers(let values): .list(values.map(JSON.finite))
    case .texts(let values): .list(values.map(JSON.text))
    }
  }
}
