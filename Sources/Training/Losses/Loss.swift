import Autograd
import Configuration

/// What a loss sees of one step.
package struct LossBatch {
  /// `logits_NC`, on the tape.
  package let logits: Tensor
  /// `targets_NC`, row-major: the supervisor's probabilities, ground truth, or real values.
  package let targets: [Float]
  /// The fraction s of training done: step / steps, with steps counted from 0.
  package let fraction: Double
  /// Whether class 0 stands for every answer that is none of an example's choices.
  package let areChoices: Bool

  package init(logits: Tensor, targets: [Float], fraction: Double, areChoices: Bool = false) {
    precondition(targets.count == logits.count, "one target per logit")
    self.logits = logits
    self.targets = targets
    self.fraction = fraction
    self.areChoices = areChoices
  }

  package var rows: Int { logits.shape[0] }
  package var columns: Int { logits.shape[1] }
}

/// What training minimizes. A loss is a scalar on the tape, so that it may be a known operation with
/// changed targets or row weights (detached), or an operation of its own.
package protocol Loss: NamedConfigurable {
  /// What its targets are.
  static var targets: Targets.Kind { get }

  /// Whether it is the same function of logits and targets in every step.
  static var isStationary: Bool { get }

  /// Whether the loss of a batch is the mean of the losses of its rows, each computed from that row
  /// alone. Micro-batches then need one pass instead of two.
  static var isMeanOfRows: Bool { get }

  /// Whether classes that an example does not have get no weight from it, where some have more
  /// choices than others (`ChoiceModel`): their logits are constants, far below the others.
  var suitsChoices: Bool { get }

  /// The loss of a batch: a mean over its rows.
  func value(_ batch: LossBatch, on tape: Tape) -> Tensor
}

extension Loss {
  package static var isStationary: Bool { true }

  package static var isMeanOfRows: Bool { false }

  package var suitsChoices: Bool { true }
}

/// Every loss that an experiment file can name.
package enum Losses {
  package static let all: [any Loss.Type] = [
    CrossEntropy.self, Confidence.self, ProductLoss.self, LogEntropy.self, ConfidenceWindow.self,
    ReverseCrossEntropy.self, ReverseKL.self, ConfidenceAdaptiveCrossEntropy.self,
    AdaptiveConfidence.self, SymmetricCrossEntropy.self, LabelSmoothing.self,
    GeneralizedCrossEntropy.self, SquaredError.self,
  ]
}

/// A loss as it stands in an experiment file: `name` or `name: {fields}`.
package struct LossChoice: ConfigurationValue, Codable, Equatable {
  package var loss: any Loss

  package init(_ loss: any Loss) { self.loss = loss }

  package static var schema: ValueSchema { .variant(Losses.all.map { $0.variantSchema }) }

  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Self? {
    let value = Variant.decode(node, noun: "loss", among: Losses.all, &diagnostics)
    return (value as? any Loss).map { Self($0) }
  }

  package var node: Node { Variant.node(loss) }

  package init(from decoder: any Decoder) throws {
    let value = try Variant.decode(from: decoder, among: Losses.all)
    guard let loss = value as? any Loss else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not a loss"))
    }
    self.loss = loss
  }

  package func encode(to encoder: any Encoder) throws { try Variant.encode(loss, to: encoder) }

  package static func == (left: Self, right: Self) -> Bool {
    Variant.equal(left.loss, right.loss)
  }
}
