import Configuration
import Kernels
import Reporting

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A student's ridge makes good for a teacher's lack of it (Moniri & Hassani 2025).
///
/// The teacher fits β from n noisy labels with ridge λ_t, β_t = (S + λ_t)⁻¹Xᵀy/n; the student fits the
/// teacher's noiseless labels on n_s fresh inputs, β_s = S̃(S̃ + λ_s)⁻¹β_t, with the best λ_s. Errors are
/// E‖β̂ − β‖². At λ_s = 0 the derivative of the student's error has the sign of
/// E⟨β_t, β⟩ − E‖β_t‖², so the student helps if and only if λ_t < σ²d/(n‖β‖²).
package struct Ridge: Study {
  package var dimension = 200
  package var samples = 400
  package var studentSamples: Int?
  package var noise = 1.0
  package var signal = 1.0
  package var ridges: Several<Double> = [0.001, 0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.2, 2]
  package var draws = 60
  package var seed = 0

  package init() {}

  package static let name = "ridge"
  package static let summary =
    "a student of a ridge teacher helps if and only if the teacher is under-regularized"
  package static let source =
    "Moniri & Hassani 2025, On the Mechanisms of Weak-to-Strong Generalization "
    + "(arXiv 2505.18346), Section 3"

  package static var fields: [Field<Ridge>] {
    [
      Field("dimension", \.dimension, "d, coordinates of an input", check: .within(2...1000)),
      Field("samples", \.samples, "n, noisy labels", check: .within(2...20_000)),
      Field(
        "student-samples", \.studentSamples,
        "n_s, inputs that the teacher labels; as many as samples if null",
        check: Check("of at least 2") { $0.map { (2...20_000).contains($0) } ?? true }),
      Field("noise", \.noise, "σ, deviation of the labels", check: .above(0)),
      Field("signal", \.signal, "‖β‖", check: .above(0)),
      Field("ridges", \.ridges, "λ of the teacher", check: .each(within: 1e-6...1e3)),
      Field("draws", \.draws, "simulations", check: .within(2...10_000)),
      Field("seed", \.seed, "of all random draws", check: .atLeast(0)),
    ]
  }

  package func check(_ node: Node, _ diagnostics: inout Diagnostics) {
    let count = studentSamples ?? samples
    if count - dimension - 1 <= 0 {
      diagnostics.report(
        "n_s − d − 1 = \(count - dimension - 1): without a ridge the student does not determine "
          + "its weights",
        at: (node["student-samples"] ?? node["samples"])?.mark ?? node.mark,
        remedy: "give the student more than \(dimension + 1) samples or lower dimension")
    }
  }

  /// σ²d/(n‖β‖²).
  var threshold: Double {
    noise * noise * Double(dimension) / (Double(samples) * signal * signal)
  }

  package func run(
    _ team: WorkerTeam, progress: @escaping @Sendable (StudyProgress) -> Void
  ) throws(TheoryError) -> StudyResult {
    let ridges = self.ridges.values.sorted()
    let steps = Draws(Self.name, team, total: draws, progress)
    let simulated = try steps.map(draws) { draw throws(LinearAlgebraError) in
      var stream = RandomStream(seed: UInt64(seed), Self.name, index: UInt64(draw))
      return try RidgeDraw(self, &stream)
    }
    var claims: [Claim] = []
    var rows: [StudyRow] = []
    var errors: [(teacher: Measured, student: Measured)] = []
    for (index, ridge) in ridges.enumerated() {
      let theory = theory(ridge)
      let best = bestStudentRidge(simulated, index)
      let teacher = Measured.mean(simulated.map { $0.teacher(index) })
      let student = Measured.mean(simulated.map { $0.student(index, ridge: best) })
      errors.append((teacher, student))
      for (metric, expected, measured) in [
        ("teacher error", theory.teacher, teacher), ("student error", theory.student, student),
      ] {
        rows.append(StudyRow(Self.name, "theory", "ridge", at: ridge, metric, .exact(expected)))
        rows.append(StudyRow(Self.name, "simulation", "ridge", at: ridge, metric, measured))
      }
      claims += errorClaims(ridge, theory, teacher, student)
    }
    let crossing = crossingClaim(simulated)
    rows.append(
      StudyRow(
        Self.name, "simulation", "ridge", at: threshold, "threshold", crossing.measured))
    claims.append(crossing)
    return StudyResult(
      study: Self.name, claims: claims, rows: rows, figures: [figure(ridges, errors)])
  }

  /// Errors for d, n → ∞: teacher E‖β_t‖² − 2E⟨β_t, β⟩ + ‖β‖², student
  /// a₂E‖β_t‖² − 2a₁E⟨β_t, β⟩ + ‖β‖² with the moments a₁, a₂ of S̃(S̃ + λ_s)⁻¹, λ_s the best.
  func theory(_ ridge: Double) -> (teacher: Double, student: Double, studentRidge: Double) {
    let square = signal * signal
    let law = MarchenkoPastur(ratio: Double(dimension) / Double(samples))
    let (first, second) = law.shrinkage(ridge)
    let variance =
      noise * noise * law.ratio * (law.resolvent(ridge) - ridge * law.squaredResolvent(ridge))
    let (aligned, norm) = (first * square, second * square + variance)
    let student = MarchenkoPastur(
      ratio: Double(dimension) / Double(studentSamples ?? samples))
    let best = Minimum.search(from: 1e-6, to: 1e3) { ridge in
      let (first, second) = student.shrinkage(ridge)
      return second * norm - 2 * first * aligned + square
    }
    return (norm - 2 * aligned + square, best.value, best.argument)
  }

  /// The λ_s of least mean error over the draws.
  private func bestStudentRidge(_ draws: [RidgeDraw], _ index: Int) -> Double {
    Minimum.search(from: 1e-6, to: 1e3, points: 60) { ridge in
      draws.reduce(0) { $0 + $1.student(index, ridge: ridge) }
    }.argument
  }

  private var isPublished: Bool {
    var published = Self()
    (published.ridges, published.draws, published.seed) = (ridges, draws, seed)
    return published == self
  }

  private func errorClaims(
    _ ridge: Double, _ theory: (teacher: Double, student: Double, studentRidge: Double),
    _ teacher: Measured, _ student: Measured
  ) -> [Claim] {
    var claims: [Claim] = []
    if isPublished, ridge == 0.001 {
      claims.append(
        Claim(
          Self.name, "teacher error at λ = 0.001", .published, .near(0.989, percent: 3),
          measured: teacher, source: Self.source))
      claims.append(
        Claim(
          Self.name, "student error at λ = 0.001", .published, .near(0.565, percent: 3),
          measured: student, source: Self.source))
    }
    claims.append(
      Claim(
        Self.name, "student error at λ = \(ridge), simulation against theory", .derived,
        .near(theory.student, percent: max(5, 1000 / Double(dimension))), measured: student,
        source: Self.source))
    return claims
  }

  /// Where E⟨β_t, β_t − β⟩ changes sign, by bisection in λ_t on the mean of the draws.
  private func crossingClaim(_ draws: [RidgeDraw]) -> Claim {
    let measured = Measured.bootstrap(
      count: draws.count, seed: seed, name: "ridge/threshold", resamples: 400
    ) { indices in
      var (low, high) = (log(threshold) - 4, log(threshold) + 4)
      for _ in 0..<40 {
        let middle = (low + high) / 2
        let slope = indices.reduce(0) { $0 + draws[$1].excess(ridge: exp(middle)) }
        if slope > 0 { low = middle } else { high = middle }
      }
      return exp((low + high) / 2)
    }
    return Claim(
      Self.name, "the student helps if and only if λ is below σ²d/(n‖β‖²)",
      isPublished ? .published : .derived, .near(threshold, percent: 5), measured: measured,
      source: Self.source)
  }

  private func figure(_ ridges: [Double], _ errors: [(teacher: Measured, student: Measured)])
    -> NamedFigure
  {
    let (low, high) = (ridges.first ?? 0.001, ridges.last ?? 2)
    let grid = (0...60).map { low * pow(high / low, Double($0) / 60) }
    let theories = grid.map { theory($0) }
    let teacher = zip(grid, theories).map { ChartPoint($0, $1.teacher) }
    let student = zip(grid, theories).map { ChartPoint($0, $1.student) }
    let panel = Panel(
      x: Axis("ridge of the teacher λ", scale: .logarithmic), y: Axis("error ‖β̂ − β‖²"),
      [
        .reference(
          Reference(.vertical(threshold), label: "σ²d/(n‖β‖²) = \(short(threshold))")),
        .law("teacher, theory", teacher, 0), .law("student, theory", student, 1),
        .simulation(
          "teacher, simulation", zip(ridges, errors).map { ChartPoint($0, $1.teacher) }, 0),
        .simulation(
          "student, simulation", zip(ridges, errors).map { ChartPoint($0, $1.student) }, 1),
      ])
    return NamedFigure(
      Self.self, "Ridge teacher and student, d = \(dimension), n = \(samples)", [panel],
      note: "Markers: means of \(draws) simulations with 95 % intervals; the student has its best "
        + "ridge.")
  }
}
