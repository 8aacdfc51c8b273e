/// Where the same trainings were stopped in several ways: the ways side by side.
extension RunResults {
  /// A method without the selection of its checkpoints, and that selection.
  static func parts(of method: String) -> (method: String, selection: String?) {
    guard let mark = method.range(of: selectionMark, options: .backwards) else {
      return (method, nil)
    }
    return (String(method[..<mark.lowerBound]), String(method[mark.upperBound...]))
  }

  /// For each method whose students have several selections: one row per pair, for each selection
  /// score and PGR, then the highest point of the test curve and how much was lost from there to the
  /// end.
  package func stoppingTables() -> [(title: String, table: TextTable)] {
    distinct(methods.map { Self.parts(of: $0).method }).compactMap { method in
      let selections = distinct(
        methods.filter { Self.parts(of: $0).method == method }
          .compactMap { Self.parts(of: $0).selection })
      guard selections.count > 1 else { return nil }
      let title = "Early stopping, \(isOracle(method) ? marked(method) : method)."
      return (title, stoppingTable(method, selections))
    }
  }

  private func stoppingTable(_ method: String, _ selections: [String]) -> TextTable {
    let rows = pgr.filter { Self.parts(of: $0.method).method == method }
    let pairs = distinct(rows.map { [$0.task, $0.supervisor, $0.student] })
    let hasTasks = tasks.count > 1
    let scores = scores
    let peaks = pairs.map { peak(method, task: $0[0], supervisor: $0[1], student: $0[2]) }
    let hasPeaks = peaks.contains { $0 != nil }
    var columns: [TextTable.Column] = hasTasks ? [.init("task")] : []
    columns += [.init("supervisor"), .init("student"), .init("n × seeds", isNumeric: true)]
    for selection in selections {
      let name = Reporting.isOracle(selection) ? "\(selection) \(oracleMark)" : selection
      columns += [.init(name, isNumeric: true), .init("PGR", isNumeric: true)]
    }
    if hasPeaks {
      columns += [
        .init("peak (oracle on test, not selectable)", isNumeric: true),
        .init("lost from peak to end", isNumeric: true),
      ]
    }
    return TextTable(
      columns: columns,
      rows: zip(pairs, peaks).map { pair, peak in
        let own = rows.filter { [$0.task, $0.supervisor, $0.student] == pair }
        var cells = (hasTasks ? [TextTable.Cell(pair[0])] : [])
        cells += [.init(pair[1]), .init(pair[2])]
        cells.append(own.first.map { sample(scores.student($0).examples, $0) } ?? .init("–"))
        for selection in selections {
          let row = own.first { Self.parts(of: $0.method).selection == selection }
          cells.append(row.map { cell(scores.student($0)) } ?? .init("–"))
          cells.append(row.map { pgrCell($0, scores.pgr($0)) } ?? .init("–"))
        }
        guard hasPeaks else { return cells }
        return cells + [
          .init(measure.style.text(peak?.best)), .init(measure.style.text(peak?.lost)),
        ]
      })
  }

  /// The best point of each seed's own test curve and what was lost from it to the last point; means
  /// over seeds. The best of many points is best by chance too: it bounds what stopping could give.
  private func peak(
    _ method: String, task: String, supervisor: String, student: String
  ) -> (best: Double, lost: Double)? {
    let points = curves.filter {
      $0.role == "student" && $0.method == method && $0.task == task
        && $0.supervisor == supervisor && $0.student == student && $0.set == CurveRow.test
        && $0.metric == measure.metric && $0.value != nil
    }
    let sign: Double = measure.lowerIsBetter ? -1 : 1
    let seeds = Dictionary(grouping: points, by: \.seed).values.compactMap { points in
      let values = points.sorted { $0.step < $1.step }.compactMap(\.value)
      return values.map { sign * $0 }.max().map { best in
        (best: sign * best, lost: best - sign * (values.last ?? sign * best))
      }
    }
    guard !seeds.isEmpty else { return nil }
    func mean(_ values: [Double]) -> Double {
      values.sorted().reduce(0, +) / Double(values.count)
    }
    return (mean(seeds.map(\.best)), mean(seeds.map(\.lost)))
  }
}
