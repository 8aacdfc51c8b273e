import Configuration
import Kernels
import Reporting

/// Gain equals misfit for cross-entropy (Mulgund & Pabbaraju 2025).
///
/// Linear-softmax heads; the truth is one on the student's representation. The student minimizes
/// E KL(weak‖student) to stationarity. Since the log-ratio of two heads on one representation is
/// linear in it up to normalization, KL(weak‖truth) − KL(weak‖student) = KL(student‖truth), that is
/// KL(weak‖truth) − KL(student‖truth) = KL(weak‖student), on the training inputs.
package struct KLMisfit: Study {
  package var inputs = 8
  package var width = 16
  package var targetDepth = 5
  package var weakDepth = 2
  package var classes = 3
  package var sharpness = 2.0
  package var tasks = 40
  package var samples = 2000
  package var testSamples = 2000
  package var seed = 0

  package init() {}

  package static let name = "kl-misfit"
  package static let summary = "the student's gain is its misfit to the weak labels, cross-entropy"
  package static let source =
    "Mulgund & Pabbaraju 2025, Relating Misfit to Gain in Weak-to-Strong Generalization Beyond "
    + "the Squared Loss (arXiv 2501.19105), Section 4"

  package static var fields: [Field<KLMisfit>] {
    [
      Field("inputs", \.inputs, "coordinates of an input", check: .within(1...256)),
      Field("width", \.width, "of every layer and representation", check: .within(2...64)),
      Field("target-depth", \.targetDepth, "ReLU layers of h*", check: .within(1...32)),
      Field("weak-depth", \.weakDepth, "layers of the supervisor", check: .within(1...32)),
      Field("classes", \.classes, "of the softmax", check: .within(2...20)),
      Field(
        "sharpness", \.sharpness, "deviation of the true logits", check: .within(0.01...8)),
      Field("tasks", \.tasks, "random heads", check: .within(3...1000)),
      Field(
        "samples", \.samples, "examples for the supervisor, and again for the student",
        check: .within(4...20_000)),
      Field("test-samples", \.testSamples, "held out", check: .within(4...50_000)),
      Field("seed", \.seed, "of all random draws", check: .atLeast(0)),
    ]
  }

  package func check(_ node: Node, _ diagnostics: inout Diagnostics) {
    if samples <= 2 * width * (classes - 1) {
      diagnostics.report(
        "\(samples) examples for \(width * (classes - 1)) weights",
        at: node["samples"]?.mark ?? node.mark,
        remedy: "give more than \(2 * width * (classes - 1)) samples")
    }
  }

  struct Losses: Sendable {
    var supervisor: Double
    var student: Double
    var misfit: Double
    var gain: Double { supervisor - student }
    var identityError: Double { abs(gain - misfit) / misfit }
  }

  package func run(
    _ team: WorkerTeam, progress: @escaping @Sendable (StudyProgress) -> Void
  ) throws(TheoryError) -> StudyResult {
    let steps = Draws(Self.name, team, total: tasks, progress)
    let designs = try solving(Self.name) { () throws(LinearAlgebraError) in try self.designs() }
    let fitted = try steps.map(tasks) { task throws(LinearAlgebraError) in
      try losses(task, designs)
    }
    var training: [Losses] = []
    var heldOut: [Losses] = []
    for losses in fitted {
      guard let losses else {
        throw .noConvergence(study: Self.name, what: "a softmax head", steps: 100)
      }
      training.append(losses.training)
      heldOut.append(losses.heldOut)
    }
    var rows: [StudyRow] = []
    for (split, losses) in [("training", training), ("held out", heldOut)] {
      for (task, loss) in losses.enumerated() {
        for (metric, value) in [("gain", loss.gain), ("misfit", loss.misfit)] {
          rows.append(
            StudyRow(Self.name, split, "task", at: Double(task), metric, .exact(value)))
        }
      }
    }
    let line = LineFit(heldOut.map(\.misfit), heldOut.map(\.gain))
    let gain = Measured.mean(heldOut.map(\.gain))
    let claims = [
      Claim(
        Self.name,
        "KL(weak‖truth) − KL(student‖truth) = KL(weak‖student), largest relative error",
        .derived, .atMost(1e-6),
        measured: .exact(training.map(\.identityError).max() ?? .nan), source: Self.source),
      Claim(
        Self.name, "the student gains on held-out inputs, mean over tasks in nats", .derived,
        .trend(reference: nil, seen: gain.high > 0), measured: gain, source: Self.source),
    ]
    let panel = Panel(
      x: Axis("misfit KL(weak‖student)"), y: Axis("gain KL(weak‖truth) − KL(student‖truth)"),
      [
        .identity,
        .simulation(
          "held out, slope \(short(line.slope))",
          heldOut.map { ChartPoint($0.misfit, $0.gain) }, 0),
        .simulation("training inputs", training.map { ChartPoint($0.misfit, $0.gain) }, 1),
      ])
    return StudyResult(
      study: Self.name, claims: claims, rows: rows,
      figures: [
        NamedFigure(
          Self.self, "Gain against misfit, cross-entropy, \(tasks) tasks", [panel],
          note: "One point per task; means over inputs in nats.")
      ])
  }

  /// Both representations on the three sets of inputs, turned and scaled to unit covariance (the same
  /// span, better conditioned).
  private struct Designs: Sendable {
    var weak: (supervisor: DoubleMatrix, student: DoubleMatrix, test: DoubleMatrix)
    var strong: (supervisor: DoubleMatrix, student: DoubleMatrix, test: DoubleMatrix)
  }

  private func designs() throws(LinearAlgebraError) -> Designs {
    var stream = RandomStream(seed: UInt64(seed), "kl-misfit/data")
    let sets = [samples, samples, testSamples].map {
      DoubleMatrix(normal: inputs, $0, from: &stream)
    }
    func whitened(
      _ name: String, depth: Int
    ) throws(LinearAlgebraError) -> (
      supervisor: DoubleMatrix, student: DoubleMatrix, test: DoubleMatrix
    ) {
      var stream = RandomStream(seed: UInt64(seed), "kl-misfit/" + name)
      let network = RandomNetwork(inputs: inputs, width: width, depth: depth, from: &stream)
      let designs = sets.map { network.design($0) }
      let eigen = try designs[1].gram().symmetricEigen()
      let largest = eigen.values.last ?? 0
      let kept = eigen.values.indices.filter { eigen.values[$0] > 1e-9 * largest }
      var turn = DoubleMatrix(rows: width, columns: kept.count)
      for (j, source) in kept.enumerated() {
        let scale = (Double(samples) / eigen.values[source]).squareRoot()
        for i in 0..<width { turn[i, j] = scale * eigen.vectors[i, source] }
      }
      return (designs[0] * turn, designs[1] * turn, designs[2] * turn)
    }
    return Designs(
      weak: try whitened("weak", depth: weakDepth),
      strong: try whitened("target", depth: targetDepth))
  }

  private func losses(
    _ task: Int, _ designs: Designs
  ) throws(LinearAlgebraError) -> (training: Losses, heldOut: Losses)? {
    var stream = RandomStream(seed: UInt64(seed), "kl-misfit/task", index: UInt64(task))
    let features = designs.strong.student.columns
    var head = DoubleMatrix(normal: features, classes - 1, from: &stream)
    let scale = sharpness / Double(features).squareRoot()
    head.scaleRows(by: [Double](repeating: scale, count: features))
    let truth = SoftmaxHead(weights: head)
    guard
      let supervisor = try SoftmaxHead.fit(
        designs.weak.supervisor, to: truth.logProbabilities(designs.strong.supervisor)),
      let student = try SoftmaxHead.fit(
        designs.strong.student, to: supervisor.logProbabilities(designs.weak.student))
    else { return nil }
    func compare(_ weakDesign: DoubleMatrix, _ strongDesign: DoubleMatrix) -> Losses {
      let t = truth.logProbabilities(strongDesign)
      let w = supervisor.logProbabilities(weakDesign)
      let s = student.logProbabilities(strongDesign)
      return Losses(
        supervisor: meanDivergence(w, t), student: meanDivergence(s, t),
        misfit: meanDivergence(w, s))
    }
    return (
      compare(designs.weak.student, designs.strong.student),
      compare(designs.weak.test, designs.strong.test)
    )
  }
}
