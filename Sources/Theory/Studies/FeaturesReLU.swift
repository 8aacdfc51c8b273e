import Configuration
import Kernels
import Reporting

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// ReLU features and full-batch gradient descent.
///
/// Inputs N(0, I_d), truth a random ReLU network, teacher the best predictor on few random ReLU
/// features (arc-cosine kernel, exact), student a wide set of random ReLU features fitted to the
/// teacher's labels of n inputs by full-batch descent from zero with step 1/λ_max. Descent is a filter
/// on the eigenvalues of the n × n kernel matrix, 1 − (1 − λ/λ_max)^k after k steps, so the whole path
/// is closed-form; losses are on held-out inputs, relative to the teacher's.
package struct FeaturesReLU: Study {
  package var inputs = 32
  package var truthWidth = 64
  package var teacher = 48
  package var students: Several<Int> = [256, 512, 1024, 2048, 4096]
  package var samples = 1000
  package var testSamples = 2000
  package var draws = 6
  package var seed = 0

  package init() {}

  package static let name = "features-relu"
  package static let summary =
    "random ReLU features, full-batch descent: best ratio falls with width, then overfits"
  package static let source =
    "Random ReLU features with full-batch descent (after Medvedev et al. 2025, Model 1.1)"

  package static var fields: [Field<FeaturesReLU>] {
    [
      Field("inputs", \.inputs, "d, coordinates of an input", check: .within(3...256)),
      Field("truth-width", \.truthWidth, "hidden units of the truth", check: .within(1...1024)),
      Field("teacher", \.teacher, "features of the teacher", check: .within(1...1024)),
      Field(
        "students", \.students, "features of the student", check: .each(within: 2...8192)),
      Field("samples", \.samples, "n, inputs labelled by the teacher", check: .within(8...2500)),
      Field("test-samples", \.testSamples, "held out", check: .within(8...8000)),
      Field("draws", \.draws, "repetitions", check: .within(2...100)),
      Field("seed", \.seed, "of all random draws", check: .atLeast(0)),
    ]
  }

  package func check(_ node: Node, _ diagnostics: inout Diagnostics) {
    if let narrowest = students.values.min(), narrowest < teacher {
      diagnostics.report(
        "a student of \(narrowest) features is narrower than the teacher's \(teacher)",
        at: node["students"]?.mark ?? node.mark, remedy: "give students at least as wide")
    }
  }

  /// Steps of descent that are looked at: 1, … a million, even in the logarithm.
  static let steps = (0...120).map { pow(10, Double($0) / 20).rounded() }

  package func run(
    _ team: WorkerTeam, progress: @escaping @Sendable (StudyProgress) -> Void
  ) throws(TheoryError) -> StudyResult {
    let widths = students.values.sorted()
    let work = Draws(Self.name, team, total: draws * widths.count, progress)
    // One piece per draw and width; the data of a draw are the same for all widths.
    let all = try work.map(draws * widths.count) { piece throws(LinearAlgebraError) in
      try path(width: widths[piece % widths.count], draw: piece / widths.count)
    }
    var rows: [StudyRow] = []
    var best: [Measured] = []
    var late: [Measured] = []
    var paths: [Layer] = []
    for (index, width) in widths.enumerated() {
      let mine = (0..<draws).map { all[$0 * widths.count + index] }
      let mean = Self.steps.indices.map { k in Measured.mean(mine.map { $0[k] }) }
      let least = Measured.mean(mine.map { $0.min() ?? .nan })
      let last = Measured.mean(mine.map { $0.last ?? .nan })
      best.append(least)
      late.append(last)
      for (metric, estimate) in [("best ratio", least), ("last ratio", last)] {
        rows.append(
          StudyRow(Self.name, "student", "student width", at: Double(width), metric, estimate))
      }
      for (step, estimate) in zip(Self.steps, mean) {
        rows.append(
          StudyRow(Self.name, "student of \(width)", "steps", at: step, "ratio", estimate))
      }
      let line = zip(Self.steps, mean).map { ChartPoint($0, $1.value) }
      paths.append(
        .series(
          Series("\(width) features", line, color: Palette.ordered(widths.count)[index])))
    }
    let bestPanel = Panel(
      "best stopping", x: Axis("student width", scale: .logarithmic),
      y: Axis("best loss / teacher loss"),
      [.simulation(nil, zip(widths, best).map { ChartPoint(Double($0), $1) })])
    let pathPanel = Panel(
      "along training", x: Axis("steps of full-batch descent", scale: .logarithmic),
      y: Axis("student loss / teacher loss"), paths)
    let figure = NamedFigure(
      Self.self, "Random ReLU features, \(teacher) in the teacher", [bestPanel, pathPanel],
      note: "Means of \(draws) repetitions; bars: 95 % intervals.")
    return StudyResult(
      study: Self.name, claims: claims(widths, best, late), rows: rows, figures: [figure])
  }

  private var isPublished: Bool {
    var published = Self()
    (published.students, published.draws, published.seed) = (students, draws, seed)
    return published == self
  }

  private func claims(_ widths: [Int], _ best: [Measured], _ late: [Measured]) -> [Claim] {
    var claims: [Claim] = []
    for (width, estimate) in zip(widths, best) {
      guard isPublished, Self().students.values.contains(width) else { continue }
      claims.append(
        Claim(
          Self.name, "best ratio of a student of \(width)", .published, .between(0.75, 0.87),
          measured: estimate, source: Self.source))
    }
    if isPublished, let first = best.first, let last = best.last, widths.count > 1 {
      claims.append(
        Claim(
          Self.name, "the best ratio falls with width (widest / narrowest)", .published,
          .trend(reference: nil, seen: last.value < first.value),
          measured: .exact(last.value / first.value), source: Self.source))
    }
    if let last = late.last, let least = best.last {
      claims.append(
        Claim(
          Self.name, "the widest student gets worse when trained on (last ratio)",
          isPublished ? .published : .derived,
          .trend(reference: nil, seen: last.value > least.value), measured: last,
          source: Self.source))
    }
    return claims
  }

  /// Held-out loss relative to the teacher's after each of `steps`.
  private func path(width: Int, draw: Int) throws(LinearAlgebraError) -> [Double] {
    var stream = RandomStream(seed: UInt64(seed), "features-relu/data", index: UInt64(draw))
    let units = DoubleMatrix(onSphere: inputs, count: truthWidth, from: &stream)
    let outer = (0..<truthWidth).map { _ in stream.normalDouble() }
    let features = DoubleMatrix(onSphere: inputs, count: teacher, from: &stream)
    let weights = try ArcCosineKernel.gram(features, factor: 1).semidefiniteSolve(
      ArcCosineKernel.gram(features, units, factor: 1).times(outer))
    let train = DoubleMatrix(normal: inputs, samples, from: &stream)
    let test = DoubleMatrix(normal: inputs, testSamples, from: &stream)
    var own = RandomStream(
      seed: UInt64(seed), "features-relu/student/\(width)", index: UInt64(draw))
    let student = DoubleMatrix(onSphere: inputs, count: width, from: &own)

    let labels = activations(features, train).times(weights, transposed: true)
    let truth = activations(units, test).times(outer, transposed: true)
    let taught = activations(features, test).times(weights, transposed: true)
    func meanSquare(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(a.count)
    }
    let teacherLoss = meanSquare(taught, truth)
    let trainFeatures = activations(student, train)
    let eigen = try trainFeatures.gram().symmetricEigen()
    let cross = DoubleMatrix.product(
      activations(student, test), trainFeatures, transposeLeft: true)
    let predictors = cross * eigen.vectors
    let projected = eigen.vectors.times(labels, transposed: true)
    let largest = eigen.values.last ?? 1
    return Self.steps.map { step in
      let filtered = zip(eigen.values, projected).map { eigenvalue, label in
        eigenvalue < 1e-12 * largest
          ? 0 : -expm1(step * log1p(-min(1, eigenvalue / largest))) / eigenvalue * label
      }
      return meanSquare(predictors.times(filtered), truth) / teacherLoss
    }
  }

  /// relu⟨uᵢ, x⟩: features × examples.
  private func activations(_ units: DoubleMatrix, _ x: DoubleMatrix) -> DoubleMatrix {
    var result = DoubleMatrix.product(units, x, transposeLeft: true)
    result.updateColumns { _, column in
      for i in 0..<column.count { column[i] = max(0, column[i]) }
    }
    return result
  }
}
