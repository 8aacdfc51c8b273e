/// One axis of a panel.
package struct Axis: Sendable, Equatable {
  package var label: String
  package var scale: Scale
  /// Ends in the axis' own numbers; `nil` takes them from what is drawn.
  package var range: ClosedRange<Double>?
  /// Numbers that an automatic range must hold.
  package var includes: [Double]
  /// `nil` takes round numbers. Labels may have several lines.
  package var ticks: [Tick]?
  /// Whether lines at the labelled ticks cross the panel.
  package var hasGrid: Bool
  /// Room left free at both ends of an automatic range, as a share of it.
  package var padding: Double

  package init(
    _ label: String, scale: Scale = .linear, range: ClosedRange<Double>? = nil,
    includes: [Double] = [], ticks: [Tick]? = nil, hasGrid: Bool = false, padding: Double = 0.06
  ) {
    self.label = label
    self.scale = scale
    self.range = range
    self.includes = includes
    self.ticks = ticks
    self.hasGrid = hasGrid
    self.padding = padding
  }
}

/// A point with the ends of its interval. Points without a finite `y`, and hollow ones, leave a gap
/// in their line; points outside a fixed range are drawn as arrowheads on the edge.
package struct ChartPoint: Sendable, Equatable {
  package var x: Double
  package var y: Double?
  package var low: Double?
  package var high: Double?
  package var isHollow: Bool

  package init(
    _ x: Double, _ y: Double?, low: Double? = nil, high: Double? = nil, isHollow: Bool = false
  ) {
    self.x = x
    self.y = y
    self.low = low
    self.high = high
    self.isHollow = isHollow
  }
}

/// Points that belong together: a line through them, markers on them, error bars, or all of these.
package struct Series: Sendable, Equatable {
  /// Its text in the legend; `nil` keeps it out.
  package var label: String?
  package var points: [ChartPoint]
  package var color: String
  /// `nil` draws no line.
  package var dash: Dash?
  package var width: Double
  /// `nil` draws no markers.
  package var marker: Marker?
  package var radius: Double
  /// Pixels to the right, so that error bars of neighbours do not cover each other.
  package var shift: Double

  package init(
    _ label: String?, _ points: [ChartPoint], color: String, dash: Dash? = .solid,
    width: Double = 2, marker: Marker? = nil, radius: Double = 4, shift: Double = 0
  ) {
    self.label = label
    self.points = points
    self.color = color
    self.dash = dash
    self.width = width
    self.marker = marker
    self.radius = radius
    self.shift = shift
  }
}

/// The area between `low` and `high` over `x`.
package struct Band: Sendable, Equatable {
  package var label: String?
  package var x: [Double]
  package var low: [Double]
  package var high: [Double]
  package var color: String

  package init(_ label: String?, x: [Double], low: [Double], high: [Double], color: String) {
    precondition(x.count == low.count && x.count == high.count, "a band needs both ends everywhere")
    self.label = label
    self.x = x
    self.low = low
    self.high = high
    self.color = color
  }
}

/// A line that a reader compares with.
package struct Reference: Sendable, Equatable {
  package enum Place: Sendable, Equatable {
    case horizontal(Double)
    case vertical(Double)
    /// y = x.
    case identity
    /// A short strong mark on the left edge at this height and a faint line across.
    case mark(Double)
  }

  package var place: Place
  package var label: String?
  package var color: String
  package var dash: Dash

  package init(
    _ place: Place, label: String? = nil, color: String = Palette.mutedInk, dash: Dash = .dashed
  ) {
    self.place = place
    self.label = label
    self.color = color
    self.dash = dash
  }
}

package enum Layer: Sendable, Equatable {
  case band(Band)
  case reference(Reference)
  case series(Series)
}

/// One pair of axes and what is drawn between them, in that order.
package struct Panel: Sendable, Equatable {
  package var title: String
  package var x: Axis
  package var y: Axis
  package var layers: [Layer]
  /// Lines of text in the emptiest corner.
  package var notes: [String]

  package init(
    _ title: String = "", x: Axis, y: Axis, _ layers: [Layer], notes: [String] = []
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.layers = layers
    self.notes = notes
  }
}
