/// Several panels in a grid under one title and legend, with a caption below: the figure of a
/// report, written as SVG by ``svg()``.
package struct Figure: Sendable, Equatable {
  package var title: String
  package var panels: [Panel]
  /// Panels per row.
  package var columns: Int
  /// `nil` gathers the labelled layers of all panels.
  package var legends: [Legend]?
  package var caption: String
  /// Size of each plot, without its labels, in pixels.
  package var panelWidth: Double
  package var panelHeight: Double

  package init(
    _ title: String, _ panels: [Panel], columns: Int = 2, legends: [Legend]? = nil,
    caption: String = "", panelWidth: Double = 360, panelHeight: Double = 270
  ) {
    precondition(columns > 0 && panelWidth >= 120 && panelHeight >= 80, "no room for panels")
    self.title = title
    self.panels = panels
    self.columns = columns
    self.legends = legends
    self.caption = caption
    self.panelWidth = panelWidth
    self.panelHeight = panelHeight
  }

  private static let border = 16.0
  private static let columnGap = 14.0
  private static let rowGap = 16.0

  /// The figure as a text: same figure, same bytes.
  package func svg() -> String {
    let grid = Grid(self)
    let inner = grid.width
    let titleLines = title.isEmpty ? [] : TextStyle.title.wrapped(title, to: inner)
    let captionLines = caption.isEmpty ? [] : TextStyle.caption.wrapped(caption, to: inner)
    let shown = (legends ?? [Legend(of: panels)]).filter { !$0.entries.isEmpty }
    var y = Self.border
    let titleTop = y + TextStyle.title.size
    y += Double(titleLines.count) * TextStyle.title.lineHeight + (titleLines.isEmpty ? 0 : 8)
    let legendTop = y + 8
    y += shown.map { $0.layout(width: inner).height }.reduce(0, +) + (shown.isEmpty ? 0 : 10)
    let gridTop = y
    y += grid.height + (captionLines.isEmpty ? 0 : 8)
    let captionTop = y + TextStyle.caption.size
    y += Double(captionLines.count) * TextStyle.caption.lineHeight + Self.border

    let (width, height) = (
      coordinate((inner + 2 * Self.border).rounded(.up)), coordinate(y.rounded(.up))
    )
    var svg = SVG()
    let root = [
      ("xmlns", "http://www.w3.org/2000/svg"), ("width", width), ("height", height),
      ("viewBox", "0 0 \(width) \(height)"), ("role", "img"),
      ("font-family", "Helvetica, Arial, 'DejaVu Sans', sans-serif"),
    ]
    svg.group("svg", root) { svg in
      svg.element("title", [], content: title)
      if !caption.isEmpty { svg.element("desc", [], content: caption) }
      svg.element("rect", [("width", width), ("height", height), ("fill", "#ffffff")])
      svg.text(
        titleLines.joined(separator: "\n"), at: Point(x: Self.border, y: titleTop), .title)
      var legendY = legendTop
      for legend in shown {
        legend.draw(at: Point(x: Self.border, y: legendY), width: inner, into: &svg)
        legendY += legend.layout(width: inner).height
      }
      for (geometry, place) in zip(grid.geometries, grid.places) {
        svg.group("g", []) { svg in
          PanelDrawing(
            geometry: geometry,
            origin: Point(x: Self.border + place.x, y: gridTop + place.y)
          ).draw(into: &svg)
        }
      }
      svg.text(
        captionLines.joined(separator: "\n"), at: Point(x: Self.border, y: captionTop), .caption)
    }
    return svg.text
  }

  /// Panels in rows and columns, their plots aligned: each column has the widest margins of its
  /// panels, each row the highest.
  private struct Grid {
    var geometries: [PanelGeometry]
    var places: [Point] = []
    var width = 0.0
    var height = 0.0

    init(_ figure: Figure) {
      let size = Size(width: figure.panelWidth, height: figure.panelHeight)
      geometries = figure.panels.map { PanelGeometry($0, size: size) }
      let columns = max(1, min(figure.columns, geometries.count))
      let rows = (geometries.count + columns - 1) / columns
      func widest(_ keys: [Int], _ path: KeyPath<PanelGeometry, Double>) -> Double {
        keys.map { geometries[$0][keyPath: path] }.max() ?? 0
      }
      var lefts: [Double] = []
      for column in 0..<columns where !geometries.isEmpty {
        let members = geometries.indices.filter { $0 % columns == column }
        if column > 0 { width += Figure.columnGap }
        lefts.append(width + widest(members, \.margins.left))
        width = (lefts.last ?? 0) + size.width + widest(members, \.margins.right)
      }
      width = max(width, 420)
      for row in 0..<rows {
        let members = geometries.indices.filter { $0 / columns == row }
        if row > 0 { height += Figure.rowGap }
        let top = height + widest(members, \.margins.top)
        height = top + size.height + widest(members, \.margins.bottom)
        for index in members { places.append(Point(x: lefts[index % columns], y: top)) }
      }
    }
  }
}
