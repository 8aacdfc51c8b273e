import Configuration

extension ResolvedTask {
  /// Reads, renders, groups and splits. All of the data are checked, also rows that no split takes.
  /// - Throws: `DatasetError` that names file and line.
  package func materialize() throws(DatasetError) -> MaterializedTask {
    switch configuration.source {
    case .named:
      preconditionFailure("a resolved task has no named source")
    case .generated(let choice):
      return generated(choice.generator)
    case .file(let file):
      let pool = try read(file, source: "source", labels: "labels")
      guard let test = configuration.testSource else { return try split(pool, test: nil) }
      return try split(pool, test: try read(test, source: "test-source", labels: "test-labels"))
    }
  }

  /// Reads the first row of each table that the task names, so that a column that a file does not
  /// have is found out before anything else is done.
  /// - Throws: `DatasetError` that names the file, the column and those that there are.
  package func checkColumns() throws(DatasetError) {
    guard case .file(let file) = configuration.source, file.format != .idx else { return }
    _ = try read(file, source: "source", labels: "labels", limit: 1)
    if let test = configuration.testSource {
      _ = try read(test, source: "test-source", labels: "test-labels", limit: 1)
    }
  }

  /// - Parameter limit: rows at most.
  func read(
    _ file: FileSource, source: String, labels: String, limit: Int = .max
  ) throws(DatasetError) -> ExamplePool {
    guard let path = path(source), let format = file.format else {
      preconditionFailure("a resolved task has its files and their formats")
    }
    let seed = UInt64(configuration.seed)
    let table = ExamplePool.Table(
      path: path, labels: self.path(labels), file: file, format: format,
      group: configuration.group ?? .none, values: configuration.values, limit: limit)
    switch kind {
    case .classification, .preference:
      let conversion = RowConversion(
        file, template: configuration.template ?? Template(column: file.text ?? ""), kind: kind,
        seed: seed, role: source)
      return try ExamplePool(texts: table, conversion: conversion)
    case .features where format == .idx:
      return try ExamplePool(records: path, labels: table.labels ?? "")
    case .features:
      return try ExamplePool(features: table)
    case .nextMove:
      return try ExamplePool(
        nextMoves: ExamplePool.NextMoves(
          table: table, prompt: configuration.prompt ?? .position,
          needsRating: configuration.ratings != nil))
    case .games:
      return try ExamplePool(games: table, seed: seed)
    }
  }

  private func generated(_ generator: any Generator) -> MaterializedTask {
    let seed = UInt64(configuration.seed)
    func examples(_ split: Split) -> Examples {
      let rows = configuration.splits[split]
      let made = generator.examples(rows: rows, split: split, seed: seed)
      return Examples(
        inputs: .features(values: made.features, columns: generator.columns),
        targets: .real(values: made.targets, columns: 1), rows: Array(1..<rows + 1),
        groups: Array(1..<rows + 1))
    }
    var task = MaterializedTask(
      kind: .features, classes: [], supervisor: examples(.supervisor),
      transfer: examples(.transfer), validation: examples(.validation), test: examples(.test),
      notes: ["\(configuration.splits.total) rows made by \(name)"])
    if configuration.standardize { standardizeFeatures(&task) }
    return task
  }

