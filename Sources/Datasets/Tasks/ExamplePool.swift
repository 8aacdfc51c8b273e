/// All examples of a file before they are split.
struct ExamplePool {
  enum Content {
    case texts([String])
    case values([Float], columns: Int)
    case records(IDXFile)
  }

  /// The file, for messages.
  let place: String
  private(set) var content: Content
  /// The label of each row as the file has it.
  private(set) var labelTexts: [String]
  /// Line of each row's label, for messages.
  private(set) var lines: [Int]
  /// 1-based number of each row in the file.
  private(set) var numbers: [Int]
  /// What names each row's group; empty if nothing does.
  private(set) var groupKeys: [String]
  /// The file that the labels are in.
  private let labelPlace: String

  var count: Int { numbers.count }

  /// Texts of a table.
  init(
    texts path: String, format: FileFormat, label: String, template: Template, group: GroupRule
  ) throws(DatasetError) {
    var texts: [String] = []
    let width = template.columns.count
    self.init(path)
    try readTable(path, format, template.columns, label, group) {
      (row) throws(DatasetError) in
      var values: [String] = []
      for (column, cell) in zip(template.columns, row.cells[..<width]) {
        values.append(try Self.text(cell, column, path, row.line))
      }
      let text = template.text(values)
      guard !text.isEmpty else {
        throw DatasetError(
          .malformed, path, line: row.line, "the text of the row is empty",
          remedy: "remove the row, or give it a template with words of its own")
      }
      texts.append(text)
    }
    content = .texts(texts)
  }

  /// Numbers of a table.
  init(
    features path: String, format: FileFormat, columns: [String], label: String, group: GroupRule
  ) throws(DatasetError) {
    var values: [Float] = []
    var width: Int?
    self.init(path)
    try readTable(path, format, columns, label, group) { (row) throws(DatasetError) in
      let start = values.count
      for (column, cell) in zip(columns, row.cells) {
        guard let numbers = cell.asNumbers, numbers.allSatisfy({ Float($0).isFinite }) else {
          throw DatasetError(
            .malformed, path, line: row.line, "column '\(column)' holds \(cell.kind)",
            remedy: "give it a number or a list of numbers")
        }
        values.append(contentsOf: numbers.map { Float($0) })
      }
      let found = values.count - start
      guard found == width ?? found, found > 0 else {
        throw DatasetError(
          .malformed, path, line: row.line,
          "the row has \(found) features, the first has \(width ?? 1)",
          remedy: "give every row as many")
      }
      width = found
    }
    content = .values(values, columns: width ?? columns.count)
  }

  /// Records of an IDX file, with their labels in another.
  init(records path: String, labels labelPath: String) throws(DatasetError) {
    let records = try IDXFile(path: path)
    let labels = try IDXFile(path: labelPath)
    guard labels.width == 1, labels.records == records.records else {
      throw DatasetError(
        .damaged, labelPath,
        "there are labels of shape \(labels.shape) for records of shape \(records.shape)",
        remedy: "name the two files that belong together")
    }
    self.init(path, labelPlace: labelPath)
    labelTexts = (0..<labels.records).map { row in
      let value = labels.value(row)
      return Int(exactly: value).map(String.init) ?? String(value)
    }
    lines = Array(1..<records.records + 1)
    numbers = lines
    content = .records(records)
  }

  private init(_ place: String, labelPlace: String? = nil) {
    self.place = place
    self.labelPlace = labelPlace ?? place
    content = .texts([])
    labelTexts = []
    lines = []
    numbers = []
    groupKeys = []
  }

