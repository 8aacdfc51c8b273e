/// What a score is: its metric in `results.csv`, its direction, and how it is written.
package struct ScoreMeasure: Codable, Sendable, Equatable {
  package var metric: String
  package var lowerIsBetter: Bool
  package var style: NumberStyle

  package init(_ metric: String, lowerIsBetter: Bool = false, style: NumberStyle? = nil) {
    self.metric = metric
    self.lowerIsBetter = lowerIsBetter
    self.style = style ?? (lowerIsBetter ? .significant : .share)
  }

  /// The metric as a word: `cross_entropy` is *cross entropy*.
  var words: String { metric.replacing("_", with: " ") }
}

/// A model of the ladder and its size.
package struct LadderModel: Codable, Sendable, Equatable {
  package var name: String
  package var parameters: Int?

  package init(_ name: String, parameters: Int? = nil) {
    self.name = name
    self.parameters = parameters
  }
}

/// Everything measured by one run: what reports, figures and summaries are made of.
package struct RunResults: Sendable, Equatable {
  package var experiment: String
  package var measure: ScoreMeasure
  /// Weak to strong. Names that only rows mention follow in the order of the rows.
  package var ladder: [LadderModel]
  package var pgr: [PGRRow]
  package var results: [ResultRow]
  package var curves: [CurveRow]
  /// Methods that chose checkpoints or examples by ground truth although their names do not say so
  /// (see ``isOracle(_:)``), with or without the selection of their checkpoints.
  package var oracleMethods: Set<String>
  /// Where there are several tasks: the ladder on each, since a model's size depends on what it
  /// reads, and what each method recovered across them.
  package var ladders: [String: [LadderModel]] = [:]
  package var across: [AcrossRow] = []
  /// Methods compared with each other.
  package var comparisons: [ComparisonRow] = []

  package init(
    experiment: String, measure: ScoreMeasure, ladder: [LadderModel], pgr: [PGRRow],
    results: [ResultRow] = [], curves: [CurveRow] = [],
    oracleMethods: Set<String> = []
  ) {
    self.experiment = experiment
    self.measure = measure
    self.ladder = ladder
    self.pgr = pgr
    self.results = results
    self.curves = curves
    self.oracleMethods = oracleMethods
  }

  /// Stands between a method and the selection of its checkpoints, where that is not plain:
  /// `finetune@ground-truth-validation`.
  package static let selectionMark = "@"

  /// Stands between `ceiling` or `supervisor` and the method that shapes its own:
  /// `ceiling/probe`.
  package static let ownerMark = "/"

  /// What rows of a model may be called that a method is measured with, nearest first: `supervisor` or
  /// `ceiling` of that method and selection, of the method, of the selection, of all.
  static func names(of role: String, beside method: String) -> [String] {
    let (base, selection) = parts(of: method)
    let suffix = selection.map { selectionMark + $0 } ?? ""
    return distinct([
      role + ownerMark + method, role + ownerMark + base, role + suffix, role,
    ])
  }

  /// The split that every shown score was measured on.
  static let split = "test"

  package var tasks: [String] { distinct(pgr.map(\.task)) }

  /// What belongs to one of the tasks.
  package func only(task: String) -> RunResults {
    var part = self
    part.pgr = pgr.filter { $0.task == task }
    part.results = results.filter { $0.task == task }
    part.curves = curves.filter { $0.task == task }
    part.ladder = ladders[task] ?? ladder
    part.comparisons = comparisons.filter { $0.task == task }
    part.across = []
    return part
  }

  package var methods: [String] { distinct(pgr.map(\.method)) }
  var supervisors: [String] { inLadderOrder(distinct(pgr.map(\.supervisor))) }
  var students: [String] { inLadderOrder(distinct(pgr.map(\.student))) }

  func parameters(of model: String) -> Int? {
    ladder.first { $0.name == model }?.parameters
  }

  func inLadderOrder(_ names: [String]) -> [String] {
    let ladderNames = distinct(ladder.map(\.name))
    let known = ladderNames.filter(names.contains)
    // Supervisors from outside the ladder (imported labels) come first: the weakest by assumption.
    return names.filter { !ladderNames.contains($0) } + known
  }

  var scores: ScoreIndex { ScoreIndex(self) }

  /// The method's name, marked where it is an oracle.
  func marked(_ method: String) -> String {
    isOracle(method) && !method.contains("oracle") ? "\(method) \(oracleMark)" : method
  }

  /// Whether a method looked at ground truth that it should not have.
  func isOracle(_ method: String) -> Bool {
    Reporting.isOracle(method, among: oracleMethods)
  }
}

/// Whether a method looked at ground truth that it should not have: as one of `known`, whatever its
/// selection, or because its name says so (selection by ground-truth validation, an oracle filter).
package func isOracle(_ method: String, among known: Set<String> = []) -> Bool {
  known.contains(method) || known.contains(RunResults.parts(of: method).method)
    || method.contains("ground-truth-validation") || method.contains("oracle")
}

/// What stands beside an oracle wherever it is shown.
package let oracleMark = "(oracle)"

/// The elements of `values`, each once, in the order of their first appearance.
func distinct<Value: Hashable>(_ values: [Value]) -> [Value] {
  var seen: Set<Value> = []
  return values.filter { seen.insert($0).inserted }
}
