import Configuration
import Kernels
import Reporting

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Linear random features with one easy direction (Medvedev et al. 2025, Model 1.2).
///
/// f(x) = Σ wᵢ⟨uᵢ, x⟩ with x standard normal in d = M^{4/3} + 1 coordinates, uᵢ ~ N(0, Ψ),
/// Ψ = diag(1, ε, …, ε), ε = M^{−2/3}, target x₁. The teacher's prediction is the projection c of e₁
/// on the span of its M features, with loss 1 − c₁; an infinite student learns coordinate j at the
/// rate Ψⱼ and stops at the best time.
///
/// With features (g, √ε H), c₁ = q / (1 + q), q = gᵀ(εHHᵀ)⁻¹g, and since HHᵀ is Wishart
/// q is distributed as χ²_M / (ε χ²_{d−M}): exact draws at any size. Explicit feature matrices are
/// drawn beside them as a check.
package struct RandomFeaturesLinear: Study {
  package var widths: Several<Int> = [16, 32, 64, 128, 256, 512, 1024]
  package var draws = 2000
  package var explicitDraws = 40
  package var seed = 0

  package init() {}

  package static let name = "random-features-linear"
  package static let summary =
    "linear random features: the student's loss falls to the square of the teacher's"
  package static let source = "Medvedev et al. 2025 (arXiv 2503.02877), Model 1.2 and Section 3"

  package static var fields: [Field<RandomFeaturesLinear>] {
    [
      Field("widths", \.widths, "M, features of the teacher", check: .each(within: 3...2048)),
      Field("draws", \.draws, "exact draws per width", check: .within(2...100_000)),
      Field(
        "explicit-draws", \.explicitDraws,
        "feature matrices per width, fewer for large ones", check: .within(2...1000)),
      Field("seed", \.seed, "of all random draws", check: .atLeast(0)),
    ]
  }

  /// d − 1, the number of hard directions.
  static func hardDirections(_ width: Int) -> Int {
    Int(pow(Double(width), 4.0 / 3).rounded())
  }

  /// The best student on a teacher with alignment c₁:
  /// L(t) = (1 − (1 − e^{−t}) c₁)² + (1 − e^{−εt})² (c₁ − c₁²).
  static func bestStudent(alignment c: Double, slow rate: Double) -> Minimum {
    Minimum.search(from: 0.01, to: 1000, points: 80) { time in
      let missing = 1 + expm1(-time) * c
      let learned = -expm1(-rate * time)
      return missing * missing + learned * learned * (c - c * c)
    }
  }

  private struct Losses: Sendable {
    var teacher: Double
    var student: Double
    var squareRatio: Double { student / (teacher * teacher) }
  }

  package func run(
    _ team: WorkerTeam, progress: @escaping @Sendable (StudyProgress) -> Void
  ) throws(TheoryError) -> StudyResult {
    let widths = self.widths.values.sorted()
    let blocks = 20
    let explicitCounts = widths.map { explicitDraws(width: $0) }
    let steps = Draws(
      Self.name, team, total: widths.count * blocks + explicitCounts.reduce(0, +), progress)
    var claims: [Claim] = []
    var rows: [StudyRow] = []
    var exact: [[Losses]] = []
    var explicit: [[Losses]] = []
    for (width, count) in zip(widths, explicitCounts) {
      let blocked = try steps.map(blocks) { block in
        var stream = RandomStream(
          seed: UInt64(seed), "random-features-linear/exact/\(width)", index: UInt64(block))
        let size = (block + 1) * draws / blocks - block * draws / blocks
        return (0..<size).map { _ in exactDraw(width, &stream) }
      }
      exact.append(blocked.flatMap { $0 })
      explicit.append(
        try steps.map(count) { draw throws(LinearAlgebraError) in
          var stream = RandomStream(
            seed: UInt64(seed), "random-features-linear/explicit/\(width)", index: UInt64(draw))
          return try explicitDraw(width, &stream)
        })
    }
    for (index, width) in widths.enumerated() {
      for (series, losses) in [
        ("exact law", exact[index]), ("explicit features", explicit[index]),
      ] {
        let metrics: [(String, Measured)] = [
          ("teacher loss", .mean(losses.map(\.teacher))),
          ("student loss", .mean(losses.map(\.student))),
          ("student loss / teacher loss squared", .mean(losses.map(\.squareRatio))),
        ]
        for (metric, estimate) in metrics {
          rows.append(
            StudyRow(Self.name, series, "teacher width", at: Double(width), metric, estimate))
        }
      }
      claims += widthClaims(width, exact[index], explicit[index])
    }
    if let first = exact.first, let last = exact.last, widths.count > 1 {
      let (start, end) = (
        Measured.mean(first.map(\.squareRatio)), Measured.mean(last.map(\.squareRatio))
      )
      claims.append(
        Claim(
          Self.name, "L_student / L_teacher² falls with the width", .derived,
          .atLeast(0),
          measured: Measured(
            start.value - end.value, low: start.low - end.high, high: start.high - end.low,
            count: draws), source: Self.source))
    }
    return StudyResult(
      study: Self.name, claims: claims, rows: rows, figures: [figure(widths, exact, explicit)])
  }

  private func explicitDraws(width: Int) -> Int {
    let cost = Double(width * width) * Double(Self.hardDirections(width))
    return max(min(6, explicitDraws), min(explicitDraws, Int(5e9 / cost)))
  }

  private func exactDraw(_ width: Int, _ stream: inout RandomStream) -> Losses {
    let rate = pow(Double(width), -2.0 / 3)
    let hard = Self.hardDirections(width)
    let q =
      stream.chiSquare(degrees: width)
      / (rate * stream.chiSquare(degrees: hard + 1 - width))
    let c = q / (1 + q)
    return Losses(teacher: 1 - c, student: Self.bestStudent(alignment: c, slow: rate).value)
  }

  private func explicitDraw(
    _ width: Int, _ stream: inout RandomStream
  ) throws(LinearAlgebraError) -> Losses {
    let rate = pow(Double(width), -2.0 / 3)
    var features = DoubleMatrix(
      normal: Self.hardDirections(width) + 1, width, from: &stream)
    features.scaleRows(
      by: (0..<features.rows).map { $0 == 0 ? 1 : rate.squareRoot() })
    let easy = (0..<width).map { features[0, $0] }
    let projected = features.times(try features.gram().choleskySolve(easy))
    let rest = projected.dropFirst().reduce(0) { $0 + $1 * $1 }
    let c = projected[0]
    let best = Minimum.search(from: 0.01, to: 1000, points: 80) { time in
      let missing = 1 + expm1(-time) * c
      let learned = -expm1(-rate * time)
      return missing * missing + learned * learned * rest
    }
    return Losses(teacher: (1 - c) * (1 - c) + rest, student: best.value)
  }

  private func widthClaims(_ width: Int, _ exact: [Losses], _ explicit: [Losses]) -> [Claim] {
    var claims: [Claim] = []
    let ratio = Measured.mean(exact.map(\.squareRatio))
    if let published = [16: 2.18, 1024: 1.07][width] {
      claims.append(
        Claim(
          Self.name, "L_student / L_teacher² at M = \(width)", .published,
          .near(published, percent: 10), measured: ratio, source: Self.source))
    }
    let law = Measured.mean(exact.map(\.teacher))
    claims.append(
      Claim(
        Self.name, "teacher loss of explicit features follows the χ² law at M = \(width)",
        .derived, .near(law.value, percent: 3), measured: .mean(explicit.map(\.teacher)),
        source: "derived: Wishart law of the projection"))
    return claims
  }

  private func figure(_ widths: [Int], _ exact: [[Losses]], _ explicit: [[Losses]])
    -> NamedFigure
  {
    func points(_ losses: [[Losses]], _ metric: KeyPath<Losses, Double>)
      -> [ChartPoint]
    {
      zip(widths, losses).map { ChartPoint(Double($0), .mean($1.map { $0[keyPath: metric] })) }
    }
    func line(_ metric: KeyPath<Losses, Double>) -> [ChartPoint] {
      points(exact, metric).map { ChartPoint($0.x, $0.y) }
    }
    let width = Axis("teacher width M", scale: .logarithmic)
    let losses = Panel(
      "losses", x: width, y: Axis("loss", scale: .logarithmic),
      [
        .law("teacher, exact law", line(\.teacher), 0),
        .law("student, exact law", line(\.student), 1),
        .simulation("teacher, explicit features", points(explicit, \.teacher), 0),
        .simulation("student, explicit features", points(explicit, \.student), 1),
      ])
    let ratio = Panel(
      "ratio", x: width, y: Axis("student loss / teacher loss²"),
      [
        .law("ratio, exact law", line(\.squareRatio), 2),
        .simulation("ratio, explicit features", points(explicit, \.squareRatio), 2),
      ])
    return NamedFigure(
      Self.self, "Linear random features, d = M^(4/3) + 1, ε = M^(−2/3)", [losses, ratio],
      note: "Lines: means of \(draws) exact draws. Markers: explicit feature matrices with 95 % "
        + "intervals, 2 to \(explicitDraws) per width.")
  }
}
