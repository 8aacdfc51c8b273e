import Configuration
import Kernels
import Reporting

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Training on another target than the true one can beat the true one (Ildiz et al. 2025).
///
/// Minimum-norm regression of n noiseless labels ⟨x, β_s⟩ on x ~ N(0, Λ) in p > n dimensions, judged
/// by ‖Λ^{1/2}(β̂ − β)‖². The best surrogate β_s shrinks weak directions and amplifies strong ones;
/// keeping or dropping each direction (a weak-to-strong mask) lies between.
package struct Surrogate: Study {
  package var dimension = 500
  package var samples: Several<Int> = [100, 150, 200, 250, 300]
  package var covarianceDecay = 2.0
  package var signalDecay = 1.5
  package var draws = 200
  package var seed = 0

  package init() {}

  package static let name = "surrogate"
  package static let summary =
    "ridgeless regression on a surrogate target: optimal surrogate, mask and truth compared"
  package static let source =
    "Ildiz et al. 2025, High-dimensional Analysis of Knowledge Distillation (arXiv 2410.18837), "
    + "Section 3"

  package static var fields: [Field<Surrogate>] {
    [
      Field("dimension", \.dimension, "p, coordinates of an input", check: .within(4...4000)),
      Field("samples", \.samples, "n, labelled examples", check: .each(within: 2...3999)),
      Field(
        "covariance-decay", \.covarianceDecay, "a in λᵢ = i^−a, variance of direction i",
        check: .within(0...4)),
      Field(
        "signal-decay", \.signalDecay, "b in λᵢβᵢ² = i^−b, signal of direction i",
        check: .within(0...8)),
      Field("draws", \.draws, "training sets per n", check: .within(2...10_000)),
      Field("seed", \.seed, "of all random draws", check: .atLeast(0)),
    ]
  }

  package func check(_ node: Node, _ diagnostics: inout Diagnostics) {
    if let most = samples.values.max(), most >= dimension {
      diagnostics.report(
        "\(most) samples in \(dimension) dimensions leave nothing to interpolate",
        at: node["samples"]?.mark ?? node.mark, remedy: "give fewer samples than dimensions")
    }
  }

  var spectrum: [Double] { (1...dimension).map { pow(Double($0), -covarianceDecay) } }

  var truth: [Double] {
    (1...dimension).map { pow(Double($0), (covarianceDecay - signalDecay) / 2) }
  }

  /// The targets that are compared, in the order of the published numbers.
  enum Target: String, CaseIterable, Sendable {
    case truth = "true labels"
    case mask = "0-1 mask"
    case optimal = "optimal surrogate"
  }

  private struct Risks: Sendable {
    var byTarget: [Double]
  }

  package func run(
    _ team: WorkerTeam, progress: @escaping @Sendable (StudyProgress) -> Void
  ) throws(TheoryError) -> StudyResult {
    let samples = self.samples.values.sorted()
    let steps = Draws(Self.name, team, total: samples.count * draws, progress)
    var claims: [Claim] = []
    var rows: [StudyRow] = []
    var simulated = [[ChartPoint]](repeating: [], count: Target.allCases.count)
    for count in samples {
      let theory = RidgelessTheory(spectrum: spectrum, samples: count)
      let targets = surrogates(theory)
      let risks = try steps.map(draws) { draw throws(LinearAlgebraError) in
        var stream = RandomStream(
          seed: UInt64(seed), "surrogate/\(count)", index: UInt64(draw))
        return try simulate(count, targets, &stream)
      }
      for (index, target) in Target.allCases.enumerated() {
        let expected = theory.risk(truth: truth, surrogate: targets[index])
        let measured = Measured.mean(risks.map { $0.byTarget[index] })
        rows.append(
          StudyRow(
            Self.name, "theory", "samples", at: Double(count), "risk, \(target.rawValue)",
            .exact(expected)))
        rows.append(
          StudyRow(
            Self.name, "simulation", "samples", at: Double(count), "risk, \(target.rawValue)",
            measured))
        simulated[index].append(ChartPoint(Double(count), measured))
        claims += riskClaims(count, target, expected, measured)
      }
      let start = theory.shrinkageStart
      rows.append(
        StudyRow(
          Self.name, "theory", "samples", at: Double(count), "shrinkage starts at",
          .exact(Double(start))))
      if isPublished, count == 200 {
        claims.append(
          Claim(
            Self.name, "the optimal surrogate shrinks from direction i =", .published,
            .near(127, within: 0), measured: .exact(Double(start)), source: Self.source))
      }
    }
    return StudyResult(
      study: Self.name, claims: claims, rows: rows, figures: [figure(samples, simulated)])
  }

  private var isPublished: Bool {
    dimension == Self().dimension && covarianceDecay == Self().covarianceDecay
      && signalDecay == Self().signalDecay
  }

  private func surrogates(_ theory: RidgelessTheory) -> [[Double]] {
    [truth, theory.mask(truth: truth), theory.optimalSurrogate(truth: truth)]
  }

  /// β̂ = Xᵀ(XXᵀ)⁻¹Xβ_s for each surrogate, on one training set.
  private func simulate(
    _ count: Int, _ targets: [[Double]], _ stream: inout RandomStream
  ) throws(LinearAlgebraError) -> Risks {
    var inputs = DoubleMatrix(normal: dimension, count, from: &stream)  // one example per column
    inputs.scaleRows(by: spectrum.map { $0.squareRoot() })
    let surrogates = DoubleMatrix(
      rows: dimension, columns: targets.count, values: targets.flatMap { $0 })
    let labels = DoubleMatrix.product(inputs, surrogates, transposeLeft: true)
    let estimates = inputs * (try inputs.gram().choleskySolve(labels))
    let (spectrum, truth) = (spectrum, truth)
    return Risks(
      byTarget: targets.indices.map { index in
        var risk = 0.0
        for i in 0..<dimension {
          let error = estimates[i, index] - truth[i]
          risk += spectrum[i] * error * error
        }
        return risk
      })
  }

  private func riskClaims(
    _ count: Int, _ target: Target, _ expected: Double, _ measured: Measured
  ) -> [Claim] {
    var claims: [Claim] = []
    let published: [Target: Double] = [.truth: 0.1194, .mask: 0.0897, .optimal: 0.0833]
    if isPublished, count == 200, let value = published[target] {
      claims.append(
        Claim(
          Self.name, "risk at n = 200, \(target.rawValue), theory", .published,
          .near(value, within: 6e-5), measured: .exact(expected), source: Self.source))
    }
    // The theory is for large n and p − n; small ones leave terms of their inverse.
    let percent = max(3, 300 / Double(min(count, dimension - count)))
    claims.append(
      Claim(
        Self.name, "risk at n = \(count), \(target.rawValue), simulation against theory",
        .derived, .near(expected, percent: percent), measured: measured, source: Self.source))
    return claims
  }

  private func figure(_ samples: [Int], _ simulated: [[ChartPoint]]) -> NamedFigure {
    let low = samples.first ?? 1
    let high = samples.last ?? low
    let grid = Set((0...40).map { low + (high - low) * $0 / 40 }).sorted()
    let theories = grid.map { RidgelessTheory(spectrum: spectrum, samples: $0) }
    var layers: [Layer] = []
    for (index, target) in Target.allCases.enumerated() {
      let line = zip(grid, theories).map { count, theory in
        ChartPoint(
          Double(count), theory.risk(truth: truth, surrogate: surrogates(theory)[index]))
      }
      layers.append(.law(target.rawValue + ", theory", line, index))
      layers.append(.simulation(target.rawValue + ", simulation", simulated[index], index))
    }
    let panel = Panel(
      x: Axis("samples n"), y: Axis("risk", scale: .logarithmic), layers)
    return NamedFigure(
      Self.self, "Risk of ridgeless regression on a surrogate, p = \(dimension)", [panel],
      note: "Markers: means of \(draws) training sets with 95 % intervals.")
  }
}
