/// Scores and PGR against the student's size as Burns et al. 2023 draw them (Figure 3): one line
/// per supervisor, the ceiling dotted in black, each supervisor's own score as a mark on the left.
///
/// One supervisor and several methods are drawn in one pair of panels, a line per method; otherwise
/// each method has a pair of its own, all with the same ranges.
package struct ScoreFigure {
  private let results: RunResults
  private let scores: ScoreIndex
  private let axis: StudentAxis
  private let scoreAxis: Axis
  private let pgrAxis: Axis

  /// The figure of each task of a run.
  package static func figures(of results: RunResults) -> [NamedFigure] {
    let tasks = results.tasks
    return tasks.map { task in
      let name = tasks.count == 1 ? "pgr" : "pgr-" + slug(task)
      return NamedFigure(
        name: name,
        figure: ScoreFigure(results.only(task: task)).figure(tasks.count == 1 ? "" : task),
        task: tasks.count == 1 ? nil : task)
    }
  }

  init(_ results: RunResults) {
    self.results = results
    scores = results.scores
    axis = StudentAxis(results)
    scoreAxis = Self.scoreAxis(results, scores)
    pgrAxis = Self.pgrAxis(results)
  }

  private var overlaysMethods: Bool {
    results.supervisors.count == 1 && (2...6).contains(results.methods.count)
  }

  /// - Parameter task: stands in the title; empty where the run has one task only.
  func figure(_ task: String) -> Figure {
    let methods = results.methods
    let name = task.isEmpty ? "" : ", \(task)"
    let title = "\(results.experiment)\(name): scores and PGR"
    if overlaysMethods || methods.count <= 1 {
      let suffix = overlaysMethods ? "" : methods.map { ", " + results.marked($0) }.joined()
      let panels = [scorePanel("Score" + suffix, methods), pgrPanel("PGR" + suffix, methods)]
      return Figure(
        title, panels, columns: 2, legends: legends, caption: caption, panelWidth: 400,
        panelHeight: 300)
    }
    // Three or two methods side by side, PGR below scores; a number of methods that fills no such
    // grid stands in rows of its own.
    guard let columns = [3, 2].first(where: { methods.count.isMultiple(of: $0) }) else {
      let panels = methods.flatMap {
        [
          scorePanel("Score, \(results.marked($0))", [$0]),
          pgrPanel("PGR, \(results.marked($0))", [$0]),
        ]
      }
      return Figure(
        title, panels, columns: 2, legends: legends, caption: caption, panelHeight: 230)
    }
    var panels: [Panel] = []
    for start in stride(from: 0, to: methods.count, by: columns) {
      let row = methods[start..<start + columns]
      panels += row.map { scorePanel(results.marked($0), [$0]) } + row.map { pgrPanel("", [$0]) }
    }
    return Figure(
      title, panels, columns: columns, legends: legends, caption: caption,
      panelWidth: columns == 2 ? 380 : 300, panelHeight: columns == 2 ? 260 : 230)
  }
}

// MARK: - Panels

extension ScoreFigure {
  private func scorePanel(_ title: String, _ methods: [String]) -> Panel {
    var layers: [Layer] = []
    let rows = results.pgr.filter { methods.contains($0.method) }
    for supervisor in results.supervisors {
      // One, unless methods of the panel or students shape their own.
      let own = rows.filter { $0.supervisor == supervisor }
      for score in distinct(own.compactMap { scores.supervisor($0).value }) {
        layers.append(
          .reference(Reference(.mark(score), color: supervisorColor(supervisor), dash: .shortDash)))
      }
    }
    let names = Self.ceilingNames(rows, scores)
    let slots = methods.count * results.supervisors.count + names.count
    for (index, name) in names.enumerated() {
      let shift = Self.shift(slots - names.count + index, of: slots)
      layers.append(.series(ceiling(rows.filter { scores.ceilingName($0) == name }, index, shift)))
    }
    layers += lines(methods, slots: slots) { row in
      let score = scores.student(row)
      return ChartPoint(axis[row.student], score.value, low: score.low, high: score.high)
    }
    return Panel(title, x: axis.axis, y: scoreAxis, layers)
  }

