import Foundation

/// Ready panels for studies of theory: scaling laws, identities, a law beside its simulation.
extension Panel {
  /// Log-log points with a power law through them: y = exp(`intercept`) · x^`exponent`.
  package static func powerLaw(
    _ title: String = "", x: Axis, y: Axis, points: [ChartPoint], pointsLabel: String?,
    exponent: Double, intercept: Double, fitLabel: String
  ) -> Panel {
    var (x, y) = (x, y)
    x.scale = .logarithmic
    y.scale = .logarithmic
    let places = points.map(\.x).filter { $0 > 0 && $0.isFinite }
    let ends = [places.min(), places.max()].compactMap { $0 }
    let fit = ends.map { ChartPoint($0, exp(intercept) * pow($0, exponent)) }
    return Panel(
      title, x: x, y: y,
      [
        .series(
          Series(fitLabel, fit, color: Palette.distinct(1), dash: .dashed, width: 1.8)),
        .series(
          Series(pointsLabel, points, color: Palette.distinct(0), dash: nil, marker: .circle)),
      ])
  }

  /// Points beside the line y = x.
  package static func identity(
    _ title: String = "", x: Axis, y: Axis, points: [ChartPoint], pointsLabel: String?,
    identityLabel: String = "y = x", notes: [String] = []
  ) -> Panel {
    Panel(
      title, x: x, y: y,
      [
        .reference(Reference(.identity, label: identityLabel)),
        .series(
          Series(
            pointsLabel, points, color: Palette.distinct(0), dash: nil, marker: .circle, radius: 3)),
      ], notes: notes)
  }

  /// A line from theory with simulated points upon it.
  package static func lawAndSimulation(
    _ title: String = "", x: Axis, y: Axis, law: [ChartPoint], simulation: [ChartPoint],
    lawLabel: String = "theory", simulationLabel: String = "simulation",
    references: [Reference] = [], notes: [String] = []
  ) -> Panel {
    Panel(
      title, x: x, y: y,
      references.map(Layer.reference) + [
        .series(Series(lawLabel, law, color: Palette.distinct(1), width: 1.8)),
        .series(
          Series(
            simulationLabel, simulation, color: Palette.distinct(0), dash: nil, marker: .circle)),
      ], notes: notes)
  }
}