  private func split(
    _ pool: ExamplePool, test: ExamplePool?
  ) throws(DatasetError) -> MaterializedTask {
    let (counts, seed) = (configuration.splits, UInt64(configuration.seed))
    let classes = try classes(pool, test)
    var notes = sourceNotes(pool, "source")
    if let test { notes += sourceNotes(test, "test source") }
    let pool =
      try test.map { (test) throws(DatasetError) in
        let (rest, dropped) = pool.dropping(rowsIn: test)
        notes.append("\(dropped) rows left out because the test source has their text or group")
        return rest
      } ?? pool

    var examples: [Split: Examples] = [:]
    func assign(
      _ pool: ExamplePool, _ source: String, _ splits: [Split], firstGroup: Int
    ) throws(DatasetError) -> Int {
      let labels =
        kind == .games ? [Int32](repeating: 0, count: pool.count) : try pool.labels(classes)
      let (groups, groupCount) = pool.groups(configuration.group ?? .none)
      notes.append(groupNote(groups, groupCount, source))
      let assignment = try SplitAssignment(
        splits, counts: counts, groups: groups, groupCount: groupCount, labels: labels,
        classCount: classes.count, balance: configuration.balance, seed: seed, place: pool.place,
        ranges: configuration.ratings.map { RatedRows($0, pool.ratings) })
      for split in splits {
        let rows = assignment.rows[split] ?? []
        examples[split] = Examples(
          inputs: pool.inputs(rows),
          targets: kind == .games ? .unlabelled : .classes(rows.map { labels[$0] }),
          rows: rows.map { pool.numbers[$0] }, groups: rows.map { groups[$0] + firstGroup },
          ratings: pool.ratings.isEmpty ? nil : rows.map { pool.ratings[$0] })
        notes.append(splitNote(split, rows, groups, labels, classes, assignment))
      }
      let used = assignment.rows.values.reduce(0) { $0 + $1.count }
      notes.append("\(pool.count - used) rows of the \(source) are in no split")
      return firstGroup + groupCount
    }
    if let test {
      let next = try assign(test, "test source", [.test], firstGroup: 1)
      _ = try assign(pool, "source", [.validation, .supervisor, .transfer], firstGroup: next)
    } else {
      _ = try assign(pool, "source", Split.takingOrder, firstGroup: 1)
    }
    func of(_ split: Split) -> Examples {
      examples[split]
        ?? Examples(
          inputs: pool.inputs([]), targets: kind == .games ? .unlabelled : .classes([]), rows: [],
          groups: [])
    }
    var task = MaterializedTask(
      kind: kind, classes: classes, supervisor: of(.supervisor), transfer: of(.transfer),
      validation: of(.validation), test: of(.test), notes: notes)
    if configuration.standardize { standardizeFeatures(&task) }
    return task
  }

  /// The class names: as configured, else all that occur, numbers by size, texts by code points.
  private func classes(
    _ pool: ExamplePool, _ test: ExamplePool?
  ) throws(DatasetError) -> [String] {
    if let classes = configuration.classes { return classes }
    if kind == .games { return [] }
    if kind == .nextMove {
      return NextMoveClasses.names(moves: max(pool.asked.mostMoves, test?.asked.mostMoves ?? 0))
    }
    let found = Array(Set(pool.labelTexts).union(test?.labelTexts ?? []))
    guard found.count > 1 else {
      throw DatasetError(
        .label, pool.place, "every row has the label '\(found.first ?? "")'",
        remedy: "name another column with label")
    }
    let numbers = found.compactMap { text in Double(text).map { (text, $0) } }
    guard numbers.count == found.count else {
      return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
    if let real = numbers.first(where: { $0.1 != $0.1.rounded() }) {
      throw DatasetError(
        .label, pool.place, "the label '\(real.0)' is a real value, and labels are classes",
        remedy: "name another column with label, or list the values under classes")
    }
    return numbers.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
  }

  private func sourceNotes(_ pool: ExamplePool, _ source: String) -> [String] {
    var notes = ["\(source): \(pool.rows) rows"]
    for (label, count) in pool.leftOut.sorted(by: { $0.key < $1.key }) {
      notes.append("\(source): \(count) rows left out, of label \(label)")
    }
    if case .file(let file) = configuration.source, file.answers?.draw == .both {
      notes.append("\(source): \(pool.count) examples")
    }
    notes += pool.bad.notes(source) + pool.asked.notes(source)
    if kind == .games || kind == .nextMove { notes.append("\(source): \(pool.count) examples") }
    return notes
  }

  private func groupNote(_ groups: [Int], _ count: Int, _ source: String) -> String {
    var sizes = [Int](repeating: 0, count: count)
    for group in groups { sizes[group] += 1 }
    return "\(source): \(count) groups, the largest of \(sizes.max() ?? 0) rows"
  }

  private func splitNote(
    _ split: Split, _ rows: [Int], _ groups: [Int], _ labels: [Int32], _ classes: [String],
    _ assignment: SplitAssignment
  ) -> String {
    var shares = ""
    // A class of next moves means another move in every position.
    if !rows.isEmpty, kind != .games, kind != .nextMove {
      var counts = [Int](repeating: 0, count: classes.count)
      for row in rows { counts[Int(labels[row])] += 1 }
      shares =
        ", " + zip(classes, counts).map { "\($0.1) of class \($0.0)" }.joined(separator: ", ")
    }
    let trimmed = assignment.trimmed[split] ?? 0
    let end = trimmed == 0 ? "" : "; \(trimmed) rows of trimmed groups left out"
    return "\(split.rawValue): \(rows.count) rows of \(Set(rows.map { groups[$0] }).count) groups"
      + shares + end
  }
}
