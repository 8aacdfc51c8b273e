import Foundation
import Storage

/// `card.json` in the folder of a model that this project trained: what `w2s list models` says of how
/// good it is, and how each number is had again.
package struct ModelCard: Codable, Equatable, Sendable {
  package static let file = "card.json"

  /// A measured number, with what it rests on.
  package struct Figure: Codable, Equatable, Sendable {
    /// `test loss`, `puzzle accuracy`, `legal moves`.
    package var name: String
    package var value: Double
    /// Ends of the 95 % interval.
    package var low: Double?
    package var high: Double?
    /// How many examples it is measured on, and of what: `2000 puzzles`.
    package var sample: String?
    /// What makes it again.
    package var command: String?

    package init(
      _ name: String, _ value: Double, low: Double? = nil, high: Double? = nil,
      sample: String? = nil, command: String? = nil
    ) {
      self.name = name
      self.value = value
      self.low = low
      self.high = high
      self.sample = sample
      self.command = command
    }

    /// `puzzle accuracy 0.312 [0.291, 0.334], 2000 puzzles`.
    package var text: String {
      func number(_ value: Double) -> String { String(format: "%.3f", value) }
      var text = "\(name) \(number(value))"
      if let low, let high { text += " [\(number(low)), \(number(high))]" }
      return text + (sample.map { ", \($0)" } ?? "")
    }
  }

  package var name: String
  /// Numbers of the network that are trained.
  package var weights: Int
  /// What made it.
  package var command: String
  package var figures: [Figure]

  package init(name: String, weights: Int, command: String, figures: [Figure]) {
    self.name = name
    self.weights = weights
    self.command = command
    self.figures = figures
  }

  /// Of a model's folder; nil where it has none.
  package static func read(inFolder folder: String) throws(StorageError) -> ModelCard? {
    let path = "\(folder)/\(file)"
    guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
    do {
      return try JSONDecoder().decode(ModelCard.self, from: bytes)
    } catch {
      throw StorageError(
        .damaged, file: path, problem: "is not the card of a model",
        remedy: "put the card there that came with the model, or remove it")
    }
  }
}
