/// All examples of a file before they are split.
struct ExamplePool {
  enum Content {
    /// `width` texts of each example, end to end.
    case texts([String], width: Int)
    case values([Float], columns: Int)
    case records(IDXFile)
  }

  enum Linking {
    /// Equal texts, equal keys, and the rule of the task.
    case texts
    /// The row alone, of which there are several: a game.
    case rows
  }

  /// The file, for messages.
  let place: String
  var content: Content
  /// The label of each example: the class that its value counts as, or the value as the file has it.
  var labelTexts: [String] = []
  /// Line of each example's label, for messages.
  var lines: [Int] = []
  /// 1-based number of each example's row in the file.
  var numbers: [Int] = []
  /// What names each example's groups, `keyWidth` of them; empty if nothing does.
  var groupKeys: [String] = []
  var keyWidth = 0
  /// How hard each example is; empty if nothing says so.
  var ratings: [Double] = []
  /// Of next moves, where they are to be found.
  var asked = AskedPositions()
  /// What could not be read.
  var bad = BadRows(skipped: false)
  /// What puts examples into one group.
  var linking = Linking.texts
  /// Rows of the file, with those that were left out.
  var rows = 0
  /// How many rows were left out for each value of the label that has no class.
  var leftOut: [String: Int] = [:]
  /// The file that the labels are in.
  let labelPlace: String

  var count: Int { numbers.count }

  init(_ place: String, labelPlace: String? = nil) {
    self.place = place
    self.labelPlace = labelPlace ?? place
    content = .texts([], width: 1)
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
    rows = records.records
    content = .records(records)
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

  /// The number of each example's group, 0 ..< count: examples with a key in common, with a text in
  /// common, and whatever the rule links.
  func groups(_ rule: GroupRule) -> (groups: [Int], count: Int) {
    var sets = UnionFind(count: count)
    if linking == .rows {
      for (example, row) in numbers.enumerated().dropFirst() where row == numbers[example - 1] {
        sets.link(example - 1, example)
      }
      let (groups, count) = sets.numbered()
      return (groups, count)
    }
    func linkEqual(_ texts: [String], width: Int) {
      var first: [String: Int] = [:]
      for (place, text) in texts.enumerated() {
        let row = place / width
        if let other = first[text] { sets.link(other, row) } else { first[text] = row }
      }
    }
    linkEqual(groupKeys, width: keyWidth)
    if case .texts(let texts, let width) = content {
      linkEqual(texts, width: width)
      if case .containment(let words) = rule, width == 1 {
        Containment.link(texts, minimum: words, &sets)
      }
    }
    let (groups, count) = sets.numbered()
    return (groups, count)
  }

  /// The examples that share neither a text, nor a position, nor a group key with `test`, and how many
  /// others there are.
  func dropping(rowsIn test: ExamplePool) -> (ExamplePool, dropped: Int) {
    guard case .texts(let texts, let width) = content,
      case .texts(let testTexts, _) = test.content
    else { return (self, 0) }
    let (known, keys) = (Set(testTexts), Set(test.groupKeys))
    let asked = asked.shared(with: test.asked)
    let kept = numbers.indices.filter { row in
      !texts[row * width..<(row + 1) * width].contains { known.contains($0) }
        && !asked.contains(row)
        && !groupKeys[row * keyWidth..<(row + 1) * keyWidth].contains { keys.contains($0) }
    }
    var rest = self
    rest.content = .texts(
      kept.flatMap { texts[$0 * width..<($0 + 1) * width] }, width: width)
    rest.labelTexts = kept.map { labelTexts[$0] }
    rest.lines = kept.map { lines[$0] }
    rest.numbers = kept.map { numbers[$0] }
    if !ratings.isEmpty { rest.ratings = kept.map { ratings[$0] } }
    rest.groupKeys = kept.flatMap { groupKeys[$0 * keyWidth..<($0 + 1) * keyWidth] }
    return (rest, count - kept.count)
  }

  /// What the model reads of the given rows.
  func inputs(_ rows: [Int]) -> Examples.Inputs {
    switch content {
    case .texts(let texts, 1): return .texts(rows.map { texts[$0] })
    case .texts(let texts, let width):
      return .pairs(rows.flatMap { texts[$0 * width..<($0 + 1) * width] })
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
