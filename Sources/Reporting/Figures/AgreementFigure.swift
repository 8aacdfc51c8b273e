/// How often students answer as their supervisor does, against the student's size, where the
/// supervisor is right and where it is wrong (Burns et al. 2023, Figure 8): a row of panels per
/// supervisor, a line per method, the ceiling, which never saw the supervisor's labels, dotted in
/// black.
package struct AgreementFigure {
  private let results: RunResults
  private let scores: ScoreIndex
  private let axis: StudentAxis

  private static let sides = [
    (metric: "agreement_right", title: "supervisor right"),
    (metric: "agreement_wrong", title: "supervisor wrong"),
  ]

  /// The figure of each task of a run; none where a task has one student only, or no agreement.
  package static func figures(of results: RunResults) -> [NamedFigure] {
    let tasks = results.tasks
    return tasks.compactMap { task in
      let part = results.only(task: task)
      guard let figure = AgreementFigure(part).figure(tasks.count == 1 ? "" : task) else {
        return nil
      }
      return NamedFigure(
        name: tasks.count == 1 ? "agreement" : "agreement-" + slug(task), figure: figure,
        task: tasks.count == 1 ? nil : task)
    }
  }

  init(_ results: RunResults) {
    self.results = results
    scores = results.scores
    axis = StudentAxis(results)
  }

  /// - Parameter task: stands in the title; empty where the run has one task only.
  func figure(_ task: String) -> Figure? {
    let supervisors = results.supervisors.filter { supervisor in
      let own = results.pgr.filter { $0.supervisor == supervisor && $0.agreement != nil }
      return distinct(own.map(\.student)).count > 1
    }
    guard !supervisors.isEmpty else { return nil }
    let panels = supervisors.flatMap { supervisor in
      Self.sides.map { side in panel(supervisor, side.metric, side.title) }
    }
    let name = task.isEmpty ? "" : ", \(task)"
    return Figure(
      "\(results.experiment)\(name): agreement with the supervisor", panels, columns: 2,
      legends: [legend], caption: caption, panelWidth: 380,
      panelHeight: supervisors.count > 2 ? 200 : 260)
  }

  private func panel(_ supervisor: String, _ metric: String, _ title: String) -> Panel {
    let methods = results.methods
    let lines = methods.enumerated().map { index, method in
      let rows = rows(supervisor) { $0.method == method }
      return Series(
        nil, rows.map { point($0, metric) }, color: Palette.distinct(index), dash: Dash.at(index),
        marker: Marker.at(index), radius: 3.4, shift: Self.shift(index, of: methods.count + 1))
    }
    // Methods share the ceiling of a student, unless they shape their own.
    let ceilings = results.students.compactMap { student in
      rows(supervisor) { $0.student == student }.first
    }
    let control = Series(
      nil, ceilings.map { point($0, RunResults.ceilingPrefix + metric) }, color: Palette.ceiling,
      dash: .dotted, marker: .circle, radius: 2.6,
      shift: Self.shift(methods.count, of: methods.count + 1))
    return Panel(
      "\(TextStyle.panelTitle.truncated(supervisor, to: 240)): \(title)", x: axis.axis,
      y: yAxis(metric),
      [.series(control)] + lines.map(Layer.series))
  }

  private func rows(_ supervisor: String, _ isWanted: (PGRRow) -> Bool) -> [PGRRow] {
    results.students.flatMap { student in
      results.pgr.filter {
        $0.supervisor == supervisor && $0.student == student && isWanted($0)
      }
    }
  }

  private func point(_ row: PGRRow, _ metric: String) -> ChartPoint {
    let estimate = estimate(row, metric)
    return ChartPoint(
      axis[row.student], estimate.value, low: estimate.low, high: estimate.high)
  }

  private func estimate(_ row: PGRRow, _ metric: String) -> Estimate {
    switch metric {
    case "agreement_right": scores.estimate(row.agreementRight, row, metric: metric)
    case "agreement_wrong": scores.estimate(row.agreementWrong, row, metric: metric)
    default: scores.estimate(nil, row, metric: metric)
    }
  }

  /// The same for all supervisors, so that rows can be compared.
  private func yAxis(_ metric: String) -> Axis {
    let values = results.pgr.flatMap { row in
      [metric, RunResults.ceilingPrefix + metric].flatMap { metric in
        let found = estimate(row, metric)
        return [found.value, found.low, found.high].compactMap { $0 }
      }
    }
    return Axis("share of the same answers", includes: values, hasGrid: true)
  }

  private var legend: Legend {
    let entries = results.methods.enumerated().map { index, method in
      LegendEntry(
        results.marked(method),
        .line(
          color: Palette.distinct(index), dash: Dash.at(index), marker: Marker.at(index),
          isHollow: false))
    }
    let hasCeiling = results.results.contains { $0.metric == "ceiling_agreement_right" }
    let control = LegendEntry(
      "ceiling: student trained on ground truth",
      .line(color: Palette.ceiling, dash: .dotted, marker: .circle, isHollow: false))
    return Legend("Method", entries + (hasCeiling ? [control] : []))
  }

  private var caption: String {
    let seeds = distinct(results.pgr.map(\.seeds)).sorted()
    let examples = distinct(results.pgr.compactMap { scores.student($0).examples }).sorted()
    let hasBars = results.pgr.contains { estimate($0, "agreement_right").low != nil }
    var parts = hasBars ? ["Bars: 95 % intervals"] : []
    if !examples.isEmpty {
      parts.append("n = \(examples.map(String.init).joined(separator: ", ")) test examples")
    }
    if let first = seeds.first, let last = seeds.last {
      let text = first == last ? "\(first)" : "\(first) to \(last)"
      parts.append("\(text) \(last == 1 ? "seed" : "seeds")")
    }
    return parts.joined(separator: "; ") + ". Agreement where the supervisor is wrong is imitation "
      + "of its errors, as far as it lies above the ceiling's."
  }

  private static func shift(_ slot: Int, of slots: Int) -> Double {
    (Double(slot) - Double(slots - 1) / 2) * min(5, 28 / Double(slots))
  }
}