  private func pgrPanel(_ title: String, _ methods: [String]) -> Panel {
    let references: [Layer] = [
      .reference(Reference(.horizontal(0), dash: .dashed)),
      .reference(Reference(.horizontal(1), color: Palette.ceiling, dash: .dotted)),
    ]
    let lines = lines(methods, slots: methods.count * results.supervisors.count) { row in
      ChartPoint(
        axis[row.student], row.pgr, low: row.isReliable ? row.pgrLow : nil,
        high: row.isReliable ? row.pgrHigh : nil, isHollow: !row.isReliable)
    }
    return Panel(title, x: axis.axis, y: pgrAxis, references + lines)
  }

  /// The ceilings that rows are measured with; of the selections of one ceiling the first.
  private static func ceilingNames(_ rows: [PGRRow], _ scores: ScoreIndex) -> [String] {
    var seen: Set<String> = []
    return distinct(rows.map(scores.ceilingName)).filter {
      seen.insert(RunResults.parts(of: $0).method).inserted
    }
  }

  private func ceiling(_ rows: [PGRRow], _ index: Int, _ shift: Double) -> Series {
    let points = results.students.compactMap { student -> ChartPoint? in
      let row = rows.first { $0.student == student && $0.ceilingScore != nil }
      guard let row else { return nil }
      let score = scores.ceiling(row)
      return ChartPoint(axis[student], score.value, low: score.low, high: score.high)
    }
    return Series(
      nil, points, color: Palette.ceiling, dash: Self.ceilingDash(index), width: 2,
      marker: Marker.at(index), radius: 2.6, shift: shift)
  }

  /// One line per method and supervisor, shifted so that their error bars stand side by side.
  private func lines(
    _ methods: [String], slots: Int, point: (PGRRow) -> ChartPoint
  ) -> [Layer] {
    let keys = methods.flatMap { method in results.supervisors.map { (method, $0) } }
    return keys.enumerated().map { index, key in
      let rows = results.students.compactMap { student in
        results.pgr.first {
          $0.method == key.0 && $0.supervisor == key.1 && $0.student == student
        }
      }
      let look = look(method: key.0, supervisor: key.1)
      return .series(
        Series(
          nil, rows.map(point), color: look.color, dash: look.dash, marker: look.marker,
          shift: Self.shift(index, of: slots)))
    }
  }

  private static func shift(_ slot: Int, of slots: Int) -> Double {
    (Double(slot) - Double(slots - 1) / 2) * min(5, 28 / Double(slots))
  }

  private func look(method: String, supervisor: String) -> (
    color: String, dash: Dash, marker: Marker
  ) {
    if overlaysMethods {
      let index = results.methods.firstIndex(of: method) ?? 0
      return (Palette.distinct(index), Dash.at(index), Marker.at(index))
    }
    let index = results.supervisors.firstIndex(of: supervisor) ?? 0
    return (supervisorColor(supervisor), .solid, Marker.at(index))
  }

  private func supervisorColor(_ supervisor: String) -> String {
    if overlaysMethods { return Palette.mutedInk }
    let index = results.supervisors.firstIndex(of: supervisor) ?? 0
    return Palette.ordered(results.supervisors.count)[index]
  }
}

// MARK: - Axes, legend, caption

extension ScoreFigure {
  private static func scoreAxis(_ results: RunResults, _ scores: ScoreIndex) -> Axis {
    let estimates = results.pgr.flatMap {
      [scores.student($0), scores.supervisor($0), scores.ceiling($0)]
    }
    let all = estimates.flatMap { [$0.value, $0.low, $0.high].compactMap { $0 } }
    let measure = results.measure
    let low = all.min() ?? 0
    let isWide = measure.lowerIsBetter && low > 0 && (all.max() ?? 0) > 50 * low
    let direction = measure.lowerIsBetter ? " (lower is better)" : ""
    return Axis(
      "\(measure.words) on test\(direction)", scale: isWide ? .logarithmic : .linear,
      includes: all, hasGrid: true)
  }

