import Datasets
import Storage

/// A language model that learns texts, and the splits on which it is scored.
package struct TextModel: Goal, Equatable {
  /// As the ladder calls it.
  package var model: String
  package var seed: Int
  package var task: Fingerprint
  package var tokens: Fingerprint
  /// The `pretrain` stage.
  package var training: Fingerprint
  /// The `text-loss` stages.
  package var losses: [Loss]

  package struct Loss: Sendable, Equatable {
    package var split: Split
    package var fingerprint: Fingerprint
  }

  package var title: String { "\(model), seed \(seed)" }

  package var targets: [Fingerprint] { [task, tokens, training] + losses.map(\.fingerprint) }
}
