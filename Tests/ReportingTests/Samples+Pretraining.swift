import Reporting

extension Samples {
  /// Three language models, one of which has no curve yet.
  static var pretraining: PretrainingReport {
    let models = [("50k", 49_000, 3.1), ("370k", 365_000, 2.6), ("4.6m", 4_610_000, 2.2)]
    func row(_ model: String, _ split: String, _ metric: String, _ value: Double) -> ResultRow {
      ResultRow(
        experiment: "chess", task: "games", method: PretrainingReport.method, supervisor: "",
        student: model, seed: 0, split: split, metric: metric, value: value,
        ciLow: metric == "loss" ? value - 0.05 : nil, ciHigh: metric == "loss" ? value + 0.04 : nil,
        n: 400)
    }
    var results: [ResultRow] = []
    var curves: [CurveRow] = []
    for (model, _, loss) in models {
      for split in ["validation", "test"] {
        results.append(row(model, split, PretrainingReport.loss, loss))
        results.append(row(model, split, PretrainingReport.tokens, 3200))
        guard model != "4.6m" else { continue }
        for point in 0...5 {
          curves.append(
            CurveRow(
              experiment: "chess", task: "games", method: PretrainingReport.method, supervisor: "",
              student: model, seed: 0, role: PretrainingReport.role, step: 100 * point,
              fraction: Double(point) / 5, set: split, metric: PretrainingReport.loss,
              value: loss + 4 / Double(1 + 2 * point)))
        }
      }
    }
    return PretrainingReport(
      title: "chess", ladder: models.map { LadderModel($0.0, parameters: $0.1) },
      results: results, curves: curves, facts: [.init("seed", "0")],
      command: "w2s run Experiments/chess/pretraining.yaml", failures: [])
  }
}
