import Foundation
import Reporting

/// Figures of every kind, plain and degenerate: looked at by eye, checked for form by the tests.
enum FigureSamples {
  static let sixMethods = [
    "finetune", "confidence", "bootstrap", "finetune@ground-truth-validation", "probe",
    "self-training",
  ]

  static let all: [(String, Figure)] = scores + agreements + curves + theory

  static var scores: [(String, Figure)] {
    let runs = [
      ("one-method", Samples.run()),
      ("loss", Samples.run(isLoss: true)),
      ("overlay", Samples.run(supervisors: 1, students: 5, methods: Array(sixMethods.prefix(4)))),
      ("two-methods", Samples.run(methods: ["finetune", "confidence"])),
      ("five-methods", Samples.run(methods: Array(sixMethods.prefix(5)))),
      ("six-methods", Samples.run(supervisors: 4, students: 5, methods: sixMethods)),
      ("eight", Samples.run(supervisors: 8, students: 8)),
      ("eight-without-sizes", Samples.run(supervisors: 8, students: 8, hasSizes: false)),
      ("long-names", longNames), ("long-methods", longMethods),
      ("quickstart", quickstart),
      ("one-of-each", Samples.run(supervisors: 1, students: 1)),
      ("own-ceiling", Samples.whole()), ("own-ceilings", Samples.whole(supervisors: 2)),
    ]
    return runs.flatMap { name, run in
      ScoreFigure.figures(of: run).map { ("score-" + name, $0.figure) }
    }
  }

  static var agreements: [(String, Figure)] {
    let runs = [
      ("whole", Samples.whole()), ("three", Samples.whole(supervisors: 3)),
      ("eight", Samples.run(supervisors: 8, students: 8)), ("long", longNames),
      ("six-methods", Samples.run(supervisors: 1, students: 5, methods: sixMethods)),
    ]
    return runs.flatMap { name, run in
      AgreementFigure.figures(of: run).map { ("agreement-" + name, $0.figure) }
    }
  }

  static var longNames: RunResults {
    var run = Samples.run(
      supervisors: 8, students: 8,
      methods: (1...6).map { "a-method-with-a-name-that-never-seems-to-end-number-\($0)" },
      experiment: String(repeating: "a long experiment ", count: 20))
    run.ladder = run.ladder.map { LadderModel($0.name) }
    for index in run.pgr.indices {
      run.pgr[index].supervisor = String(repeating: run.pgr[index].supervisor + "-", count: 12)
      run.pgr[index].verdict = String(repeating: "no meaning at all ", count: 9)
    }
    return run
  }

  static var longMethods: RunResults {
    Samples.run(supervisors: 1, students: 3, methods: longNames.methods)
  }

  /// Losses that fall with the student's width, one supervisor, one method.
  static var quickstart: RunResults {
    let ratios = [0.861, 0.815, 0.792, 0.771, 0.764]
    let ladder =
      [LadderModel("teacher", parameters: 48)]
      + (0..<5).map { LadderModel("width-\(256 << $0)", parameters: 256 << $0) }
    var run = RunResults(
      experiment: "quickstart", measure: ScoreMeasure("squared_error", lowerIsBetter: true),
      ladder: ladder, pgr: [])
    for (index, ratio) in ratios.enumerated() {
      let (weak, ceiling) = (0.262, 0.262 * 0.09 / Double(index + 1))
      let pgr = (weak * ratio - weak) / (ceiling - weak)
      run.pgr.append(
        PGRRow(
          experiment: "quickstart", task: "features-relu", method: "finetune",
          supervisor: "teacher", student: ladder[index + 1].name, seeds: 1, supervisorScore: weak,
          studentScore: weak * ratio, ceilingScore: ceiling, pgr: pgr, pgrLow: pgr - 0.01,
          pgrHigh: pgr + 0.012))
    }
    return run
  }

  static var curves: [(String, Figure)] {
    let runs = [
      ("one", Samples.run(supervisors: 1, students: 2)), ("nine", Samples.run()),
      ("many", Samples.run(supervisors: 6, students: 6)), ("long", longMethods),
      ("weak-test", Samples.whole(students: 2)),
    ]
    return runs.flatMap { name, run in
      CurveFigure.figures(of: run).map { ("curves-\(name)-\($0.name)", $0.figure) }
    }
  }

  static var theory: [(String, Figure)] {
    let widths = [16.0, 32, 64, 128, 256]
    let ratios = [0.874, 0.64, 0.319, 0.124, 0.0525]
    let losses = widths.map { 3.1 / $0 }
    let points = zip(losses, ratios).map {
      ChartPoint($0, $0 * $1, low: $0 * $1 * 0.8, high: $0 * $1 * 1.25)
    }
    let power = Panel.powerLaw(
      "Random features", x: Axis("teacher loss"), y: Axis("student loss"), points: points,
      pointsLabel: "20 draws", exponent: 1.95, intercept: 1.47,
      fitLabel: "fit: exponent 1.95 [1.90, 2.01]")
    let gains = (0..<60).map { index -> ChartPoint in
      let misfit = 0.02 + 0.015 * Double(index % 30) + 0.003 * Double(index / 30)
      return ChartPoint(misfit, misfit * (1 + 0.12 * sin(Double(index * 7))))
    }
    let identity = Panel.identity(
      "Gain against misfit", x: Axis("misfit"), y: Axis("gain"), points: gains,
      pointsLabel: "tasks", notes: ["correlation .97", "slope 1.01 [.97, 1.05]"])
    let overlaps = stride(from: 0.0, through: 50, by: 2.5)
    let law = overlaps.map { ChartPoint($0, 1.087 - 1.087 * pow($0 / 50, 1.02)) }
    let simulated = [0.0, 10, 20, 40, 50].map {
      ChartPoint($0, 1.09 - 1.087 * pow($0 / 50, 1.02), low: 1.05 - $0 / 48, high: 1.13 - $0 / 48)
    }
    let variance = Panel.lawAndSimulation(
      "PGR against overlap", x: Axis("overlap of the subspaces"), y: Axis("PGR", hasGrid: true),
      law: law, simulation: simulated,
      references: [Reference(.horizontal(0)), Reference(.horizontal(1), dash: .dotted)])
    return [
      (
        "theory",
        Figure(
          "Studies of theory", [power, identity, variance], columns: 3,
          caption: "Points: simulation with 95 % intervals.", panelWidth: 300)
      ),
      ("theory-single", Figure("random-features", [power], columns: 1, panelWidth: 460)),
    ]
  }
}
