/// The shape of a point.
package enum Marker: String, Sendable, Equatable, CaseIterable {
  case circle, square, triangle, diamond, downTriangle, pentagon, plus, cross

  package static func at(_ index: Int) -> Marker { allCases[index % allCases.count] }

  /// Corners around the origin, in units of the marker's radius; `nil` for the shapes that are no
  /// polygon.
  private var corners: [Point]? {
    switch self {
    case .circle, .plus, .cross: nil
    case .square: [(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)].map(Point.init)
    case .triangle: [(0, -1.2), (1.1, 0.8), (-1.1, 0.8)].map(Point.init)
    case .diamond: [(0, -1.3), (1.1, 0), (0, 1.3), (-1.1, 0)].map(Point.init)
    case .downTriangle: [(0, 1.2), (1.1, -0.8), (-1.1, -0.8)].map(Point.init)
    case .pentagon:
      [(0, -1.15), (1.09, -0.36), (0.68, 0.93), (-0.68, 0.93), (-1.09, -0.36)].map(Point.init)
    }
  }

  /// Draws the marker; a hollow one is white inside, with a rim of `color`.
  func draw(
    at center: Point, radius: Double, color: String, isHollow: Bool, into svg: inout SVG
  ) {
    let rim = Stroke(color: isHollow ? color : "#ffffff", width: isHollow ? 1.6 : 0.8)
    let fill = isHollow ? "#ffffff" : color
    if let corners {
      let places = corners.map {
        "\(coordinate(center.x + $0.x * radius)) \(coordinate(center.y + $0.y * radius))"
      }
      svg.path("M" + places.joined(separator: "L") + "Z", fill: fill, rim)
      return
    }
    if self == .circle {
      svg.element(
        "circle",
        [
          ("cx", coordinate(center.x)), ("cy", coordinate(center.y)), ("r", coordinate(radius)),
          ("fill", fill),
        ] + rim.attributes)
      return
    }
    let reach = self == .plus ? (radius, 0.0) : (radius * 0.8, radius * 0.8)
    let ends = [reach, (reach.1, -reach.0)]
    for (dx, dy) in ends {
      svg.line(
        Point(x: center.x - dx, y: center.y - dy), Point(x: center.x + dx, y: center.y + dy),
        Stroke(color: color, width: isHollow ? 1.2 : 2.2))
    }
  }
}
