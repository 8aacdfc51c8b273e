import Datasets
import Foundation
import Kernels
import Models
import Reporting
import Storage
import Training
import WeakToStrong

/// Writes trained language models as folders: `weights/<model>/` in the folder of a run, which holds the
/// weights as transformers reads them, the tokenizer, a card for people (`README.md`) and one for programs.
struct ModelExport {
  let experiment: PretrainingExperiment
  let run: FinishedRun
  let results: [ResultRow]

  private var store: ArtifactStore { run.folder.store }

  func write(_ models: [TextModel]) throws {
    var tokenizers: [String: [TokenizerFile]] = [:]
    for model in models {
      guard
        case .network(let network, let tokenizer, let training)? =
          experiment.models[model.model]?.kind
      else { preconditionFailure("what was trained is a network of the ladder") }
      run.announce("writing the weights of \(model.model)")
      let loaded = try PretrainStage.load(model.training, .final, context)
      let form = try network.generative.architecture.checkpointForm(
        vocabulary: loaded.transformer.vocabulary, weights: WeightsRoot(run.weightsRoot))
      let key = CanonicalJSON.text(of: tokenizer)
      let files = try tokenizers[key] ?? tokenizerFiles(of: tokenizer, task: model.task)
      tokenizers[key] = files
      let facts = try ModelFacts(
        experiment, model, run: run, weights: loaded.weightCount, training: training,
        tokenizer: tokenizer, results: results)
      let card = try JSON.text(of: facts.card)
      try AtomicFolder.write(
        form.files(of: loaded).map { ($0.name, $0.bytes) }
          + files.map { ($0.name, $0.bytes) } + [
            (ModelCard.file, Array(card.utf8)), ("README.md", Array(facts.markdown.utf8)),
          ], to: run.folder.file("\(RunFolder.weights)/\(model.model)"))
    }
  }

  private var context: StageContext {
    StageContext(
      team: WorkerTeam(threads: run.cores), dataRoot: run.dataRoot, weightsRoot: run.weightsRoot,
      artifact: { [store] in try store.read($0, only: $1) },
      place: { [store] in store.path(of: $0) })
  }

  private func tokenizerFiles(
    of tokenizer: TokenizerConfiguration, task: Fingerprint
  ) throws -> [TokenizerFile] {
    let texts =
      tokenizer.source.needsTexts
      ? try store.read(task, only: ["transfer/text"])
        .text("transfer/text", in: store.path(of: task)) : []
    guard
      let files = try tokenizer.modelFiles(
        texts: texts, data: run.dataRoot, weights: WeightsRoot(run.weightsRoot))
    else { preconditionFailure("a tokenizer without files was refused by the experiment") }
    return files
  }
}
