import Configuration
import Kernels
import Reporting

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Benign overfitting on weak labels (Wu & Sahai 2025).
///
/// Bi-level ensemble: d = n^p features, n^r of them favored with variance n^{p−q−r}, the others about
/// 1; the class is the sign of the first. The supervisor sees a subset of the features with its own,
/// weaker favoring, and interpolates n hard labels by least norm; the student interpolates the
/// supervisor's labels of m = n^u fresh examples, hard (signs) or as logits. Accuracies are exact for
/// Gaussian features: 1 − arccos(cos)/π with the angle between weights and truth. The default u (and
/// r = 0) is not published: it is the one tried whose accuracies came nearest.
package struct Benign: Study {
  package var samples = 40
  package var p = 2.5
  package var q = 1.9
  package var r = 0.0
  package var weakP = 1.2
  package var weakQ = 1.4
  package var weakR = 0.0
  package var u = 1.75
  package var draws = 24
  package var seed = 0

  package init() {}

  package static let name = "benign"
  package static let summary =
    "minimum-norm interpolation of weak labels; logits teach more than hard labels"
  package static let source =
    "Wu & Sahai 2025, Provable Weak-to-Strong Generalization via Benign Overfitting "
    + "(arXiv 2410.04638), Section 3; u was chosen to come near these accuracies"

  package static var fields: [Field<Benign>] {
    [
      Field("samples", \.samples, "n, true labels", check: .within(4...400)),
      Field("p", \.p, "n^p features of the student", check: .within(1...4)),
      Field("q", \.q, "favored variance n^(p−q−r)", check: .within(0...4)),
      Field("r", \.r, "n^r favored features", check: .within(0...1)),
      Field("weak-p", \.weakP, "n^p features of the supervisor", check: .within(1...4)),
      Field("weak-q", \.weakQ, "its favored variance", check: .within(0...4)),
      Field("weak-r", \.weakR, "its favored features", check: .within(0...1)),
      Field("u", \.u, "n^u weak labels", check: .within(0...3)),
      Field("draws", \.draws, "repetitions", check: .within(2...1000)),
      Field("seed", \.seed, "of all random draws", check: .atLeast(0)),
    ]
  }

  private func power(_ exponent: Double) -> Int {
    Int(pow(Double(samples), exponent).rounded())
  }
  private var features: Int { power(p) }
  private var weakFeatures: Int { power(weakP) }
  private var weakLabels: Int { power(u) }

  package func check(_ node: Node, _ diagnostics: inout Diagnostics) {
    func report(_ what: String, _ key: String, remedy: String) {
      diagnostics.report(what, at: node[key]?.mark ?? node.mark, remedy: remedy)
    }
    if weakFeatures <= samples {
      report(
        "\(weakFeatures) weak features cannot interpolate \(samples) labels", "weak-p",
        remedy: "raise weak-p")
    }
    if features <= weakFeatures {
      report(
        "the supervisor's \(weakFeatures) features are to be a part of \(features)", "p",
        remedy: "raise p or lower weak-p")
    }
    if weakLabels >= features {
      report(
        "\(features) features cannot interpolate \(weakLabels) labels", "u", remedy: "lower u")
    }
    if weakLabels < 2 {
      report("n^u is \(weakLabels) weak label", "u", remedy: "raise u")
    }
    if r < weakR {
      report(
        "the supervisor favors n^\(weakR) features, the student n^\(r)", "weak-r",
        remedy: "give weak-r at most r")
    }
    let most = max(
      Double(features) * Double(weakLabels), Double(weakFeatures) * Double(samples))
    if most > 5e7 {
      report(
        "\(short(most)) numbers per draw", "p",
        remedy: "lower p, u or samples until there are at most 50 million")
    }
  }

  private struct Accuracies: Sendable {
    var supervisor: Double
    var hard: Double
    var logits: Double
    var ceiling: Double
  }

  package func run(
    _ team: WorkerTeam, progress: @escaping @Sendable (StudyProgress) -> Void
  ) throws(TheoryError) -> StudyResult {
    let steps = Draws(Self.name, team, total: draws, progress)
    let results = try steps.map(draws) { draw throws(LinearAlgebraError) in
      var stream = RandomStream(seed: UInt64(seed), Self.name, index: UInt64(draw))
      return try simulate(&stream)
    }
    let published = self == Self(draws: draws, seed: seed)
    let supervisor = Measured.mean(results.map(\.supervisor))
    let models: [(label: String, accuracy: Measured, reference: Double?, seen: Bool)] = [
      ("supervisor", supervisor, 0.60, supervisor.low > 0.5),
      student("student from hard labels", results, \.hard, 0.62, above: \.supervisor),
      student("student from logits", results, \.logits, 0.65, above: \.hard),
    ]
    var rows: [StudyRow] = []
    var claims: [Claim] = []
    for model in models {
      rows.append(
        StudyRow(
          Self.name, model.label, "weak labels", at: Double(weakLabels), "accuracy",
          model.accuracy))
      // Only the published regime is known to let the student pass its supervisor.
      guard published || model.seen else { continue }
      claims.append(
        Claim(
          Self.name, "accuracy, \(model.label)", published ? .published : .derived,
          .trend(reference: published ? model.reference : nil, seen: model.seen),
          measured: model.accuracy, source: Self.source))
    }
    let ceiling = Measured.mean(results.map(\.ceiling))
    rows.append(
      StudyRow(
        Self.name, "ceiling", "weak labels", at: Double(weakLabels), "accuracy", ceiling))
    let shown = models.map(\.accuracy) + [ceiling]
    let words = ["supervisor", "hard labels", "logits", "ceiling"]
    let ticks = words.enumerated().map { Tick(Double($0), $1) }
    let panel = Panel(
      x: Axis("", includes: [-0.5, 3.5], ticks: ticks), y: Axis("accuracy", includes: [0.5]),
      [
        .reference(Reference(.horizontal(0.5), label: "chance")),
        .simulation(nil, shown.enumerated().map { ChartPoint(Double($0), $1) }),
      ])
    let figure = NamedFigure(
      Self.self,
      "Interpolating weak labels, n = \(samples), d = \(features), m = \(weakLabels)", [panel],
      note: "Means of \(draws) repetitions with 95 % intervals.")
    return StudyResult(study: Self.name, claims: claims, rows: rows, figures: [figure])
  }

  private init(draws: Int, seed: Int) {
    self.init()
    self.draws = draws
    self.seed = seed
  }

  /// A student's accuracy, and whether it is above another's in the mean of the paired draws.
  private func student(
    _ label: String, _ results: [Accuracies], _ path: KeyPath<Accuracies, Double>,
    _ reference: Double, above other: KeyPath<Accuracies, Double>
  ) -> (label: String, accuracy: Measured, reference: Double?, seen: Bool) {
    let difference = Measured.mean(results.map { $0[keyPath: path] - $0[keyPath: other] })
    return (
      label, .mean(results.map { $0[keyPath: path] }), reference, difference.value > 0
    )
  }

  private func deviations(_ count: Int, _ p: Double, _ q: Double, _ r: Double) -> [Double] {
    let n = Double(samples)
    let favored = max(1, power(r))
    let (high, a) = (pow(n, p - q - r), pow(n, -q))
    let low = (1 - a) * Double(count) / Double(max(1, count - favored))
    return (0..<count).map { ($0 < favored ? high : low).squareRoot() }
  }

  private func simulate(_ stream: inout RandomStream) throws(LinearAlgebraError) -> Accuracies {
    let weakScale = deviations(weakFeatures, weakP, weakQ, weakR)
    let scale = deviations(features, p, q, r)
    func sign(_ value: Double) -> Double { value < 0 ? -1 : 1 }
    // Weights on standard normal coordinates of least-norm interpolators, one example per column.
    func interpolate(
      _ coordinates: DoubleMatrix, _ scale: [Double], _ labels: [[Double]]
    ) throws(LinearAlgebraError) -> [[Double]] {
      var inputs = coordinates
      inputs.scaleRows(by: scale)
      let right = DoubleMatrix(
        rows: inputs.columns, columns: labels.count, values: labels.flatMap { $0 })
      var weights = inputs * (try inputs.gram().choleskySolve(right))
      weights.scaleRows(by: scale)
      return labels.indices.map { weights.column($0) }
    }
    func accuracy(_ weights: [Double]) -> Double {
      1 - acos(weights[0] / dot(weights, weights).squareRoot()) / Double.pi
    }
    let first = DoubleMatrix(normal: weakFeatures, samples, from: &stream)
    let truth = (0..<samples).map { sign(first[0, $0]) }
    let supervisor = try interpolate(first, weakScale, [truth])[0]
    let fresh = DoubleMatrix(normal: features, weakLabels, from: &stream)
    let padded = supervisor + [Double](repeating: 0, count: features - weakFeatures)
    let logits = fresh.times(padded, transposed: true)
    let targets = [logits.map(sign), logits, (0..<weakLabels).map { sign(fresh[0, $0]) }]
    let students = try interpolate(fresh, scale, targets)
    return Accuracies(
      supervisor: accuracy(supervisor), hard: accuracy(students[0]),
      logits: accuracy(students[1]), ceiling: accuracy(students[2]))
  }
}
