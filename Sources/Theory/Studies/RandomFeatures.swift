import Configuration
import Kernels
import Reporting

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Random ReLU features on the sphere (Medvedev et al. 2025, Model 1.1).
///
/// f(x) = Σ wᵢ relu⟨uᵢ, x⟩ with x, uᵢ uniform on S^{d−1} and target ⟨β, x⟩, ‖β‖ = 1. The teacher has
/// M features and the weights that are best on the population; the student follows population
/// gradient flow on the teacher's outputs from zero and stops at the best time. Losses are E(f − f*)²
/// relative to E f*² = 1/d.
package struct RandomFeatures: Study {
  package var dimension = 32
  package var widths: Several<Int> = [16, 32, 64, 128, 256]
  package var students: Several<Int> = [1024, 4096]
  package var draws = 20
  package var seed = 0

  package init() {}

  package static let name = "random-features"
  package static let summary =
    "teacher and student of random ReLU features: student loss is a power of teacher loss above 1"
  package static let source = "Medvedev et al. 2025 (arXiv 2503.02877), Model 1.1 and Section 3"

  package static var fields: [Field<RandomFeatures>] {
    [
      Field("dimension", \.dimension, "d, coordinates of an input", check: .within(3...512)),
      Field("widths", \.widths, "M, features of the teacher", check: .each(within: 2...2048)),
      Field(
        "students", \.students, "features of finite students (an infinite one always runs)",
        check: .each(within: 2...6000)),
      Field("draws", \.draws, "teachers per width", check: .within(2...1000)),
      Field("seed", \.seed, "of all random draws", check: .atLeast(0)),
    ]
  }

  package func check(_ node: Node, _ diagnostics: inout Diagnostics) {
    guard let widest = widths.values.max(), let student = students.values.min() else { return }
    if student < widest {
      diagnostics.report(
        "a student of \(student) features is narrower than a teacher of \(widest)",
        at: node["students"]?.mark ?? node.mark, remedy: "give students at least as wide")
    }
  }

  /// Student and teacher losses: `[width][draw]`.
  private struct Losses {
    var teacher: [[Double]] = []
    var student: [[Double]] = []
  }

  package func run(
    _ team: WorkerTeam, progress: @escaping @Sendable (StudyProgress) -> Void
  ) throws(TheoryError) -> StudyResult {
    let widths = self.widths.values.sorted()
    let steps = Draws(
      Self.name, team, total: widths.count * (draws + students.values.count), progress)
    let population = SpherePopulation(dimension: dimension)
    let count = draws
    let all = try steps.map(widths.count * count) { piece throws(LinearAlgebraError) in
      var stream = RandomStream(
        seed: UInt64(seed), "random-features/teacher/\(widths[piece / count])",
        index: UInt64(piece % count))
      return try SphereTeacher(
        width: widths[piece / count], population: population, from: &stream)
    }
    let teachers = widths.indices.map { Array(all[$0 * count..<($0 + 1) * count]) }
    let relative = Double(dimension)
    let teacherLosses = teachers.map { $0.map { $0.loss * relative } }
    var groups: [(label: String, width: Int?, losses: Losses)] = []
    groups.append(
      (
        "infinite student", nil,
        Losses(
          teacher: teacherLosses,
          student: teachers.map { $0.map { $0.bestInfiniteStudent().value * relative } })
      ))
    for width in students.values.sorted() {
      let best = try finiteStudents(width, teachers, steps)
      groups.append(
        (
          "student of \(width)", width,
          Losses(teacher: teacherLosses, student: best.map { $0.map { $0 * relative } })
        ))
    }
    return result(widths, groups.map { ($0.label, $0.width, $0.losses) }, population)
  }

  /// The best loss of one finite student on each teacher: `[width][draw]`.
  private func finiteStudents(_ width: Int, _ teachers: [[SphereTeacher]], _ steps: Draws)
    throws(TheoryError) -> [[Double]]
  {
    var stream = RandomStream(seed: UInt64(seed), "random-features/student/\(width)")
    let d = Double(dimension)
    let features = DoubleMatrix(onSphere: dimension, count: width, from: &stream)
    let gram = ArcCosineKernel.gram(features, factor: 1 / d)
    let alignment = (0..<width).map { features[0, $0] / (2 * d) }
    return try steps.map(teachers.count) { index throws(LinearAlgebraError) in
      var right = DoubleMatrix(rows: width, columns: teachers[index].count)
      for (j, teacher) in teachers[index].enumerated() {
        let cross = ArcCosineKernel.gram(features, teacher.features, factor: 1 / d)
        right.values.replaceSubrange(
          j * width..<(j + 1) * width, with: cross.times(teacher.weights))
      }
      let flows = try GradientFlow.flows(
        matrix: gram, right: right, alignment: alignment, constant: 1 / d,
        steps: 40 + Int(12 * d.squareRoot()))
      // The linear part is learned at the rate width / (4d²).
      let unit = 4 * d * d / Double(width)
      return flows.map { flow in
        Minimum.search(from: 0.1 * unit, to: 100 * unit) { flow.loss(at: $0) }.value
      }
    }
  }

  private func result(
    _ widths: [Int], _ groups: [(label: String, width: Int?, losses: Losses)],
    _ population: SpherePopulation
  ) -> StudyResult {
    var claims = kernelClaims(population)
    var rows: [StudyRow] = []
    var layers: [Layer] = [.identity]
    for (place, group) in groups.enumerated() {
      var points: [ChartPoint] = []
      for (index, width) in widths.enumerated() {
        let (teacher, student) = (group.losses.teacher[index], group.losses.student[index])
        let ratio = Measured.bootstrap(
          count: draws, seed: seed, name: "\(Self.name)/ratio/\(group.label)/\(width)"
        ) { draws in
          draws.reduce(0) { $0 + student[$1] } / draws.reduce(0) { $0 + teacher[$1] }
        }
        let metrics: [(String, Measured)] = [
          ("teacher loss", .mean(teacher)), ("student loss", .mean(student)), ("ratio", ratio),
        ]
        for (metric, estimate) in metrics {
          rows.append(
            StudyRow(
              Self.name, group.label, "teacher width", at: Double(width), metric, estimate))
        }
        points.append(ChartPoint(Measured.mean(teacher).value, .mean(student)))
        if group.width == nil { claims.append(ratioClaim(width, ratio)) }
      }
      layers.append(.simulation(group.label, points, place))
      guard widths.count > 1 else { continue }
      let exponent = exponentOf(group.losses, group.label)
      rows.append(
        StudyRow(
          Self.name, group.label, "student width", at: Double(group.width ?? 0), "exponent",
          exponent))
      claims += exponentClaims(group.width, exponent)
      let fit = LineFit.powerLaw(points.map(\.x), points.compactMap(\.y))
      let line = points.map { ChartPoint($0.x, exp(fit.intercept) * pow($0.x, fit.slope)) }
      layers.append(.fit("exponent \(short(exponent))", line, place))
    }
    let panel = Panel(
      x: Axis("teacher loss / (1/d)", scale: .logarithmic),
      y: Axis("student loss / (1/d)", scale: .logarithmic), layers)
    let figure = NamedFigure(
      Self.self, "Random ReLU features, d = \(dimension), best stopping time", [panel],
      note: "Bars and brackets: 95 % intervals over \(draws) teachers per width.")
    return StudyResult(study: Self.name, claims: claims, rows: rows, figures: [figure])
  }

  private func exponentOf(_ losses: Losses, _ label: String) -> Measured {
    .bootstrap(count: draws, seed: seed, name: "\(Self.name)/exponent/\(label)") { draws in
      func means(_ values: [[Double]]) -> [Double] {
        values.map { width in draws.reduce(0) { $0 + width[$1] } / Double(draws.count) }
      }
      return LineFit.powerLaw(means(losses.teacher), means(losses.student)).slope
    }
  }

  private var isPublished: Bool {
    dimension == Self().dimension && Set(widths.values) == Set(Self().widths.values)
  }

  private func kernelClaims(_ population: SpherePopulation) -> [Claim] {
    let d = Double(dimension)
    let eigenvalues = population.eigenvalues
    var claims = [
      Claim(
        Self.name, "kernel eigenvalue λ₁ = 1/4d²", .derived,
        .near(1 / (4 * d * d), within: 1e-10 / (4 * d * d)), measured: .exact(eigenvalues[1]),
        source: Self.source)
    ]
    guard dimension == Self().dimension else { return claims }
    for (degree, value, digit) in [
      (0, 5.0519e-3, 1e-7), (2, 4.6390e-6, 1e-10), (4, 3.7870e-9, 1e-13),
    ] {
      claims.append(
        Claim(
          Self.name, "kernel eigenvalue λ\(["₀", "₁", "₂", "₃", "₄"][degree])", .published,
          .near(value, within: digit), measured: .exact(eigenvalues[degree]), source: Self.source)
      )
    }
    return claims
  }

  private func ratioClaim(_ width: Int, _ ratio: Measured) -> Claim {
    let published = [16: 0.874, 32: 0.640, 64: 0.319, 128: 0.124, 256: 0.0525]
    if dimension == Self().dimension, let value = published[width] {
      return Claim(
        Self.name, "loss ratio of the infinite student at M = \(width)", .published,
        .near(value, percent: 10), measured: ratio, source: Self.source)
    }
    return Claim(
      Self.name, "the infinite student beats its teacher at M = \(width)", .derived, .atMost(1),
      measured: ratio, source: Self.source)
  }

  private func exponentClaims(_ student: Int?, _ exponent: Measured) -> [Claim] {
    let label = student.map { "exponent of a student of \($0)" } ?? "exponent, infinite student"
    let published: Double? =
      switch student {
      case nil: 1.95
      case 4096: 1.70
      case 1024: 1.38
      default: nil
      }
    var claims: [Claim] = []
    if isPublished, let value = published {
      claims.append(
        Claim(
          Self.name, label, .published, .near(value, within: 0.07), measured: exponent,
          source: Self.source))
    } else if student == nil {
      claims.append(
        Claim(
          Self.name, label + ", above 1", .derived,
          .trend(reference: nil, seen: exponent.high > 1), measured: exponent,
          source: Self.source))
    }
    if isPublished, student == nil {
      claims.append(
        Claim(
          Self.name, "exponent at least the paper's bound", .published, .atLeast(1.49),
          measured: exponent, source: Self.source))
    }
    return claims
  }
}
