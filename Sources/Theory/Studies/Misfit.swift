import Configuration
import Kernels
import Reporting

/// Gain equals misfit (Charikar et al. 2024).
///
/// Truth: a random linear head on a random ReLU representation h*. The supervisor fits a head on a
/// shallow representation to the truth, the student a head on its own representation to the
/// supervisor's labels, both by least squares. Where the student's representation can express the
/// truth (it is h*), the student is the projection of the labels w on a space that holds the truth t,
/// and on its training inputs ‖w − t‖² − ‖s − t‖² = ‖w − s‖². With another representation of projection
/// Π, gain = misfit − 2⟨(1 − Π)w, (1 − Π)t⟩.
package struct Misfit: Study {
  package var inputs = 8
  package var width = 16
  package var targetDepth = 5
  package var weakDepth = 2
  package var strongDepth = 8
  package var scale = 500.0
  package var tasks = 100
  package var samples = 2000
  package var testSamples = 2000
  package var seed = 0

  package init() {}

  package static let name = "misfit"
  package static let summary = "the student's gain is its misfit to the weak labels, squared loss"
  package static let source =
    "Charikar et al. 2024, Quantifying the Gain in Weak-to-Strong Generalization "
    + "(arXiv 2405.15116), Theorem 1 and Section 5.1"

  package static var fields: [Field<Misfit>] {
    [
      Field("inputs", \.inputs, "coordinates of an input", check: .within(1...256)),
      Field("width", \.width, "of every layer and representation", check: .within(2...128)),
      Field("target-depth", \.targetDepth, "ReLU layers of h*", check: .within(1...32)),
      Field("weak-depth", \.weakDepth, "layers of the supervisor", check: .within(1...32)),
      Field(
        "strong-depth", \.strongDepth, "layers of the student that does not hold the truth",
        check: .within(1...32)),
      Field("scale", \.scale, "deviation of the inputs", check: .above(0)),
      Field("tasks", \.tasks, "random heads", check: .within(3...500)),
      Field(
        "samples", \.samples, "examples for the supervisor, and again for the student",
        check: .within(4...20_000)),
      Field("test-samples", \.testSamples, "held out", check: .within(4...50_000)),
      Field("seed", \.seed, "of all random draws", check: .atLeast(0)),
    ]
  }

  package func check(_ node: Node, _ diagnostics: inout Diagnostics) {
    if samples <= 2 * width {
      diagnostics.report(
        "\(samples) examples for \(width) weights: the fit leaves no misfit to speak of",
        at: node["samples"]?.mark ?? node.mark,
        remedy: "give more than \(2 * width) samples or a smaller width")
    }
  }

  /// Mean squared differences of one task on one set of inputs.
  struct Losses: Sendable {
    var supervisor: Double
    var student: Double
    var misfit: Double
    /// 2⟨(1 − Π)w, (1 − Π)t⟩ per input, where Π is known (training inputs).
    var cross = 0.0
    var gain: Double { supervisor - student }
    /// How far the identity is from holding, relative to the misfit.
    var identityError: Double { abs(gain - (misfit - cross)) / misfit }
  }

  package func run(
    _ team: WorkerTeam, progress: @escaping @Sendable (StudyProgress) -> Void
  ) throws(TheoryError) -> StudyResult {
    let steps = Draws(Self.name, team, total: 2, progress)
    func network(_ name: String, depth: Int) -> RandomNetwork {
      var stream = RandomStream(seed: UInt64(seed), "misfit/" + name)
      return RandomNetwork(inputs: inputs, width: width, depth: depth, from: &stream)
    }
    let target = network("target", depth: targetDepth)
    let weak = network("weak", depth: weakDepth)
    let students = [target, network("strong", depth: strongDepth)]
    let labels = ["realizable: student holds the truth", "another representation"]
    let pairs = try steps.map(2) { index throws(LinearAlgebraError) in
      try losses(target: target, weak: weak, strong: students[index])
    }
    var claims: [Claim] = []
    var rows: [StudyRow] = []
    var panels: [Panel] = []
    for (label, pair) in zip(labels, pairs) {
      for (split, losses) in [("training", pair.training), ("held out", pair.heldOut)] {
        for (task, loss) in losses.enumerated() {
          for (metric, value) in [
            ("gain", loss.gain), ("misfit", loss.misfit), ("supervisor loss", loss.supervisor),
            ("student loss", loss.student),
          ] {
            rows.append(
              StudyRow(
                Self.name, "\(label), \(split)", "task", at: Double(task), metric, .exact(value)))
          }
        }
      }
      let line = line(pair.heldOut)
      rows.append(
        StudyRow(Self.name, label, "held out", at: 0, "correlation", line.correlation))
      rows.append(StudyRow(Self.name, label, "held out", at: 0, "slope", line.slope))
      panels.append(panel(label, pair))
    }
    claims.append(
      identityClaim("gain = misfit on training inputs, largest relative error", pairs[0].training)
    )
    let realizable = line(pairs[0].heldOut)
    if isPublished {
      claims.append(
        Claim(
          Self.name, "correlation of gain and misfit, held out", .published, .atLeast(0.85),
          measured: realizable.correlation, source: Self.source))
      claims.append(
        Claim(
          Self.name, "slope of gain on misfit, held out", .published, .between(0.85, 1.15),
          measured: realizable.slope, source: Self.source))
    }
    claims.append(
      identityClaim(
        "gain = misfit − 2⟨(1−Π)w, (1−Π)t⟩ for another representation", pairs[1].training))
    let figure = NamedFigure(
      Self.self, "Gain against misfit, \(tasks) tasks", panels,
      note: "One point per task; mean squared differences.")
    return StudyResult(study: Self.name, claims: claims, rows: rows, figures: [figure])
  }

  private var isPublished: Bool {
    var published = Self()
    published.seed = seed
    return published == self
  }

  private func identityClaim(_ name: String, _ losses: [Losses]) -> Claim {
    Claim(
      Self.name, name, .derived, .atMost(1e-10),
      measured: .exact(losses.map(\.identityError).max() ?? .nan), source: Self.source)
  }

  private func losses(
    target: RandomNetwork, weak: RandomNetwork, strong: RandomNetwork
  ) throws(LinearAlgebraError) -> (training: [Losses], heldOut: [Losses]) {
    var stream = RandomStream(seed: UInt64(seed), "misfit/data")
    let heads = DoubleMatrix(normal: width, tasks, from: &stream)
    func draw(_ count: Int) -> DoubleMatrix {
      var x = DoubleMatrix(normal: inputs, count, from: &stream)
      x.scaleRows(by: [Double](repeating: scale, count: inputs))
      return x
    }
    let (forSupervisor, forStudent, test) = (draw(samples), draw(samples), draw(testSamples))
    let supervisor = try weak.design(forSupervisor).leastSquares(
      target.design(forSupervisor) * heads)
    let design = strong.design(forStudent)
    let labels = weak.design(forStudent) * supervisor
    let student = try design.leastSquares(labels)
    let truth = target.design(forStudent) * heads
    let truthFit = design * (try design.leastSquares(truth))
    let training = compare(truth, labels, design * student, truthFit)
    let heldOut = compare(
      target.design(test) * heads, weak.design(test) * supervisor,
      strong.design(test) * student, nil)
    return (training, heldOut)
  }

  /// Task by task; `truthFit` is Πt.
  private func compare(
    _ truth: DoubleMatrix, _ weak: DoubleMatrix, _ student: DoubleMatrix,
    _ truthFit: DoubleMatrix?
  ) -> [Losses] {
    (0..<tasks).map { task in
      var losses = Losses(supervisor: 0, student: 0, misfit: 0)
      for i in task * truth.rows..<(task + 1) * truth.rows {
        let (t, w, s) = (truth.values[i], weak.values[i], student.values[i])
        losses.supervisor += (w - t) * (w - t)
        losses.student += (s - t) * (s - t)
        losses.misfit += (w - s) * (w - s)
        if let fit = truthFit { losses.cross += 2 * (w - s) * (t - fit.values[i]) }
      }
      let n = Double(truth.rows)
      return Losses(
        supervisor: losses.supervisor / n, student: losses.student / n,
        misfit: losses.misfit / n, cross: losses.cross / n)
    }
  }

  private func line(_ losses: [Losses]) -> (correlation: Measured, slope: Measured) {
    func estimate(_ name: String, _ path: KeyPath<LineFit, Double>) -> Measured {
      .bootstrap(count: losses.count, seed: seed, name: "misfit/" + name) { tasks in
        LineFit(tasks.map { losses[$0].misfit }, tasks.map { losses[$0].gain })[keyPath: path]
      }
    }
    return (estimate("correlation", \.correlation), estimate("slope", \.slope))
  }

  private func panel(
    _ title: String, _ pair: (training: [Losses], heldOut: [Losses])
  ) -> Panel {
    Panel(
      title, x: Axis("misfit"), y: Axis("gain"),
      [
        .identity,
        .simulation("held out", pair.heldOut.map { ChartPoint($0.misfit, $0.gain) }, 0),
        .simulation("training inputs", pair.training.map { ChartPoint($0.misfit, $0.gain) }, 1),
      ])
  }
}
