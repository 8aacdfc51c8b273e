/// How language models came to their losses: the loss on test texts against steps, all models in one
/// panel, and beside it the last loss against the number of weights. The untrained model is not drawn:
/// next to the way from chance to the first point, all that follows would look flat.
package enum LearningCurveFigure {
  /// None without curves.
  package static func figures(of report: PretrainingReport) -> [NamedFigure] {
    let colors = Palette.ordered(report.ladder.count)
    let lines = zip(report.ladder, colors).compactMap { model, color in
      line(of: model.name, report, color: color)
    }
    guard !lines.isEmpty else { return [] }
    let loss = Axis("nats per token", hasGrid: true)
    var panels = [
      Panel("Learning curves", x: Axis("step", includes: [0]), y: loss, lines.map(Layer.series))
    ]
    let points = zip(report.ladder, colors).compactMap { model, color in
      point(of: model, report, color: color)
    }
    if points.count > 1 {
      panels.append(
        Panel(
          "After training", x: Axis("weights", scale: .logarithmic), y: loss,
          points.map(Layer.series)))
    }
    let set = set(of: report)
    return [
      NamedFigure(
        name: "learning-curves",
        figure: Figure(
          "Pretraining, \(set) texts", panels, columns: 2,
          caption: "One training each. Bars: 95 % intervals over texts, or groups of texts. "
            + "The untrained model is not drawn."))
    ]
  }

  /// Test where it is evaluated, else validation.
  private static func set(of report: PretrainingReport) -> String {
    report.curves.contains { $0.set == CurveRow.test } ? CurveRow.test : CurveRow.validation
  }

  private static func line(
    of model: String, _ report: PretrainingReport, color: String
  ) -> Series? {
    let set = set(of: report)
    let points = report.curves.filter {
      $0.student == model && $0.set == set && $0.metric == PretrainingReport.loss && $0.step > 0
    }
    .map { ChartPoint(Double($0.step), $0.value) }
    guard !points.isEmpty else { return nil }
    return Series(model, points, color: color, marker: points.count == 1 ? .circle : nil)
  }

  private static func point(
    of model: LadderModel, _ report: PretrainingReport, color: String
  ) -> Series? {
    guard let weights = model.parameters,
      let row = report.row(model.name, set(of: report), PretrainingReport.loss)
    else { return nil }
    return Series(
      nil, [ChartPoint(Double(weights), row.value, low: row.ciLow, high: row.ciHigh)],
      color: color, dash: nil, marker: .circle)
  }
}
