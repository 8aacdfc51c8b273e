/// A task whose files are known to exist and whose every setting is filled in, before any data are
/// read. `configuration` holds no path of this machine and no name of a data set: together with the
/// contents of `inputFiles` it determines the task.
package struct ResolvedTask: Sendable, Equatable {
  package let configuration: TaskConfiguration
  package let inputFiles: [InputFile]
  /// What it was called: a named data set, a file, a generator.
  package let name: String

  package var kind: TaskKind { configuration.kind ?? .classification }

  /// The path of the input file of a role.
  func path(_ role: String) -> String? { inputFiles.first { $0.role == role }?.path }
}

extension TaskConfiguration {
  /// Fills in what the named data set says and finds the files. Reads nothing.
  /// - Parameter seed: of the cell, for `{seed}` in paths.
  /// - Throws: `DatasetError`, if a file is missing or the settings do not go together.
  package func resolved(in root: DataRoot, seed: Int = 0) throws(DatasetError) -> ResolvedTask {
    var (task, root) = (forSeed(seed), root)
    var files: [InputFile] = []
    func add(_ role: String, _ name: String, _ remedy: String?) throws(DatasetError) {
      files.append(
        InputFile(role: role, name: name, path: try root.find(name, remedy: remedy)))
    }
    let name: String
    var remedy: String?
    switch task.source {
    case .generated(let choice):
      name = type(of: choice.generator).name
      task.kind = .features
    case .named(let word):
      guard let dataset = NamedDatasets.named(word) else {
        throw DatasetError(
          .configuration, "task", "unknown data set '\(word)'",
          remedy: "use one of: \(NamedDatasets.all.map(\.name).joined(separator: ", "))")
      }
      name = word
      root = root.alone
      remedy =
        "data set '\(word)' wants it, from \(dataset.origin); name the folder that holds "
        + "'\(dataset.source.path)' with --data or W2S_DATA"
      task.kind = dataset.kind
      task.source = .file(dataset.source)
      task.testSource = task.testSource ?? dataset.testSource
      task.template = task.template ?? dataset.template
      if task.values == nil {
        task.classes = task.classes ?? dataset.classes
        task.values = dataset.values
      }
      task.group = task.group ?? dataset.group
    case .file(let file):
      name = file.path
      task.kind = task.kind ?? .classification
    }
    task.group = task.group ?? GroupRule.none
    if case .file(var file) = task.source {
      let kind = task.kind ?? .classification
      try file.fill(kind)
      if kind == .preference { task.template = task.template ?? Template(column: "answer") }
      if kind == .nextMove { task.prompt = task.prompt ?? .position }
      if kind == .classification {
        task.template = task.template ?? file.text.map { Template(column: $0) }
      }
      task.classes = file.classes(kind) ?? task.classes ?? task.values?.classes
      try add("source", file.path, remedy)
      if let labels = file.labels { try add("labels", labels, remedy) }
      if var test = task.testSource {
        test.inherit(file)
        try test.fill(kind)
        try add("test-source", test.path, remedy)
        if let labels = test.labels { try add("test-labels", labels, remedy) }
        task.testSource = test
      }
      file.text = nil
      task.testSource?.text = nil
      task.source = .file(file)
    }
    return ResolvedTask(configuration: task, inputFiles: files, name: name)
  }
}

extension FileSource {
  fileprivate mutating func fill(_ kind: TaskKind) throws(DatasetError) {
    guard let found = format ?? FileFormat(path: path) else {
      throw DatasetError(
        .configuration, path, "the name does not say what format it is",
        remedy: "add format: csv, tsv, jsonl, idx or pgn")
    }
    format = found
    if kind == .nextMove || kind == .games { fillChess(kind) }
  }

  /// A test file has the columns of the training file unless it says otherwise.
  fileprivate mutating func inherit(_ training: FileSource) {
    if FileFormat(path: path) == nil { format = format ?? training.format }
    text = text ?? training.text
    label = label ?? training.label
    features = features ?? training.features
    columns = columns ?? training.columns
    each = each ?? training.each
    answers = answers ?? training.answers
    chosen = chosen ?? training.chosen
    rejected = rejected ?? training.rejected
    inheritChess(training)
  }
}