  private mutating func readTable(
    _ path: String, _ format: FileFormat, _ columns: [String], _ label: String,
    _ group: GroupRule, _ body: (Row) throws(DatasetError) -> Void
  ) throws(DatasetError) {
    let reader = try format.open(
      path, columns: columns + [label] + (group.column.map { [$0] } ?? []))
    while let row = try reader.next() {
      try body(row)
      labelTexts.append(try Self.text(row.cells[columns.count], label, path, row.line))
      lines.append(row.line)
      numbers.append(numbers.count + 1)
      guard let column = group.column else { continue }
      let text = try Self.text(row.cells[columns.count + 1], column, path, row.line)
      groupKeys.append(String(group.key(text)))
    }
    guard count > 0 else {
      throw DatasetError(
        .malformed, path, "the file has a header and no rows", remedy: "put rows into it")
    }
  }

  private static func text(
    _ cell: Cell, _ column: String, _ path: String, _ line: Int
  ) throws(DatasetError) -> String {
    guard let text = cell.text else {
      throw DatasetError(
        .malformed, path, line: line, "column '\(column)' holds \(cell.kind)",
        remedy: "give it a text, a number, true or false")
    }
    return text
  }

  /// The class of each row.
  /// - Throws: `DatasetError` of kind `label` for the first that is in no class.
  func labels(_ classes: [String]) throws(DatasetError) -> [Int32] {
    var places: [String: Int32] = [:]
    for (place, name) in classes.enumerated() { places[name] = Int32(place) }
    var labels: [Int32] = []
    labels.reserveCapacity(count)
    for (row, text) in labelTexts.enumerated() {
      guard let label = places[text] else {
        throw DatasetError(
          .label, labelPlace, line: lines[row],
          "label '\(text)' is none of the classes \(classes.joined(separator: ", "))",
          remedy: "correct the label or list it in classes")
      }
      labels.append(label)
    }
    return labels
  }

  /// The number of each row's group, 0 ..< count: rows of one key, of one text, and whatever the rule
  /// links.
  func groups(_ rule: GroupRule) -> (groups: [Int], count: Int) {
    var sets = UnionFind(count: count)
    func linkEqual(_ texts: [String]) {
      var first: [String: Int] = [:]
      for (row, text) in texts.enumerated() {
        if let other = first[text] { sets.link(other, row) } else { first[text] = row }
      }
    }
    linkEqual(groupKeys)
    if case .texts(let texts) = content {
      linkEqual(texts)
      if case .containment(let words) = rule {
        Containment.link(texts, minimum: words, &sets)
      }
    }
    let (groups, count) = sets.numbered()
    return (groups, count)
  }

  /// The rows that share neither text nor group key with `test`, and how many others there are.
  func dropping(rowsIn test: ExamplePool) -> (ExamplePool, dropped: Int) {
    guard case .texts(let texts) = content, case .texts(let testTexts) = test.content else {
      return (self, 0)
    }
    let (known, keys) = (Set(testTexts), Set(test.groupKeys))
    let kept = texts.indices.filter { row in
      !known.contains(texts[row]) && (groupKeys.isEmpty || !keys.contains(groupKeys[row]))
    }
    var rest = self
    rest.content = .texts(kept.map { texts[$0] })
    rest.labelTexts = kept.map { labelTexts[$0] }
    rest.lines = kept.map { lines[$0] }
    rest.numbers = kept.map { numbers[$0] }
    rest.groupKeys = groupKeys.isEmpty ? [] : kept.map { groupKeys[$0] }
    return (rest, count - kept.count)
  }

  /// What the model reads of the given rows.
  func inputs(_ rows: [Int]) -> Examples.Inputs {
    switch content {
    case .texts(let texts): return .texts(rows.map { texts[$0] })
    case .values(let values, let columns):
      return .features(
        values: rows.flatMap { values[$0 * columns..<($0 + 1) * columns] }, columns: columns)
    case .records(let records):
      var values: [Float] = []
      values.reserveCapacity(rows.count * records.width)
      for row in rows { records.append(record: row, to: &values) }
      return .features(values: values, columns: records.width)
    }
  }
}

extension Cell {
  fileprivate var asNumbers: [Double]? {
    switch self {
    case .number(let number): [number]
    case .numbers(let numbers): numbers
    case .text(let text): Double(text).map { [$0] }
    case .boolean, .null, .nested: nil
    }
  }
}
