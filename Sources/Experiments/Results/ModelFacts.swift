import Configuration
import Datasets
import Foundation
import Models
import Reporting
import Storage
import Training
import WeakToStrong

/// What is known of a model that a run trained: its cards.
struct ModelFacts {
  private let experiment: PretrainingExperiment
  private let model: TextModel
  private let run: FinishedRun
  private let weights: Int
  private let training: TrainingConfiguration
  private let tokenizer: TokenizerConfiguration
  private let results: [ResultRow]
  private let steps: Int
  /// Of the split that is learned.
  private let texts: Int
  private let groups: Int
  private let tokens: Int

  init(
    _ experiment: PretrainingExperiment, _ model: TextModel, run: FinishedRun, weights: Int,
    training: TrainingConfiguration, tokenizer: TokenizerConfiguration, results: [ResultRow]
  ) throws {
    self.experiment = experiment
    self.model = model
    self.run = run
    self.weights = weights
    self.training = training
    self.tokenizer = tokenizer
    self.results = results.filter { $0.student == model.model }
    let store = run.folder.store
    steps = try store.read(model.training, only: [])
      .integer("steps", in: store.path(of: model.training))
    let learned = Split.transfer.rawValue
    let offsets = try store.read(model.tokens, only: ["\(learned)/offsets"])
      .int64("\(learned)/offsets", in: store.path(of: model.tokens))
    (texts, tokens) = (offsets.count - 1, Int(offsets.last ?? 0))
    groups =
      Set(
        try store.read(model.task, only: ["\(learned)/groups"])
          .int64("\(learned)/groups", in: store.path(of: model.task))
      ).count
  }

  var card: ModelCard {
    let figures = results.filter { $0.metric == PretrainingReport.loss }.compactMap { row in
      row.value.map {
        ModelCard.Figure(
          "\(row.split) loss", $0, low: row.ciLow, high: row.ciHigh,
          sample: row.n.map { "\($0) texts" }, command: run.command)
      }
    }
    return ModelCard(
      name: model.model, weights: weights, command: run.command, figures: figures)
  }

  var markdown: String {
    """
    # \(model.model)

    \(about)

    | what | value |
    | :-- | :-- |
    \(rows.map { "| \($0.0) | \(cell($0.1)) |" }.joined(separator: "\n"))

    The folder holds `config.json`, `model.safetensors` and the tokenizer's file. `w2s` reads it by its
    path under the weights root (`weights: …`), Hugging Face transformers with
    `AutoModelForCausalLM.from_pretrained`.

    ## Recipe

    ```yaml
    \(YAMLWriter.write(training.node.withoutNulls).trimmingCharacters(in: .newlines))
    ```

    Made by `\(run.command)`.

    ## Loss

    Nats per token that is predicted, with the 95 % interval over texts (whole groups where there are
    groups).

    | split | loss | texts | tokens |
    | :-- | --: | --: | --: |
    \(losses.joined(separator: "\n"))

    ## Evaluation

    Measured by other runs; none so far.

    """
  }

  private var about: String {
    experiment.description.isEmpty
      ? "A language model that learned \(experiment.part.taskName)." : experiment.description
  }

  private var rows: [(String, String)] {
    guard case .network(let network, _, _)? = experiment.models[model.model]?.kind else {
      preconditionFailure("what was trained is a network of the ladder")
    }
    let inputs = run.manifest.inputs.map { "\($0.name) (SHA-256 \($0.sha256))" }
    let spent = run.manifest.stages.first { $0.fingerprint == model.training.description }?.spent
    var rows = [
      ("architecture", network.node.withoutNulls.text), ("weights", String(weights)),
      ("tokenizer", tokenizer.node.withoutNulls.text),
      ("data", inputs.isEmpty ? experiment.part.taskName : inputs.joined(separator: ", ")),
      ("learned", learned), ("steps", String(steps)), ("seed", String(model.seed)),
    ]
    if let spent {
      rows.append(
        (
          "time",
          String(format: "%.0f s, %.0f core seconds", spent.seconds, spent.coreSeconds)
            + ", on \(run.manifest.machine.processor)"
        ))
    }
    rows += [
      ("date", run.manifest.started.formatted(.iso8601.year().month().day())),
      ("program", "w2s \(run.manifest.program.version), commit \(run.manifest.program.commit)"),
      ("licence", experiment.license),
    ]
    return rows
  }

  private var learned: String {
    let parts = groups < texts ? "\(texts) texts of \(groups) groups" : "\(texts) texts"
    return "\(parts), \(tokens) tokens"
  }

  private var losses: [String] {
    results.filter { $0.metric == PretrainingReport.loss }.map { row in
      let style = NumberStyle.significant
      let tokens = results.first {
        $0.split == row.split && $0.metric == PretrainingReport.tokens
      }?.value
      let loss = style.text(Reporting.Estimate(row.value, low: row.ciLow, high: row.ciHigh))
      return "| \(row.split) | \(loss) | \(row.n.map(String.init) ?? "–") | "
        + "\(tokens.map { String(Int($0)) } ?? "–") |"
    }
  }

  private func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
