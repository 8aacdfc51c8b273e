import Configuration

/// How a model is trained: everything but the data, the loss and the seed. The defaults are those of
/// the reference (SCIENCE: batch 32, 2 epochs, Adam without decay, cosine to zero).
package struct TrainingConfiguration: Configurable {
  /// Passes over the training set.
  package var epochs = 2
  /// Steps of the optimizer; instead of epochs.
  package var steps: Int?
  package var batch = BatchSize.examples(32)
  /// Examples that go through the model at a time; nil for the whole batch.
  package var microBatch: Int?
  package var rate = 5e-5
  package var schedule = Schedule.cosine
  /// The fraction of training over which the rate rises from 0.
  package var warmup = 0.0
  package var optimizer = OptimizerChoice(Adam())
  /// The greatest Euclidean norm of the whole gradient.
  package var clip: Double?
  package var selection = Selections([.final])
  /// Points of the training curve after the untrained one; with 0 nothing is evaluated while the
  /// model learns, and the curve has the training loss alone.
  package var evaluations = 10

  package init() {}

  package static var fields: [Field<Self>] {
    [
      Field("epochs", \.epochs, "passes over the training set", check: .atLeast(1)),
      Field(
        "steps", \.steps, "steps of the optimizer, instead of epochs",
        check: Check("at least 1") { ($0 ?? 1) >= 1 }),
      Field("batch", \.batch, "examples per step, or full"),
      Field(
        "micro-batch", \.microBatch,
        "examples that go through the model at a time, to save memory; null for the whole batch",
        check: Check("at least 1") { ($0 ?? 1) >= 1 }),
      Field("rate", \.rate, "learning rate", check: .above(0)),
      Field("schedule", \.schedule, "how the learning rate moves after the warm-up"),
      Field(
        "warmup", \.warmup, "fraction of training over which the learning rate rises",
        check: .within(0...1)),
      Field("optimizer", \.optimizer, "adam, adamw, sgd or lbfgs, with settings"),
      Field(
        "clip", \.clip, "greatest norm of the gradient; null for no limit",
        check: Check("above 0, or null") { ($0 ?? 1) > 0 }),
      Field(
        "selection", \.selection,
        "which checkpoint counts: final, weak-validation, ground-truth-validation (an oracle)"),
      Field(
        "evaluations", \.evaluations,
        "points of the training curve, and candidates for selection; 0: only the end is scored",
        check: .atLeast(0)),
    ]
  }

  /// Without `epochs` where `steps` says how long, of which a file gives one; without `micro-batch`
  /// where the whole batch goes through the model.
  package var node: Node {
    let left = Set([steps == nil ? nil : "epochs", microBatch == nil ? "micro-batch" : nil])
    return .fields(
      Self.fields.filter { !left.contains($0.name) }.map { ($0.name, $0.node(self)) })
  }

  package func check(_ node: Node, _ diagnostics: inout Diagnostics) {
    if let written = node["steps"], written.content != .null, steps != nil, node["epochs"] != nil {
      diagnostics.report(
        "both steps and epochs are given", at: written.mark, remedy: "keep one of them")
    }
    if evaluations == 0, let chosen = selection.values.first(where: { $0 != .final }) {
      diagnostics.report(
        "selection \(chosen.rawValue) chooses among evaluations, and there are none",
        at: (node["evaluations"] ?? node["selection"] ?? node).mark,
        remedy: "give evaluations at least 1, or write selection: final")
    }
    checkOptimizer(node, &diagnostics)
  }

  private func checkOptimizer(_ node: Node, _ diagnostics: inout Diagnostics) {
    let optimizer = type(of: self.optimizer.optimizer)
    guard optimizer.needsAllExamples else { return }
    if batch != .full {
      diagnostics.report(
        "optimizer \(optimizer.name) works on all examples at once",
        at: (node["batch"] ?? node).mark, remedy: "write batch: full, or use adam")
    }
    if let clip = node["clip"], self.clip != nil {
      diagnostics.report(
        "optimizer \(optimizer.name) does not clip the gradient", at: clip.mark,
        remedy: "remove clip")
    }
  }

  /// Steps in one pass over `count` examples; the last may be smaller than the others.
  package func stepsPerEpoch(examples count: Int) -> Int {
    let size = max(1, batch.size(of: count))
    return (count + size - 1) / size
  }

  /// Steps of the whole training on `count` examples.
  package func totalSteps(examples count: Int) -> Int {
    steps ?? epochs * stepsPerEpoch(examples: count)
  }

  /// The learning rate at `step` of `steps`, counted from 0.
  package func rate(step: Int, steps: Int) -> Double {
    rate * schedule.factor(step: step, steps: steps, warmup: warmup)
  }

  /// After how many steps the curve has its points, in rising order: 0 (untrained), then
  /// `evaluations` evenly spaced ones, the last at the end. Fewer where there are fewer steps.
  package func evaluationSteps(of steps: Int) -> [Int] {
    var points = [0]
    let count = max(1, evaluations)
    for k in 1...count {
      let step = (2 * k * steps + count) / (2 * count)  // rounded to the nearest
      if step > points[points.count - 1] { points.append(step) }
    }
    return points
  }
}
