import Autograd
import Configuration

/// The auxiliary confidence loss: cross-entropy with a mixture of the weak label and the student's
/// own hardened prediction.
///
///     L = −(1/N) Σᵢ Σ_c t_ic log softmax(z_i)_c      t = (1 − c) y + c h,  h = hardened(z), detached
///
/// h is decided over the batch (see `Threshold`); c rises to the weight α during warm-up (see
/// `Ramp`). With α = 0 this is `CrossEntropy` to the bit.
/// Source: Burns et al. 2023, section 4.3 and appendix A.4; reference: loss.py, `logconf_loss_fn`.
package struct Confidence: Loss {
  package enum Preset: String, CaseIterable, WordValue {
    /// α = 0.75 (the paper's value for its largest students, 0.5 for the others), warm-up over 20 %,
    /// half of each batch positive.
    case paper
    /// α = 0.5, warm-up over 10 %, as many positives as the weak labels have on average.
    case reference
    /// The same with the warm-up as the released code computes it, which jumps when it ends.
    case referenceExact = "reference-exact"
  }

  /// How the coefficient c rises with the fraction s of training done.
  package enum Ramp: String, CaseIterable, WordValue {
    /// c = α s / warmup, then α.
    case linear
    /// c = α s, then at once α: a defect of the released code, kept to reproduce it.
    case jump
  }

  package var preset = Preset.paper
  package var weight = 0.75
  package var warmup = 0.2
  package var threshold = Threshold.half
  package var ramp = Ramp.linear

  package init() {}

  package init(_ preset: Preset) {
    self.preset = preset
    guard preset != .paper else { return }
    weight = 0.5
    warmup = 0.1
    threshold = .meanLabel
    ramp = preset == .reference ? .linear : .jump
  }

  package static let name = "confidence"
  package static let summary =
    "cross-entropy with weak labels mixed with the student's own hardened predictions"
  package static let source = "Burns et al. 2023, section 4.3, appendix A.4; reference: loss.py"
  package static let targets = Targets.Kind.probabilities
  package static let isStationary = false
  package static var fields: [Field<Self>] {
    [
      Field("preset", \.preset, "whose values the other keys start from"),
      Field(
        "weight", \.weight, "α, the weight of the own prediction after warm-up",
        check: .within(0...1)),
      Field(
        "warmup", \.warmup, "the fraction of training over which the weight rises",
        check: .within(0...1)),
      Field("threshold", \.threshold, "what counts as a positive prediction (two classes)"),
      Field("ramp", \.ramp, "how the weight rises during warm-up"),
    ]
  }

  /// The preset gives the values that the file does not set, wherever in the mapping it stands.
  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Self? {
    decode(withPreset(node), ignoring: [], &diagnostics)
  }

  /// The mapping with the values of its preset where it says nothing.
  package static func withPreset(_ node: Node) -> Node {
    var base = Self()
    if let word = node["preset"] {
      var ignored = Diagnostics()  // decoding reports a wrong preset
      base = Self(Preset.decode(word, &ignored) ?? .paper)
    }
    guard case .mapping(let entries) = node.content else { return node }
    let written = Set(entries.map(\.key))
    let missing = base.nodes(mark: node.mark).filter { !written.contains($0.key) }
    return Node(.mapping(entries + missing), mark: node.mark)
  }

  private func nodes(mark: Mark) -> [Node.Entry] {
    Self.fields.map {
      Node.Entry(key: $0.name, mark: mark, value: $0.node(self))
    }
  }

  /// c at the fraction s of training done.
  package func coefficient(at fraction: Double) -> Double {
    switch ramp {
    case .linear: fraction < warmup ? weight * (fraction / warmup) : weight
    case .jump: fraction > warmup ? weight : weight * fraction
    }
  }

  package func value(_ batch: LossBatch, on tape: Tape) -> Tensor {
    let c = Float(coefficient(at: batch.fraction))
    let logits = Array(UnsafeBufferPointer(start: batch.logits.values, count: batch.logits.count))
    let own = threshold.hardened(
      logits: logits, targets: batch.targets, classes: batch.columns, areChoices: batch.areChoices)
    let mixed = zip(batch.targets, own).map { (1 - c) * $0 + c * $1 }
    return tape.softmaxCrossEntropy(
      batch.logits, targets: tape.constant(mixed, shape: batch.logits.shape))
  }
}
