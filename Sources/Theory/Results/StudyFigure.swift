/// A picture as plain data: panels side by side, each with its axes and series.
package struct StudyFigure: Codable, Sendable, Equatable {
  /// Part of a file name.
  package var name: String
  package var title: String
  package var panels: [Panel]

  package init(name: String, title: String, panels: [Panel]) {
    self.name = name
    self.title = title
    self.panels = panels
  }

  package struct Panel: Codable, Sendable, Equatable {
    package var title: String
    package var x: Axis
    package var y: Axis
    package var series: [Series]
    /// Draws y = x as a thin line.
    package var identity: Bool
    /// Vertical lines with their labels.
    package var marks: [Mark]

    package init(
      title: String = "", x: Axis, y: Axis, series: [Series], identity: Bool = false,
      marks: [Mark] = []
    ) {
      self.title = title
      self.x = x
      self.y = y
      self.series = series
      self.identity = identity
      self.marks = marks
    }
  }

  package struct Axis: Codable, Sendable, Equatable {
    package var label: String
    package var logarithmic: Bool

    package static func linear(_ label: String) -> Axis { Axis(label: label, logarithmic: false) }
    package static func log(_ label: String) -> Axis { Axis(label: label, logarithmic: true) }
  }

  package struct Mark: Codable, Sendable, Equatable {
    package var label: String
    package var x: Double
  }

  package struct Series: Codable, Sendable, Equatable {
    package enum Kind: String, Codable, Sendable {
      /// Simulated values, with intervals.
      case points
      /// A closed form.
      case theory
      /// A line fitted to points; the label says its slope.
      case fit
    }

    package var label: String
    package var kind: Kind
    package var points: [Point]

    package init(_ label: String, _ kind: Kind, _ points: [Point]) {
      self.label = label
      self.kind = kind
      self.points = points
    }
  }

  package struct Point: Codable, Sendable, Equatable {
    package var x: Double
    package var y: Double
    /// 95 % interval of y; y itself where nothing was drawn.
    package var low: Double
    package var high: Double

    package init(_ x: Double, _ y: Double) { (self.x, self.y, low, high) = (x, y, y, y) }
    package init(_ x: Double, _ y: Estimate) {
      (self.x, self.y, low, high) = (x, y.value, y.low, y.high)
    }
  }
}
