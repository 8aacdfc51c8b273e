import Datasets
import Kernels
import Reporting
import Storage
import Training
import WeakToStrong

/// The rows of `results.csv` and `curves.csv` of language models that learned texts, from stored losses
/// and curves alone.
struct PretrainingRows {
  let experiment: PretrainingExperiment
  let models: [TextModel]
  let store: ArtifactStore
  let team: WorkerTeam

  private var task: String { experiment.part.taskName }

  /// The loss of each model on each split, with an interval over texts, or whole groups of them.
  func results() throws -> [ResultRow] {
    let reader = PredictionReader(store: store)
    var rows: [ResultRow] = []
    for model in models {
      for loss in model.losses {
        let losses = try TextLossStage.losses(
          in: store.read(loss.fingerprint), file: store.path(of: loss.fingerprint))
        let statistic = WeightedStatistic.ratio(
          scores: losses.sums.map { Float($0) }, counts: losses.counts.map { Float($0) })
        let bootstrap = CrossedBootstrap(
          examples: losses.counts.count,
          groups: try reader.groups(.init(tasks: [model.task]), split: loss.split),
          configuration: experiment.statistics)
        let tokens = losses.counts.reduce(0, +)
        let mean = tokens == 0 ? nil : losses.sums.reduce(0, +) / Double(tokens)
        let estimate = WeakToStrong.Estimate(
          value: mean, replicates: bootstrap.replicates(of: [statistic], team: team)[0],
          confidence: experiment.statistics.confidence)
        func row(_ metric: String, _ value: Double?) -> ResultRow {
          ResultRow(
            experiment: experiment.name, task: task, method: PretrainingReport.method,
            supervisor: "", student: model.model, seed: model.seed, split: loss.split.rawValue,
            metric: metric, value: value, n: losses.counts.count)
        }
        var main = row(PretrainingReport.loss, mean)
        (main.ciLow, main.ciHigh) = (estimate?.low, estimate?.high)
        rows += [main, row(PretrainingReport.tokens, Double(tokens))]
      }
    }
    return rows
  }

  func curves() throws -> [CurveRow] {
    let reader = PredictionReader(store: store)
    return try models.flatMap { model in
      let (curve, artifact) = try reader.curve(of: model.training)
      return curve.points.flatMap { point in
        let losses =
          [("train", point.trainLoss)] + point.sets.map { ($0.set, $0.groundTruth?.loss) }
        let isLast = artifact.attributes["final-step"] == .integer(point.step)
        return losses.compactMap { set, value in
          value.map {
            CurveRow(
              experiment: experiment.name, task: task, method: PretrainingReport.method,
              supervisor: "", student: model.model, seed: model.seed,
              role: PretrainingReport.role, step: point.step, fraction: point.fraction, set: set,
              metric: PretrainingReport.loss, value: $0,
              selected: isLast ? [Selection.final.rawValue] : [])
          }
        }
      }
    }
  }

  func ladder() throws -> [LadderModel] {
    let reader = PredictionReader(store: store)
    return try models.map {
      LadderModel($0.model, parameters: try reader.weights(of: $0.training))
    }
  }
}
