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

extension Samples {
  /// Two methods with two selections each and all that is measured of them; the second method has a
  /// ceiling of its own.
  static func whole(supervisors: Int = 1, students: Int = 3) -> RunResults {
    let selections = ["final", "ground-truth-validation"]
    var run = run(
      supervisors: supervisors, students: students,
      methods: ["finetune", "probe"].flatMap { method in selections.map { "\(method)@\($0)" } },
      hasCurves: false)
    let plain = Samples.run(
      supervisors: supervisors, students: students, methods: ["finetune", "probe"])
    run.curves = plain.curves
    for row in plain.curves where row.set == CurveRow.test {
      var weak = row
      weak.set = CurveRow.weakTest
      weak.value = row.value.map { $0 * (0.9 + 0.15 * row.fraction) }
      run.curves.append(weak)
    }
    run.curves.removeAll { $0.set == CurveRow.weakValidation }
    for row in run.pgr {
      func add(_ metric: String, _ value: Double, _ width: Double? = 0.03, n: Int = 872) {
        run.results.append(
          ResultRow(
            experiment: row.experiment, task: row.task, method: row.method,
            supervisor: row.supervisor, student: row.student, seed: nil, split: "test",
            metric: metric, value: value, ciLow: width.map { value - $0 },
            ciHigh: width.map { value + $0 }, n: n))
      }
      for (metric, student, ceiling) in [
        ("agreement", row.agreement ?? 0, 0.8), ("agreement_right", row.agreementRight ?? 0, 0.9),
        ("agreement_wrong", row.agreementWrong ?? 0, 0.38), ("error_inheritance", 0.71, 0.52),
        ("correction_rate", 0.39, 0.62), ("new_error_rate", 0.06, 0.1),
      ] {
        add(metric, student)
        add("ceiling_" + metric, ceiling)
      }
      add("excess_error_inheritance", 0.19, 0.05)
      add("noise_floor_sd", 0.004, nil, n: 3)
      add("noise_floor_se", 0.0023, nil, n: 3)
      add("smallest_detectable_pgr", 0.31, nil, n: 3)
      if row.method.hasPrefix("probe") {
        run.comparisons.append(
          ComparisonRow(
            experiment: row.experiment, task: row.task, supervisor: row.supervisor,
            student: row.student, first: row.method,
            second: row.method.replacing("probe", with: "finetune"), metric: "accuracy",
            difference: 0.015, ciLow: 0.002, ciHigh: 0.028, p: 0.011,
            pHolm: row.student == names[0] ? 0.4 : 0.044, n: 872, seeds: 3))
      }
    }
    for row in run.results where row.method == ResultRow.ceilingMethod {
      var own = row
      own.method = "ceiling/probe"
      own.value = row.value.map { $0 - 0.02 }
      own.ciLow = row.ciLow.map { $0 - 0.02 }
      own.ciHigh = row.ciHigh.map { $0 - 0.02 }
      run.results.append(own)
    }
    for index in run.pgr.indices where run.pgr[index].method.hasPrefix("probe") {
      run.pgr[index].ceilingScore = run.pgr[index].ceilingScore.map { $0 - 0.02 }
    }
    return run
  }
}
