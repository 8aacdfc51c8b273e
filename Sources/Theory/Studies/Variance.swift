import Configuration
import Kernels
import Reporting

/// Weak and strong features that overlap little correct each other's noise (Dong et al. 2025).
///
/// Independent Gaussian features: the supervisor sees d_w of them, the student d_s, `overlap` are
/// common and carry the target. The supervisor fits n noisy labels, the student N of the
/// supervisor's labels, the ceiling all n + N noisy labels. Least squares is unbiased, so every
/// excess risk is variance, exactly (Wishart):
/// supervisor σ²d_w/(n − d_w − 1), ceiling σ²d_s/(n + N − d_s − 1), student
/// σ²/(n − d_w − 1) · (o + (d_w − o) d_s/(N − d_s − 1)).
package struct Variance: Study {
  package var weak = 50
  package var strong = 50
  package var overlap: Several<Int> = [0, 10, 20, 40, 50]
  package var labelled = 200
  package var unlabelled = 1000
  package var noise = 0.3
  package var draws = 200
  package var seed = 0

  package init() {}

  package static let name = "variance"
  package static let summary =
    "variance reduction by a student whose features differ from the supervisor's"
  package static let source =
    "Dong et al. 2025, Discrepancies are Virtue (arXiv 2502.05075), Section 3"

  package static var fields: [Field<Variance>] {
    [
      Field("weak", \.weak, "d_w, features of the supervisor", check: .within(1...1000)),
      Field("strong", \.strong, "d_s, features of the student", check: .within(1...1000)),
      Field(
        "overlap", \.overlap, "features that both have", check: .each(within: 0...1000)),
      Field("labelled", \.labelled, "n, noisy labels", check: .within(4...20_000)),
      Field(
        "unlabelled", \.unlabelled, "N, labels of the supervisor", check: .within(4...20_000)),
      Field("noise", \.noise, "σ, deviation of the labels", check: .above(0)),
      Field("draws", \.draws, "simulations per overlap", check: .within(2...10_000)),
      Field("seed", \.seed, "of all random draws", check: .atLeast(0)),
    ]
  }

  package func check(_ node: Node, _ diagnostics: inout Diagnostics) {
    if labelled - weak - 1 <= 0 {
      diagnostics.report(
        "n − d_w − 1 = \(labelled - weak - 1): the supervisor's variance is infinite",
        at: node["labelled"]?.mark ?? node.mark,
        remedy: "give more than \(weak + 1) labelled examples or fewer weak features")
    }
    if unlabelled - strong - 1 <= 0 {
      diagnostics.report(
        "N − d_s − 1 = \(unlabelled - strong - 1): the student's variance is infinite",
        at: node["unlabelled"]?.mark ?? node.mark,
        remedy: "give more than \(strong + 1) unlabelled examples or fewer strong features")
    }
    if let most = overlap.values.max(), most > min(weak, strong) {
      diagnostics.report(
        "an overlap of \(most) is more than both have (\(weak) weak, \(strong) strong)",
        at: node["overlap"]?.mark ?? node.mark, remedy: "give at most \(min(weak, strong))")
    }
  }

  /// Excess risks of supervisor, student and ceiling.
  struct Risks: Sendable, Equatable {
    var supervisor: Double
    var student: Double
    var ceiling: Double
    /// Recovered part of the gap, risks being losses: (supervisor − student)/(supervisor − ceiling).
    var recovered: Double { (supervisor - student) / (supervisor - ceiling) }

    static func mean(_ risks: [Risks]) -> Risks {
      let n = Double(risks.count)
      return Risks(
        supervisor: risks.reduce(0) { $0 + $1.supervisor } / n,
        student: risks.reduce(0) { $0 + $1.student } / n,
        ceiling: risks.reduce(0) { $0 + $1.ceiling } / n)
    }
  }

  /// The exact expectations.
  func law(overlap: Int) -> Risks {
    let (dw, ds, o) = (Double(weak), Double(strong), Double(overlap))
    let (n, many) = (Double(labelled), Double(unlabelled))
    let unit = noise * noise / (n - dw - 1)
    return Risks(
      supervisor: unit * dw, student: unit * (o + (dw - o) * ds / (many - ds - 1)),
      ceiling: noise * noise * ds / (n + many - ds - 1))
  }

  package func run(
    _ team: WorkerTeam, progress: @escaping @Sendable (StudyProgress) -> Void
  ) throws(TheoryError) -> StudyResult {
    let overlaps = overlap.values.sorted()
    let steps = Draws(Self.name, team, total: overlaps.count * draws, progress)
    var claims: [Claim] = []
    var rows: [StudyRow] = []
    var points: [ChartPoint] = []
    for overlap in overlaps {
      let law = law(overlap: overlap)
      let simulated = try steps.map(draws) { draw throws(LinearAlgebraError) in
        var stream = RandomStream(
          seed: UInt64(seed), "variance/\(overlap)", index: UInt64(draw))
        return try simulate(overlap, &stream)
      }
      let recovered = Measured.bootstrap(
        count: draws, seed: seed, name: "variance/\(overlap)"
      ) { draws in Risks.mean(draws.map { simulated[$0] }).recovered }
      let student = Measured.mean(simulated.map(\.student))
      let metrics: [(String, Double, Measured)] = [
        ("PGR", law.recovered, recovered),
        ("supervisor risk", law.supervisor, .mean(simulated.map(\.supervisor))),
        ("student risk", law.student, student),
        ("ceiling risk", law.ceiling, .mean(simulated.map(\.ceiling))),
      ]
      for (metric, expected, measured) in metrics {
        let at = Double(overlap)
        rows.append(StudyRow(Self.name, "theory", "overlap", at: at, metric, .exact(expected)))
        rows.append(StudyRow(Self.name, "simulation", "overlap", at: at, metric, measured))
      }
      points.append(ChartPoint(Double(overlap), recovered))
      claims += overlapClaims(overlap, law, recovered, student)
    }
    return StudyResult(
      study: Self.name, claims: claims, rows: rows, figures: [figure(points)])
  }

  /// Errors of the weights: with unit-variance features the excess risk is their squared length,
  /// whatever the true weights are (zero here).
  private func simulate(
    _ overlap: Int, _ stream: inout RandomStream
  ) throws(LinearAlgebraError) -> Risks {
    let total = weak + strong - overlap
    // Rows of X: only the supervisor's, common, only the student's.
    func columns(_ x: DoubleMatrix, from first: Int, count: Int) -> DoubleMatrix {
      DoubleMatrix(
        rows: x.rows, columns: count,
        values: Array(x.values[first * x.rows..<(first + count) * x.rows]))
    }
    func fit(_ x: DoubleMatrix, _ y: [Double]) throws(LinearAlgebraError) -> [Double] {
      try x.gram().choleskySolve(x.times(y, transposed: true))
    }
    let few = DoubleMatrix(normal: labelled, total, from: &stream)
    let fewNoise = (0..<labelled).map { _ in noise * stream.normalDouble() }
    let many = DoubleMatrix(normal: unlabelled, total, from: &stream)
    let manyNoise = (0..<unlabelled).map { _ in noise * stream.normalDouble() }
    let supervisor = try fit(columns(few, from: 0, count: weak), fewNoise)
    let labels = columns(many, from: 0, count: weak).times(supervisor)
    let strongFirst = weak - overlap
    let manyStrong = columns(many, from: strongFirst, count: strong)
    let student = try fit(manyStrong, labels)
    let fewStrong = columns(few, from: strongFirst, count: strong)
    var gram = fewStrong.gram()
    let otherGram = manyStrong.gram()
    for i in gram.values.indices { gram.values[i] += otherGram.values[i] }
    let right = zip(
      fewStrong.times(fewNoise, transposed: true), manyStrong.times(manyNoise, transposed: true)
    ).map { $0 + $1 }
    let ceiling = try gram.choleskySolve(right)
    return Risks(
      supervisor: dot(supervisor, supervisor), student: dot(student, student),
      ceiling: dot(ceiling, ceiling))
  }

  private var isPublished: Bool {
    var published = Self()
    (published.overlap, published.draws, published.seed) = (overlap, draws, seed)
    return published == self
  }

  /// Close to the edge where variances become infinite, means of draws converge slowly.
  private var looseness: Double {
    max(1, 20 / Double(min(labelled - weak - 1, unlabelled - strong - 1)))
  }

  private func overlapClaims(
    _ overlap: Int, _ law: Risks, _ recovered: Measured, _ student: Measured
  ) -> [Claim] {
    var claims: [Claim] = []
    let published = [0: 1.087, 10: 0.870, 20: 0.648, 40: 0.220, 50: 0.0]
    if isPublished, let value = published[overlap] {
      claims.append(
        Claim(
          Self.name, "PGR at overlap \(overlap)", .published, .near(value, within: 0.02),
          measured: recovered, source: Self.source))
    }
    claims.append(
      Claim(
        Self.name, "student risk at overlap \(overlap), simulation against law", .derived,
        .near(law.student, percent: 3 * looseness), measured: student, source: Self.source))
    // A recovered part of no gap means nothing.
    guard law.supervisor > 1.1 * law.ceiling else { return claims }
    claims.append(
      Claim(
        Self.name, "PGR at overlap \(overlap), simulation against law", .derived,
        .near(law.recovered, within: 0.03 * looseness * max(abs(law.recovered), 0.1)),
        measured: recovered,
        source: Self.source))
    return claims
  }

  private func figure(_ points: [ChartPoint]) -> NamedFigure {
    let line = (0...min(weak, strong)).map {
      ChartPoint(Double($0), law(overlap: $0).recovered)
    }
    let panel = Panel(
      x: Axis("overlap of weak and strong features"), y: Axis("PGR"),
      [.law("theory", line, 1), .simulation("simulation", points, 0)])
    return NamedFigure(
      Self.self,
      "PGR against overlap: d_w = \(weak), d_s = \(strong), n = \(labelled), N = \(unlabelled)",
      [panel],
      note: "Markers: PGR of mean risks over \(draws) simulations with 95 % bootstrap intervals.")
  }
}
