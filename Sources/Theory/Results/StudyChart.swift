import Reporting

/// The parts of which the studies make their figures: a closed form is a line, simulated values are
/// markers with their intervals, a fitted power law is dashed; what belongs together shares a colour.
extension Layer {
  static func simulation(_ label: String?, _ points: [ChartPoint], _ color: Int = 0) -> Layer {
    .series(
      Series(label, points, color: Palette.distinct(color), dash: nil, marker: .circle, radius: 3.5)
    )
  }

  static func law(_ label: String?, _ points: [ChartPoint], _ color: Int = 0) -> Layer {
    .series(Series(label, points, color: Palette.distinct(color), width: 1.8))
  }

  static func fit(_ label: String?, _ points: [ChartPoint], _ color: Int = 0) -> Layer {
    .series(Series(label, points, color: Palette.distinct(color), dash: .dashed, width: 1.5))
  }

  static var identity: Layer { .reference(Reference(.identity, label: "y = x")) }
}

extension ChartPoint {
  /// With the interval, where something was drawn.
  init(_ x: Double, _ y: Measured) {
    self.init(x, y.value, low: y.count > 0 ? y.low : nil, high: y.count > 0 ? y.high : nil)
  }
}

extension NamedFigure {
  /// The figure of a study, its source and its sample sizes below it.
  init(_ study: any Study.Type, _ title: String, _ panels: [Panel], note: String) {
    self.init(
      name: study.name, figure: Figure(title, panels, caption: "\(note) \(study.source)."))
  }
}
