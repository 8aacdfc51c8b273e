/// Draws one panel with its plot's upper left corner at `origin`.
struct PanelDrawing {
  let geometry: PanelGeometry
  let origin: Point

  private var panel: Panel { geometry.panel }
  private var width: Double { geometry.size.width }
  private var height: Double { geometry.size.height }

  func draw(into svg: inout SVG) {
    drawAxes(&svg)
    for layer in panel.layers {
      switch layer {
      case .band(let band): draw(band, &svg)
      case .reference(let reference): draw(reference, &svg)
      case .series(let series): draw(series, &svg)
      }
    }
    drawNotes(&svg)
  }

  private func at(_ x: Double, _ y: Double) -> Point { Point(x: origin.x + x, y: origin.y + y) }

  private func drawAxes(_ svg: inout SVG) {
    let axis = Stroke(color: Palette.axis)
    let grid = Stroke(color: Palette.grid)
    for tick in geometry.yTicks {
      guard let y = geometry.y(tick.value) else { continue }
      if panel.y.hasGrid, !tick.label.isEmpty { svg.line(at(0, y), at(width, y), grid) }
      svg.line(at(tick.label.isEmpty ? -3 : -5, y), at(0, y), axis)
      svg.text(tick.label, at: at(-9, y + 4), .tick, anchor: .end)
    }
    for tick in geometry.xTicks {
      guard let x = geometry.x(tick.value) else { continue }
      if panel.x.hasGrid, !tick.label.isEmpty { svg.line(at(x, 0), at(x, height), grid) }
      svg.line(at(x, height), at(x, height + (tick.label.isEmpty ? 3 : 5)), axis)
      if geometry.slantsXLabels {
        svg.text(
          tick.label, at: at(x + 4, height + 15), .tick, anchor: .end,
          rotated: -PanelGeometry.slant)
      } else {
        svg.text(tick.label, at: at(x, height + 18), .tick, anchor: .middle)
      }
    }
    svg.path(
      "M\(coordinate(origin.x)) \(coordinate(origin.y))v\(coordinate(height))"
        + "h\(coordinate(width))", fill: "none", axis)
    drawTitles(&svg)
  }

  private func drawTitles(_ svg: inout SVG) {
    let title = TextStyle.panelTitle.wrapped(panel.title, to: width)
    let titleHeight = Double(title.count - 1) * TextStyle.panelTitle.lineHeight
    svg.text(title.joined(separator: "\n"), at: at(0, -10 - titleHeight), .panelTitle)
    svg.text(
      TextStyle.axisLabel.truncated(panel.x.label, to: width + geometry.margins.left / 2),
      at: at(width / 2, height + geometry.margins.bottom - 10), .axisLabel, anchor: .middle)
    svg.text(
      TextStyle.axisLabel.truncated(panel.y.label, to: height + 20),
      at: at(-geometry.margins.left + 16, height / 2), .axisLabel, anchor: .middle, rotated: -90)
  }

  private func draw(_ band: Band, _ svg: inout SVG) {
    var upper: [Point] = []
    var lower: [Point] = []
    for index in band.x.indices {
      guard let x = geometry.x(band.x[index]), let low = geometry.y(band.low[index]),
        let high = geometry.y(band.high[index])
      else { continue }
      upper.append(at(clamped(x, width), clamped(high, height)))
      lower.append(at(clamped(x, width), clamped(low, height)))
    }
    guard upper.count > 1 else { return }
    let outline = (upper + lower.reversed()).map(place).joined(separator: "L")
    svg.path("M\(outline)Z", fill: band.color, nil, opacity: 0.14)
  }

  private func draw(_ reference: Reference, _ svg: inout SVG) {
    let stroke = Stroke(color: reference.color, width: 1.3, dash: reference.dash)
    switch reference.place {
    case .horizontal(let value):
      guard let y = geometry.y(value), (0...height).contains(y) else { return }
      svg.line(at(0, y), at(width, y), stroke)
    case .vertical(let value):
      guard let x = geometry.x(value), (0...width).contains(x) else { return }
      svg.line(at(x, 0), at(x, height), stroke)
    case .mark(let value):
      guard let y = geometry.y(value), (0...height).contains(y) else { return }
      svg.line(
        at(0, y), at(width, y),
        Stroke(color: reference.color, width: 1, dash: reference.dash, opacity: 0.45))
      svg.line(at(0, y), at(16, y), Stroke(color: reference.color, width: 3.5))
    case .identity:
      let ends = [geometry.xRange.lowerBound, geometry.xRange.upperBound].map { end in
        let value = panel.x.scale.inverse(end)
        return (geometry.x(value), geometry.y(value))
      }
      guard case (let x0?, let y0?) = ends[0], case (let x1?, let y1?) = ends[1],
        let (from, to) = clip(Point(x: x0, y: y0), Point(x: x1, y: y1))
      else { return }
      svg.line(at(from.x, from.y), at(to.x, to.y), stroke)
    }
  }

