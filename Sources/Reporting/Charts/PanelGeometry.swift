/// Where a panel's numbers lie in pixels, and how much room its labels take around the plot.
struct PanelGeometry {
  let panel: Panel
  let size: Size
  let xRange: ClosedRange<Double>
  let yRange: ClosedRange<Double>
  let xTicks: [Tick]
  let yTicks: [Tick]
  /// Names that would touch each other when level are slanted.
  let slantsXLabels: Bool
  let margins: Margins

  struct Margins: Equatable {
    var left = 0.0
    var right = 0.0
    var top = 0.0
    var bottom = 0.0
  }

  static let slant = 35.0
  static let slantedLimit = 175.0
  private static let cosine = 0.819
  private static let sine = 0.574

  init(_ panel: Panel, size: Size) {
    self.panel = panel
    self.size = size
    xRange = Self.range(panel.x, panel.drawnX)
    yRange = Self.range(panel.y, panel.drawnY)
    let columns = max(3, Int(size.width / 70))
    let rows = max(3, Int(size.height / 42))
    yTicks = Self.ticks(panel.y, yRange, count: rows)
    var ticks = Self.ticks(panel.x, xRange, count: columns)
    let style = TextStyle.tick
    let (range, scale) = (xRange, panel.x.scale)
    func touches(_ ticks: [Tick]) -> Bool {
      var end = -Double.infinity
      let span = range.upperBound - range.lowerBound
      for tick in ticks where !tick.label.isEmpty {
        guard let place = scale.transform(tick.value) else { continue }
        let center = (place - range.lowerBound) / span * size.width
        let half = style.width(tick.label) / 2
        if center - half < end + 7 { return true }
        end = center + half
      }
      return false
    }
    let isTooTight = touches(ticks)
    if isTooTight, panel.x.ticks == nil {
      ticks = Self.ticks(panel.x, xRange, count: columns / 2)
    }
    slantsXLabels = isTooTight && panel.x.ticks != nil
    if slantsXLabels {
      ticks = ticks.map { tick in
        let level = tick.label.replacing("\n", with: " · ")
        return Tick(tick.value, style.truncated(level, to: Self.slantedLimit))
      }
    }
    xTicks = ticks
    margins = Self.margins(
      panel, size: size, xTicks: ticks, yTicks: yTicks, slanted: slantsXLabels, xRange: xRange)
  }

  private static func range(_ axis: Axis, _ drawn: [Double]) -> ClosedRange<Double> {
    if let fixed = axis.range, let low = axis.scale.transform(fixed.lowerBound),
      let high = axis.scale.transform(fixed.upperBound), high > low
    {
      return low...high
    }
    return axis.scale.range(of: drawn + axis.includes, padding: axis.padding)
  }

  private static func ticks(_ axis: Axis, _ range: ClosedRange<Double>, count: Int) -> [Tick] {
    guard let given = axis.ticks else {
      return niceTicks(in: range, scale: axis.scale, count: count)
    }
    return given.filter { tick in
      axis.scale.transform(tick.value).map { range.contains($0) } ?? false
    }
  }

  private static func margins(
    _ panel: Panel, size: Size, xTicks: [Tick], yTicks: [Tick], slanted: Bool,
    xRange: ClosedRange<Double>
  ) -> Margins {
    let style = TextStyle.tick
    var margins = Margins(left: 12, right: 10, top: 8, bottom: 10)
    if !panel.title.isEmpty {
      let lines = TextStyle.panelTitle.wrapped(panel.title, to: size.width)
      margins.top += Double(lines.count) * TextStyle.panelTitle.lineHeight + 6
    }
    margins.left += (yTicks.map { style.width($0.label) }.max() ?? 0) + 6
    if !panel.y.label.isEmpty { margins.left += TextStyle.axisLabel.lineHeight + 6 }
    let span = xRange.upperBound - xRange.lowerBound
    for tick in xTicks where !tick.label.isEmpty {
      guard let place = panel.x.scale.transform(tick.value) else { continue }
      let center = (place - xRange.lowerBound) / span * size.width
      let width = style.width(tick.label)
      if slanted {
        margins.left = max(margins.left, width * cosine - center + 10)
      } else {
        margins.right = max(margins.right, center + width / 2 - size.width + 4)
      }
    }
    if slanted {
      let widest = xTicks.map { style.width($0.label) }.max() ?? 0
      margins.bottom += widest * sine + style.lineHeight
    } else {
      let lines = xTicks.map { $0.label.split(separator: "\n").count }.max() ?? 0
      margins.bottom += Double(lines) * style.lineHeight + 4
    }
    if !panel.x.label.isEmpty { margins.bottom += TextStyle.axisLabel.lineHeight + 4 }
    return margins
  }

  /// Pixels from the plot's left edge; `nil` for numbers without a place on the scale.
  func x(_ value: Double) -> Double? {
    panel.x.scale.transform(value).map {
      ($0 - xRange.lowerBound) / (xRange.upperBound - xRange.lowerBound) * size.width
    }
  }

  /// Pixels from the plot's upper edge.
  func y(_ value: Double) -> Double? {
    panel.y.scale.transform(value).map {
      (yRange.upperBound - $0) / (yRange.upperBound - yRange.lowerBound) * size.height
    }
  }
}

struct Size: Equatable {
  var width: Double
  var height: Double
}

extension Panel {
  /// Numbers that an automatic x range must hold.
  fileprivate var drawnX: [Double] {
    layers.flatMap { layer -> [Double] in
      switch layer {
      case .band(let band): band.x
      case .series(let series): series.points.filter { $0.y != nil }.map(\.x)
      case .reference(let reference):
        if case .vertical(let value) = reference.place { [value] } else { [] }
      }
    }
  }

  /// Numbers that an automatic y range must hold.
  fileprivate var drawnY: [Double] {
    layers.flatMap { layer -> [Double] in
      switch layer {
      case .band(let band): return band.low + band.high
      case .series(let series):
        return series.points.flatMap { [$0.y, $0.low, $0.high].compactMap(finite) }
      case .reference(let reference):
        switch reference.place {
        case .horizontal(let value), .mark(let value): return [value]
        case .vertical, .identity: return []
        }
      }
    }
  }
}