  /// Holds 0, 1 and every reliable PGR. Intervals and unreliable values widen it only so far: one
  /// quotient by a vanishing gap would flatten everything else.
  private static func pgrAxis(_ results: RunResults) -> Axis {
    var (low, high) = (0.0, 1.0)
    for row in results.pgr {
      guard let pgr = row.pgr else { continue }
      guard row.isReliable else {
        if (-0.5...1.5).contains(pgr) { (low, high) = (min(low, pgr), max(high, pgr)) }
        continue
      }
      low = min(low, pgr, max(row.pgrLow ?? 0, -0.6))
      high = max(high, pgr, min(row.pgrHigh ?? 1, 1.6))
    }
    let air = 0.06 * (high - low)
    return Axis(
      "performance gap recovered (PGR)", range: (low - air)...(high + air), hasGrid: true)
  }

  private var legends: [Legend] {
    var lines: [Legend] = []
    if overlaysMethods {
      let entries = results.methods.map { method in
        let look = look(method: method, supervisor: "")
        return LegendEntry(
          results.marked(method),
          .line(color: look.color, dash: look.dash, marker: look.marker, isHollow: false))
      }
      lines.append(Legend("Method", entries))
    } else {
      let entries = results.supervisors.map { supervisor in
        let look = look(method: "", supervisor: supervisor)
        return LegendEntry(
          supervisor,
          .line(color: look.color, dash: .solid, marker: look.marker, isHollow: false))
      }
      let heading = entries.count > 1 ? "Supervisor, weak → strong" : "Supervisor"
      lines.append(Legend(heading, entries))
    }
    let own = overlaysMethods ? "supervisor \(results.supervisors[0])" : "supervisor's own score"
    var others = [LegendEntry(own, .mark(color: Palette.mutedInk))]
    others += ceilingLegend
    if results.pgr.contains(where: { $0.pgr != nil && !$0.isReliable }) {
      others.append(
        LegendEntry(
          "PGR without meaning",
          .line(color: Palette.mutedInk, dash: nil, marker: .circle, isHollow: true)))
    }
    return lines + [Legend("", others)]
  }

  /// The looks of ceilings in the order in which a panel of all methods has them; where each method
  /// has a panel of its own, each panel's first ceiling looks alike.
  private var ceilingLegend: [LegendEntry] {
    let names = overlaysMethods ? Self.ceilingNames(results.pgr, scores) : [ResultRow.ceilingMethod]
    return names.enumerated().map { index, name in
      let owner = RunResults.parts(of: name).method.split(
        separator: RunResults.ownerMark, maxSplits: 1
      ).dropFirst().first
      return LegendEntry(
        owner.map { "ceiling of \($0)" } ?? "ceiling: student trained on ground truth",
        .line(
          color: Palette.ceiling, dash: Self.ceilingDash(index), marker: Marker.at(index),
          isHollow: false))
    }
  }

  private static func ceilingDash(_ index: Int) -> Dash {
    [.dotted, .dashDot, .shortDash, .longDash][index % 4]
  }

  private var caption: String {
    var parts: [String] = []
    let seeds = distinct(results.pgr.map(\.seeds)).sorted()
    let examples = distinct(results.pgr.compactMap { scores.student($0).examples }).sorted()
    let hasBars = results.pgr.contains { row in
      (row.isReliable && row.pgrLow != nil) || scores.student(row).low != nil
        || scores.ceiling(row).low != nil
    }
    let bars = hasBars ? "Bars: 95 % intervals" : "No intervals were computed"
    var sample: [String] = []
    if !examples.isEmpty {
      sample.append("n = \(examples.map(String.init).joined(separator: ", ")) test examples")
    }
    if let first = seeds.first, let last = seeds.last {
      let text = first == last ? "\(first)" : "\(first) to \(last)"
      sample.append("\(text) \(last == 1 ? "seed" : "seeds")")
    }
    parts.append(sample.isEmpty ? bars + "." : "\(bars); \(sample.joined(separator: ", ")).")
    let verdicts = distinct(results.pgr.filter { !$0.isReliable }.map(\.verdict))
      .filter { !$0.isEmpty }
    if !verdicts.isEmpty {
      parts.append("Hollow: \(verdicts.joined(separator: "; ")).")
    }
    if let range = pgrAxis.range,
      results.pgr.contains(where: { $0.pgr.map { !range.contains($0) } ?? false })
    {
      parts.append("Arrowheads: beyond the axis.")
    }
    return parts.joined(separator: " ")
  }
}
