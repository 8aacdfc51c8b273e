/// One entry of a legend: how something looks, and its name.
package struct LegendEntry: Sendable, Equatable {
  package enum Look: Sendable, Equatable {
    case line(color: String, dash: Dash?, marker: Marker?, isHollow: Bool)
    case band(color: String)
    /// The short strong mark of ``Reference/Place/mark(_:)``.
    case mark(color: String)
  }

  package var label: String
  package var look: Look

  package init(_ label: String, _ look: Look) {
    self.label = label
    self.look = look
  }
}

/// Entries under one heading, on lines of their own.
package struct Legend: Sendable, Equatable {
  package var heading: String
  package var entries: [LegendEntry]

  package init(_ heading: String = "", _ entries: [LegendEntry]) {
    self.heading = heading
    self.entries = entries
  }

  /// The labelled layers of `panels`, each look once.
  init(of panels: [Panel]) {
    heading = ""
    entries = []
    for layer in panels.flatMap(\.layers) {
      guard let entry = LegendEntry(of: layer), !entries.contains(entry) else { continue }
      entries.append(entry)
    }
  }

  private static let sample = 30.0
  private static let gap = 18.0
  static let lineHeight = 20.0

  /// Places entries left to right and wraps them at `width`; returns their places and the height.
  func layout(width: Double) -> (places: [Point], headingWidth: Double, height: Double) {
    guard !entries.isEmpty else { return ([], 0, 0) }
    let headingWidth =
      heading.isEmpty ? 0 : TextStyle.legendHeading.width(heading) + 14
    var (x, y) = (headingWidth, 0.0)
    var places: [Point] = []
    for entry in entries {
      let needed = Self.sample + 6 + TextStyle.legend.width(shown(entry, width, headingWidth))
      if x > headingWidth, x + needed > width {
        x = headingWidth
        y += Self.lineHeight
      }
      places.append(Point(x: x, y: y))
      x += needed + Self.gap
    }
    return (places, headingWidth, y + Self.lineHeight)
  }

  private func shown(_ entry: LegendEntry, _ width: Double, _ headingWidth: Double) -> String {
    TextStyle.legend.truncated(
      entry.label, to: max(60, width - headingWidth - Self.sample - 6))
  }

  func draw(at origin: Point, width: Double, into svg: inout SVG) {
    let (places, headingWidth, _) = layout(width: width)
    if !heading.isEmpty, !entries.isEmpty {
      svg.text(heading, at: Point(x: origin.x, y: origin.y + 4), .legendHeading)
    }
    for (entry, place) in zip(entries, places) {
      let start = Point(x: origin.x + place.x, y: origin.y + place.y)
      entry.draw(at: start, sample: Self.sample, into: &svg)
      svg.text(
        shown(entry, width, headingWidth),
        at: Point(x: start.x + Self.sample + 6, y: start.y + 4), .legend)
    }
  }
}

extension LegendEntry {
  fileprivate init?(of layer: Layer) {
    switch layer {
    case .series(let series):
      guard let label = series.label else { return nil }
      let isHollow = !series.points.isEmpty && series.points.allSatisfy(\.isHollow)
      self.init(
        label,
        .line(color: series.color, dash: series.dash, marker: series.marker, isHollow: isHollow))
    case .band(let band):
      guard let label = band.label else { return nil }
      self.init(label, .band(color: band.color))
    case .reference(let reference):
      guard let label = reference.label else { return nil }
      if case .mark = reference.place {
        self.init(label, .mark(color: reference.color))
      } else {
        self.init(
          label,
          .line(color: reference.color, dash: reference.dash, marker: nil, isHollow: false))
      }
    }
  }

  fileprivate func draw(at start: Point, sample: Double, into svg: inout SVG) {
    let end = Point(x: start.x + sample, y: start.y)
    let middle = Point(x: start.x + sample / 2, y: start.y)
    switch look {
    case .band(let color):
      svg.element(
        "rect",
        [
          ("x", coordinate(start.x)), ("y", coordinate(start.y - 5)),
          ("width", coordinate(sample)), ("height", "10"), ("fill", color),
          ("fill-opacity", "0.14"),
        ])
    case .mark(let color):
      svg.line(
        Point(x: middle.x - 8, y: middle.y), Point(x: middle.x + 8, y: middle.y),
        Stroke(color: color, width: 3.5))
    case .line(let color, let dash, let marker, let isHollow):
      if let dash { svg.line(start, end, Stroke(color: color, width: 2, dash: dash)) }
      marker?.draw(at: middle, radius: 4, color: color, isHollow: isHollow, into: &svg)
    }
  }
}
