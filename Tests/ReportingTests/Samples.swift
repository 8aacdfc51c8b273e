import Foundation
import Reporting

/// Made-up but plausible runs of chosen size, the same every time.
enum Samples {
  static let names = [
    "tiny", "small", "medium", "large", "extra-large", "huge-with-a-very-long-name-indeed",
    "giant", "all-MiniLM-L6-v2",
  ]

  static func run(
    supervisors: Int = 3, students: Int = 3, methods: [String] = ["finetune"], isLoss: Bool = false,
    hasSizes: Bool = true, hasCurves: Bool = true, experiment: String = "sst2"
  ) -> RunResults {
    let count = max(supervisors, students)
    let ladder = (0..<count).map {
      LadderModel(names[$0], parameters: hasSizes ? 20_000 * Int(pow(3.7, Double($0))) : nil)
    }
    let measure = ScoreMeasure(isLoss ? "cross_entropy" : "accuracy", lowerIsBetter: isLoss)
    func skill(_ rung: Int) -> Double {
      let accuracy = 0.93 - 0.31 * pow(0.72, Double(rung) + 0.3)
      return isLoss ? 1.2 * (1 - accuracy) : accuracy
    }
    var results = RunResults(
      experiment: experiment, measure: measure, ladder: ladder, pgr: [])
    func record(_ method: String, _ supervisor: String, _ student: String, _ score: Double) {
      for seed in 0..<3 {
        let value = score + 0.004 * Double(seed - 1)
        results.results.append(
          ResultRow(
            experiment: experiment, task: "sst2", method: method, supervisor: supervisor,
            student: student, seed: seed, split: "test", metric: measure.metric, value: value,
            ciLow: value - 0.012, ciHigh: value + 0.012, n: 872))
      }
    }
    func recordBrier(_ method: String, _ supervisor: String, _ student: String, _ score: Double) {
      results.results.append(
        ResultRow(
          experiment: experiment, task: "sst2", method: method, supervisor: supervisor,
          student: student, seed: nil, split: "test", metric: "brier", value: (1 - score) / 1.7,
          ciLow: (1 - score) / 1.8, ciHigh: (1 - score) / 1.6, n: 872))
    }
    for s in 0..<supervisors { record("supervisor", ladder[s].name, "", skill(s)) }
    for s in 0..<students { record("ceiling", "", ladder[s].name, skill(s)) }
    for (m, method) in methods.enumerated() {
      for w in 0..<supervisors {
        for s in 0..<students where s >= w || supervisors == 1 {
          let (weak, strong) = (skill(w), skill(s))
          let share = 0.25 + 0.12 * Double(m) + 0.05 * Double(s) - 0.03 * Double(w)
          let isEmpty = abs(strong - weak) < 1e-9
          let score = isEmpty ? weak + 0.002 : weak + share * (strong - weak)
          let pgr = isEmpty ? -7.5 : share
          record(method, ladder[w].name, ladder[s].name, score)
          recordBrier(method, ladder[w].name, ladder[s].name, score)
          results.pgr.append(
            PGRRow(
              experiment: experiment, task: "sst2", method: method, supervisor: ladder[w].name,
              student: ladder[s].name, seeds: 3, supervisorScore: weak, studentScore: score,
              ceilingScore: strong, pgr: pgr, pgrLow: pgr - 0.15, pgrHigh: pgr + 0.17,
              agreement: 0.88, agreementRight: 0.94, agreementWrong: 0.61 - 0.02 * Double(s),
              verdict: isEmpty ? "gap too small" : ""))
          if hasCurves { addCurves(method, w, s, weak, score, measure, &results) }
        }
      }
    }
    return results
  }

  private static func addCurves(
    _ method: String, _ w: Int, _ s: Int, _ weak: Double, _ score: Double, _ measure: ScoreMeasure,
    _ results: inout RunResults
  ) {
    for seed in 0..<3 {
      for step in 0...20 {
        let t = Double(step) / 20
        let rise = 1 - exp(-6 * t)
        let wiggle = 0.006 * sin(Double(step * (seed + 2)))
        let start = measure.lowerIsBetter ? 0.69 : 0.5
        let values = [
          (CurveRow.test, start + (score - start) * rise * (1.04 - 0.06 * t) + wiggle),
          (CurveRow.weakValidation, start + (weak + 0.1 - start) * rise + wiggle),
        ]
        for (set, value) in values {
          var selected: [String] = []
          if set == CurveRow.test {
            if step == 20 { selected.append("final") }
            if step == 12 + seed { selected.append("weak-validation") }
            if step == 9 + seed { selected.append("ground-truth-validation") }
          }
          results.curves.append(
            CurveRow(
              experiment: results.experiment, task: "sst2", method: method,
              supervisor: results.ladder[w].name, student: results.ladder[s].name, seed: seed,
              role: "student", step: step * 50, fraction: t, set: set, metric: measure.metric,
              value: value, selected: selected))
        }
      }
    }
  }
}
