import Foundation
import Kernels
import Models
import Training

/// Class probabilities by prompts; remembers what content-free texts give.
struct PromptScorer {
  let model: LanguageModel
  let writer: PromptWriter
  let demonstrations: [String]
  let team: WorkerTeam
  /// Demonstrations that did not fit.
  private(set) var dropped = 0
  /// Examples whose own text did not fit.
  private(set) var shortened = 0
  private var contentFree: [[Int]: [Double]] = [:]

  init(
    model: LanguageModel, writer: PromptWriter, demonstrations: [String], team: WorkerTeam
  ) {
    self.model = model
    self.writer = writer
    self.demonstrations = demonstrations
    self.team = team
  }

  /// `[n, classes]`, for texts after some of the demonstrations.
  mutating func probabilities(
    of texts: [(text: String, demonstrations: [Int])]
  ) throws -> [Float] {
    let prompts = try writer.prompts(for: texts, demonstrations: demonstrations, team: team)
    var all: [Float] = []
    for ((prompt, found), text) in zip(zip(prompts, distributions(prompts)), texts) {
      dropped += text.demonstrations.count - prompt.demonstrations.count
      shortened += prompt.isShortened ? 1 : 0
      var p = found
      if writer.form.calibrated {
        let mean = try contentFree(after: prompt.demonstrations)
        p = zip(p, mean).map { $0 / $1 }
      }
      let sum = p.reduce(0, +)
      all += p.map { Float($0 / sum) }
    }
    return all
  }

  /// The mean distribution of content-free texts after demonstrations.
  mutating func contentFree(after shown: [Int]) throws -> [Double] {
    if let known = contentFree[shown] { return known }
    let prompts = try writer.prompts(
      for: PromptForm.contentFree.map { ($0, shown) }, demonstrations: demonstrations, team: team)
    let found = distributions(prompts)
    let mean = writer.words.indices.map { label in
      found.reduce(0) { $0 + $1[label] } / Double(found.count)
    }
    contentFree[shown] = mean
    return mean
  }

  private func distributions(_ prompts: [PromptWriter.Prompt]) -> [[Double]] {
    let continuations = prompts.flatMap(\.continuations)
    var scores = model.logProbabilities(of: continuations, team: team)
    if writer.form.score == .mean {
      for (index, continuation) in continuations.enumerated() {
        scores[index] /= Double(continuation.count)
      }
    }
    let classes = writer.words.count
    return prompts.indices.map { index in
      let own = scores[index * classes..<(index + 1) * classes]
      let greatest = own.max() ?? 0
      let powers = own.map { exp($0 - greatest) }
      let sum = powers.reduce(0, +)
      return powers.map { $0 / sum }
    }
  }
}
