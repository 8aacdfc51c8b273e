/// The colours of all figures, legible on white and told apart without red–green vision.
package enum Palette {
  package static let ink = "#222222"
  package static let mutedInk = "#666666"
  package static let grid = "#e6e6e6"
  package static let axis = "#555555"
  package static let ceiling = "#000000"

  /// `count` colours from weak (orange) to strong (dark blue), lightness falling all the way: the
  /// dark 70 % of matplotlib's *plasma*, of which the light rest vanishes on white.
  package static func ordered(_ count: Int) -> [String] {
    guard count > 1 else { return count == 1 ? [color(at: 0.62)] : [] }
    return (0..<count).map { color(at: Double($0) / Double(count - 1)) }
  }

  /// Colours without an order (methods, studies): Okabe and Ito's set without its yellow.
  package static func distinct(_ index: Int) -> String {
    let set = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#8c6d00", "#444444"]
    return set[index % set.count]
  }

  private static let anchors: [(Double, Double, Double)] = [
    (242, 132, 75), (221, 94, 102), (184, 50, 137), (139, 10, 165), (76, 2, 161), (13, 8, 135),
  ]

  private static func color(at fraction: Double) -> String {
    let position = fraction * Double(anchors.count - 1)
    let index = min(Int(position), anchors.count - 2)
    let (a, b, t) = (anchors[index], anchors[index + 1], position - Double(index))
    return "#"
      + [(a.0, b.0), (a.1, b.1), (a.2, b.2)]
      .map { hexByte(Int(($0.0 + ($0.1 - $0.0) * t).rounded())) }.joined()
  }

  private static func hexByte(_ value: Int) -> String {
    (value < 16 ? "0" : "") + String(value, radix: 16)
  }
}

/// The pattern of a line.
package enum Dash: String, Sendable, Equatable, CaseIterable {
  case solid, dashed, dotted, dashDot, longDash, shortDash

  var pattern: String? {
    switch self {
    case .solid: nil
    case .dashed: "7 4"
    case .dotted: "1.5 3.5"
    case .dashDot: "8 3 2 3"
    case .longDash: "13 4"
    case .shortDash: "4 3"
    }
  }

  package static func at(_ index: Int) -> Dash { allCases[index % allCases.count] }
}

struct Stroke: Equatable {
  var color: String
  var width = 1.0
  var dash = Dash.solid
  var opacity = 1.0

  var attributes: [(String, String)] {
    var attributes = [("stroke", color), ("stroke-width", coordinate(width))]
    if let pattern = dash.pattern { attributes.append(("stroke-dasharray", pattern)) }
    if opacity < 1 { attributes.append(("stroke-opacity", coordinate(opacity))) }
    return attributes
  }
}
