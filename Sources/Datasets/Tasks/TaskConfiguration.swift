import Configuration

/// What a model reads.
package enum TaskKind: String, WordValue {
  /// Texts with a class each.
  case classification
  /// Two texts at a time, one of them better than the other.
  case preference
  /// Rows of numbers with a class or real targets each.
  case features
  /// Positions of chess, each with the move to be found among its legal ones.
  case nextMove = "next-move"
  /// Games of chess, cut into texts that nobody has labelled: to pretrain on.
  case games
}

/// The `task:` section of an experiment file. What is left out is taken from the named data set.
package struct TaskConfiguration: Configurable {
  package var kind: TaskKind?
  package var source = TaskSource.named("")
  package var testSource: FileSource?
  package var template: Template?
  package var classes: [String]?
  package var values: LabelValues?
  package var balance = false
  package var group: GroupRule?
  package var standardize = false
  package var prompt: ChessPrompt?
  package var ratings: RatingRanges?
  package var splits = SplitCounts()
  package var seed = 0

  package init() {}

  package static var fields: [Field<TaskConfiguration>] {
    [
      Field(
        "kind", \.kind,
        "what a model reads: texts (classification), pairs of texts (preference), numbers (features), "
          + "chess positions (next-move) or games to pretrain on (games)"),
      Field(
        "source", \.source, "a named data set, a file {path: …} or {generator: …}", required: true),
      Field("test-source", \.testSource, "a file of its own for the test split"),
      Field("template", \.template, "the text of a row, columns in braces"),
      Field("classes", \.classes, "the values of the label, class 0 first; sorted if not given"),
      Field(
        "values", \.values,
        "the class that each value of the label counts as, such as {0: no, 1: null, 2: yes}; rows of "
          + "null are left out"),
      Field("balance", \.balance, "as many rows of every class in every split"),
      Field("group", \.group, "rows that stay on one side of a split"),
      Field(
        "standardize", \.standardize,
        "features to mean 0 and variance 1, measured on supervisor and transfer"),
      Field(
        "prompt", \.prompt,
        "of next-move: the position alone (if not given), or game: where it begins and the moves to it"
      ),
      Field(
        "ratings", \.ratings, "of next-move: how hard the examples of each split may be"),
      Field("splits", \.splits, "how many rows each split has", required: true),
      Field(
        "seed", \.seed, "of the split and of generated data, the same for all cells",
        check: .atLeast(0)),
    ]
  }

  package func check(_ node: Node, _ diagnostics: inout Diagnostics) {
    func mark(_ key: String) -> Mark { (node[key] ?? node).mark }
    if let classes {
      if classes.count < 2 || Set(classes).count < classes.count {
        diagnostics.report(
          "classes is \(classes.text)", at: mark("classes"),
          remedy: "list at least two different values")
      }
    }
    if let classes, let values, Set(classes) != Set(values.classes) {
      diagnostics.report(
        "classes are \(classes.text) and values name \(values.classes.text)", at: mark("classes"),
        remedy: "name the same classes in both, or remove classes")
    }
    switch source {
    case .generated:
      let given = [
        ("test-source", testSource != nil), ("template", template != nil),
        ("classes", classes != nil), ("values", values != nil), ("balance", balance),
        ("group", group != nil), ("prompt", prompt != nil), ("ratings", ratings != nil),
      ]
      for (key, isGiven) in given where isGiven {
        diagnostics.report(
          "a generated task has no \(key)", at: mark(key), remedy: "remove it")
      }
      if let kind, kind != .features {
        diagnostics.report(
          "a generated task has real targets", at: mark("kind"), remedy: "write kind: features")
      }
    case .named(let name):
      guard let dataset = NamedDatasets.named(name) else { return }
      if let kind, kind != dataset.kind {
        diagnostics.report(
          "data set '\(name)' is of kind \(dataset.kind.rawValue)", at: mark("kind"),
          remedy: "remove kind")
      }
      checkConversion(dataset.source, dataset.kind, node, &diagnostics)
      checkChess(dataset.source, node, &diagnostics)
    case .file(let file):
      checkFile(file, node, &diagnostics)
      checkChess(file, node, &diagnostics)
      checkConversion(file, kind ?? .classification, node, &diagnostics)
    }
  }

  /// Whether another seed of the cell means other files.
  package var dependsOnSeed: Bool {
    func mentions(_ file: FileSource?) -> Bool {
      [file?.path, file?.labels].contains { $0?.contains("{seed}") == true }
    }
    if case .file(let file) = source, mentions(file) { return true }
    return mentions(testSource)
  }

  /// The configuration with `{seed}` in its paths replaced.
  package func forSeed(_ seed: Int) -> TaskConfiguration {
    func filled(_ file: FileSource) -> FileSource {
      var file = file
      file.path = replaceSeed(in: file.path, with: seed)
      file.labels = file.labels.map { replaceSeed(in: $0, with: seed) }
      return file
    }
    var result = self
    if case .file(let file) = source { result.source = .file(filled(file)) }
    result.testSource = testSource.map(filled)
    return result
  }
}

func replaceSeed(in path: String, with seed: Int) -> String {
  path.replacing("{seed}", with: String(seed))
}
