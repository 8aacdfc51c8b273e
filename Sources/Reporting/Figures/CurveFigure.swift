/// Training curves: for each student its score on test examples against ground truth and against the
/// supervisor's labels, between the supervisor's own score and the ceiling's, over the share of training
/// done; where the first falls while the second still rises, it learns the supervisor's errors. Without
/// weak labels on test examples, scores on validation examples stand for them. Lines are means over seeds, bands reach from the lowest to the highest seed, markers show where each selection
/// picked its checkpoint (one per seed). The untrained model (step 0) is not drawn, unless a selection
/// picked it: next to the way from chance to the first point, all that follows would look flat.
package enum CurveFigure {
  /// Panels per figure; a run with more pairs gets further figures.
  private static let panelLimit = 12

  private static let truth = (CurveRow.test, "test, ground truth", 0, Dash.solid)
  private static let weakTest = (CurveRow.weakTest, "test, weak labels", 1, Dash.dashed)
  private static let validation = [
    (CurveRow.weakValidation, "validation, weak labels", 1, Dash.dashed),
    (CurveRow.validation, "validation, ground truth", 2, Dash.dotted),
  ]

  private static let markers: [(String, Marker, String)] = [
    ("final", .square, "final step"),
    ("weak-validation", .circle, "picked by weak validation"),
    ("ground-truth-validation", .triangle, "picked by ground-truth validation \(oracleMark)"),
  ]

  /// One figure per task and method (more where pairs are many); none without student curves.
  package static func figures(of results: RunResults) -> [NamedFigure] {
    var figures: [NamedFigure] = []
    let tasks = distinct(results.curves.map(\.task))
    for task in tasks {
      let part = results.only(task: task)
      let metric = metric(part)
      let rows = part.curves.filter {
        $0.role == "student" && $0.metric == metric && ($0.step > 0 || !$0.selected.isEmpty)
      }
      for method in distinct(rows.map(\.method)) {
        let pairs = pairs(part, rows.filter { $0.method == method })
        let pages = stride(from: 0, to: pairs.count, by: panelLimit).map {
          Array(pairs[$0..<min($0 + panelLimit, pairs.count)])
        }
        for (index, page) in pages.enumerated() {
          let names =
            ["curves", tasks.count > 1 ? task : "", method]
            + (pages.count > 1 ? [String(index + 1)] : [])
          let number = pages.count > 1 ? " (\(index + 1) of \(pages.count))" : ""
          let subject = (tasks.count > 1 ? [task] : []) + [part.marked(method)]
          let title = "Training curves, \(subject.joined(separator: ", "))\(number)"
          figures.append(
            NamedFigure(
              name: slug(names.joined(separator: "-")), figure: figure(title, page, part),
              task: tasks.count > 1 ? task : nil))
        }
      }
    }
    return figures
  }

  private struct Pair {
    var supervisor: String
    var student: String
    var rows: [CurveRow]
  }

  /// The metric of the scores where curves have it, else the first metric that they have.
  private static func metric(_ results: RunResults) -> String {
    let found = distinct(results.curves.map(\.metric))
    return found.contains(results.measure.metric)
      ? results.measure.metric : found.first ?? results.measure.metric
  }

  private static func pairs(_ results: RunResults, _ rows: [CurveRow]) -> [Pair] {
    let supervisors = results.inLadderOrder(distinct(rows.map(\.supervisor)))
    let students = results.inLadderOrder(distinct(rows.map(\.student)))
    return supervisors.flatMap { supervisor in
      students.compactMap { student in
        let own = rows.filter { $0.supervisor == supervisor && $0.student == student }
        return own.isEmpty ? nil : Pair(supervisor: supervisor, student: student, rows: own)
      }
    }
  }

  private static func figure(_ title: String, _ pairs: [Pair], _ results: RunResults) -> Figure {
    let metric = metric(results)
    let measure = metric == results.measure.metric ? results.measure : ScoreMeasure(metric)
    let values = pairs.flatMap { $0.rows.compactMap(\.value) }
    let direction = measure.lowerIsBetter ? " (lower is better)" : ""
    let students = distinct(pairs.map(\.student)).count
    let columns = students > 1 && students <= 4 ? students : min(3, pairs.count)
    let scale: Scale =
      measure.lowerIsBetter && (values.min() ?? 0) > 0
        && (values.max() ?? 0) > 50 * (values.min() ?? 0) ? .logarithmic : .linear
    let x = Axis(
      "share of training done", range: 0...1.0, ticks: nil, hasGrid: false, padding: 0.02)
    let y = Axis(measure.words + direction, scale: scale, includes: values, hasGrid: true)
    let panels = pairs.map { pair in
      Panel("\(pair.supervisor) → \(pair.student)", x: x, y: y, layers(pair, results))
    }
    let seeds = distinct(pairs.flatMap { $0.rows.map(\.seed) }).count
    let isWithoutStart = pairs.allSatisfy { $0.rows.allSatisfy { $0.step > 0 } }
    let caption =
      (seeds > 1
        ? "Lines: means of \(seeds) seeds; bands: lowest to highest seed; one marker per seed."
        : "One seed.") + (isWithoutStart ? " The untrained model is not drawn." : "")
    let isSmall = pairs.count > 2
    return Figure(
      title, panels, columns: columns, caption: caption, panelWidth: isSmall ? 270 : 380,
      panelHeight: isSmall ? 190 : 260)
  }

  private static func layers(_ pair: Pair, _ results: RunResults) -> [Layer] {
    var bands: [Layer] = []
    var lines: [Layer] = []
    var picks: [Layer] = []
    if let row = results.row(of: pair.rows), pair.rows.first?.metric == results.measure.metric {
      if let score = row.supervisorScore {
        lines.append(
          .reference(Reference(.horizontal(score), label: "supervisor on test", dash: .shortDash)))
      }
      if let score = row.ceilingScore {
        lines.append(
          .reference(
            Reference(
              .horizontal(score), label: "ceiling on test", color: Palette.ceiling, dash: .dotted)))
      }
    }
    let hasWeakTest = pair.rows.contains { $0.set == CurveRow.weakTest }
    for (set, name, index, dash) in [truth] + (hasWeakTest ? [weakTest] : validation) {
      let rows = pair.rows.filter { $0.set == set && $0.value != nil }
      guard !rows.isEmpty else { continue }
      let color = Palette.distinct(index)
      let steps = Dictionary(grouping: rows, by: \.fraction).sorted { $0.key < $1.key }
      let values = steps.map { $0.value.compactMap(\.value) }
      let means = zip(steps, values).map { step, values in
        ChartPoint(step.key, values.reduce(0, +) / Double(values.count))
      }
      if values.contains(where: { $0.count > 1 }) {
        bands.append(
          .band(
            Band(
              nil, x: steps.map(\.key), low: values.map { $0.min() ?? 0 },
              high: values.map { $0.max() ?? 0 }, color: color)))
      }
      lines.append(
        .series(
          Series(
            name, means, color: color, dash: dash, marker: means.count == 1 ? .circle : nil,
            radius: 3)))
    }
    for (selection, marker, name) in markers {
      let chosen = pair.rows.filter { $0.set == CurveRow.test && $0.selected.contains(selection) }
      guard !chosen.isEmpty else { continue }
      let points = chosen.map { ChartPoint($0.fraction, $0.value, isHollow: true) }
      picks.append(
        .series(Series(name, points, color: Palette.ink, dash: nil, marker: marker, radius: 3.6)))
    }
    return bands + lines + picks
  }
}

extension RunResults {
  /// The pair that these points of curves are of; of several selections the first.
  fileprivate func row(of curve: [CurveRow]) -> PGRRow? {
    guard let point = curve.first else { return nil }
    let rows = pgr.filter {
      $0.supervisor == point.supervisor && $0.student == point.student && $0.task == point.task
    }
    return rows.first { Self.parts(of: $0.method).method == point.method } ?? rows.first
  }
}