  private func draw(_ series: Series, _ svg: inout SVG) {
    let places = series.points.map { point -> Point? in
      guard let x = geometry.x(point.x), let value = finite(point.y), let y = geometry.y(value)
      else { return nil }
      return Point(x: x + series.shift, y: y)
    }
    if let dash = series.dash {
      // A hollow point means nothing, so no line leads to it.
      let path = linePath(zip(series.points, places).map { $0.isHollow ? nil : $1 })
      if !path.isEmpty {
        svg.path(
          path, fill: "none", Stroke(color: series.color, width: series.width, dash: dash))
      }
    }
    for (point, place) in zip(series.points, places) {
      guard let place, (-0.01...width + 0.01).contains(place.x - series.shift) else { continue }
      guard (-0.01...height + 0.01).contains(place.y) else {
        drawArrow(x: place.x, upward: place.y < 0, color: series.color, &svg)
        continue
      }
      drawErrorBar(point, x: place.x, color: series.color, &svg)
      series.marker?.draw(
        at: at(place.x, place.y), radius: series.radius, color: series.color,
        isHollow: point.isHollow, into: &svg)
    }
  }

  /// The polyline through `places`, clipped to the plot; a missing point leaves a gap.
  private func linePath(_ places: [Point?]) -> String {
    var path = ""
    var last: Point?
    for (from, to) in zip(places, places.dropFirst()) {
      guard let from, let to, let (a, b) = clip(from, to) else {
        last = nil
        continue
      }
      if last != a { path += "M" + place(at(a.x, a.y)) }
      path += "L" + place(at(b.x, b.y))
      last = b
    }
    return path
  }

  private func drawErrorBar(_ point: ChartPoint, x: Double, color: String, _ svg: inout SVG) {
    guard let low = finite(point.low).flatMap(geometry.y),
      let high = finite(point.high).flatMap(geometry.y), low > high
    else { return }
    let (bottom, top) = (clamped(low, height), clamped(high, height))
    guard bottom > top else { return }
    let stroke = Stroke(color: color, width: 1.2, opacity: 0.75)
    svg.line(at(x, bottom), at(x, top), stroke)
    if top == high { svg.line(at(x - 3, top), at(x + 3, top), stroke) }
    if bottom == low { svg.line(at(x - 3, bottom), at(x + 3, bottom), stroke) }
  }

  /// A point beyond the range: a hollow arrowhead on the edge that it lies behind.
  private func drawArrow(x: Double, upward: Bool, color: String, _ svg: inout SVG) {
    let (edge, inner) = upward ? (1.0, 9.0) : (height - 1, height - 9)
    let corners = [at(x, edge), at(x + 4.5, inner), at(x - 4.5, inner)]
    svg.path(
      "M" + corners.map(place).joined(separator: "L") + "Z", fill: "#ffffff",
      Stroke(color: color, width: 1.4))
  }

  private func drawNotes(_ svg: inout SVG) {
    guard !panel.notes.isEmpty else { return }
    let style = TextStyle.note
    let lines = panel.notes.flatMap { style.wrapped($0, to: width - 20) }
    let box = Size(
      width: (lines.map(style.width).max() ?? 0) + 20,
      height: Double(lines.count) * style.lineHeight + 12)
    let corners = [(false, false), (true, false), (true, true), (false, true)]
    let crowd = corners.map { corner in
      inkPoints.count { point in
        (corner.0 ? point.x > width - box.width : point.x < box.width)
          && (corner.1 ? point.y > height - box.height : point.y < box.height)
      }
    }
    let calmest = crowd.indices.min { (crowd[$0], $0) < (crowd[$1], $1) } ?? 0
    let (isRight, isLow) = corners[calmest]
    let top = isLow ? height - box.height + 12 : 14
    svg.text(
      lines.joined(separator: "\n"), at: at(isRight ? width - 8 : 10, top + 4), style,
      anchor: isRight ? .end : .start)
  }

  /// Points along everything drawn, to find the emptiest corner.
  private var inkPoints: [Point] {
    panel.layers.flatMap { layer -> [Point] in
      guard case .series(let series) = layer else { return [] }
      let places = series.points.compactMap { point -> Point? in
        guard let x = geometry.x(point.x), let y = finite(point.y).flatMap(geometry.y)
        else { return nil }
        return Point(x: x, y: y)
      }
      let between = zip(places, places.dropFirst()).flatMap { a, b in
        (1..<8).map { step in
          let t = Double(step) / 8
          return Point(x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t)
        }
      }
      return places + (series.dash == nil ? [] : between)
    }
  }

  private func place(_ point: Point) -> String { "\(coordinate(point.x)) \(coordinate(point.y))" }

  private func clamped(_ value: Double, _ limit: Double) -> Double { min(max(value, 0), limit) }

  /// The part of a segment inside the plot (Liang and Barsky), `nil` if there is none.
  private func clip(_ from: Point, _ to: Point) -> (Point, Point)? {
    var (enter, leave) = (0.0, 1.0)
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    let slack = 6.0
    let edges = [
      (-dx, from.x + slack), (dx, width + slack - from.x), (-dy, from.y), (dy, height - from.y),
    ]
    for (step, room) in edges {
      if step == 0 {
        if room < 0 { return nil }
      } else if step < 0 {
        enter = max(enter, room / step)
      } else {
        leave = min(leave, room / step)
      }
    }
    guard enter <= leave else { return nil }
    func along(_ t: Double) -> Point { Point(x: from.x + dx * t, y: from.y + dy * t) }
    return (enter == 0 ? from : along(enter), leave == 1 ? to : along(leave))
  }
}
