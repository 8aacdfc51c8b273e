import Foundation
import Testing

@testable import Reporting

@Suite struct FigureFormTests {
  @Test(arguments: FigureSamples.all.map(\.0)) func isWellFormed(name: String) throws {
    let figure = try #require(FigureSamples.all.first { $0.0 == name }).1
    check(figure.svg())
    #expect(figure.svg() == figure.svg())
  }

  /// Well-formed, finite, every level text inside the picture and on no other.
  func check(_ svg: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let form = XMLForm(svg)
    #expect(form.problem == nil, sourceLocation: sourceLocation)
    #expect(form.brokenNumbers.isEmpty, sourceLocation: sourceLocation)
    let root = form.elements.first?.attributes ?? [:]
    let width = Double(root["width"] ?? "") ?? 0
    let height = Double(root["height"] ?? "") ?? 0
    #expect(width > 0 && height > 0, sourceLocation: sourceLocation)
    let boxes = form.elements.filter { $0.name == "text" }.compactMap(TextBox.init)
    let picture = TextBox(text: "", left: 0, right: width, top: 0, bottom: height)
    for (index, box) in boxes.enumerated() {
      #expect(picture.holds(box), "'\(box.text)' is cut off", sourceLocation: sourceLocation)
      for other in boxes[..<index] where other.overlaps(box) {
        Issue.record("'\(other.text)' lies on '\(box.text)'", sourceLocation: sourceLocation)
      }
    }
  }

  /// The room of a level text, measured as the figures measure it.
  struct TextBox {
    var text: String
    var left: Double
    var right: Double
    var top: Double
    var bottom: Double

    func holds(_ other: TextBox) -> Bool {
      left <= other.left && other.right <= right && top <= other.top && other.bottom <= bottom
    }

    func overlaps(_ other: TextBox) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
  }

  static let hostile: [[ChartPoint]] = [
    [], [ChartPoint(1, 2)], [ChartPoint(0, 0)], [ChartPoint(3, 3), ChartPoint(3, 3)],
    [ChartPoint(1, nil), ChartPoint(2, .nan), ChartPoint(3, .infinity)],
    [ChartPoint(-1, -1), ChartPoint(0, 0)],
    [ChartPoint(1, 1, low: .nan, high: .infinity), ChartPoint(2, 5, low: 7, high: 3)],
    [ChartPoint(1e-300, 1e-300), ChartPoint(1e300, 1e300)],
    [ChartPoint(1, 1), ChartPoint(1 + 1e-15, 1 + 1e-15)],
    [ChartPoint(.nan, 1), ChartPoint(.infinity, 2)],
  ]

  @Test(arguments: hostile.indices, [Scale.linear, .logarithmic])
  func degeneratePointsAreDrawn(index: Int, scale: Scale) {
    let points = Self.hostile[index]
    let layers: [Layer] = [
      .band(Band("band", x: [1, .nan], low: [0, 1], high: [2, .infinity], color: "#000000")),
      .reference(Reference(.identity)), .reference(Reference(.vertical(.nan))),
      .reference(Reference(.horizontal(-1))), .reference(Reference(.mark(.infinity))),
      .series(Series("points", points, color: "#000000", marker: .circle)),
    ]
    let panel = Panel(
      "p", x: Axis("x", scale: scale), y: Axis("y", scale: scale), layers, notes: ["note"])
    check(Figure("degenerate", [panel]).svg())
    var fixed = panel
    fixed.y.range = 0.5...0.5
    fixed.x.range = 0.1...10
    check(Figure("fixed", [fixed], columns: 3).svg())
  }

  @Test func aFigureWithoutPanelsIsAFigure() { check(Figure("empty", []).svg()) }

  @Test(arguments: Marker.allCases) func everyMarkerIsDrawn(marker: Marker) {
    let points = [ChartPoint(0, 0), ChartPoint(1, 1, isHollow: true)]
    let series = Series("m", points, color: "#123456", marker: marker)
    check(Figure("", [Panel(x: Axis("x"), y: Axis("y"), [.series(series)])]).svg())
  }

  @Test func undefinedResultsAreDrawn() {
    var run = Samples.run(supervisors: 2, students: 2)
    for index in run.pgr.indices {
      run.pgr[index].pgr = nil
      run.pgr[index].pgrLow = nil
      run.pgr[index].studentScore = nil
      run.pgr[index].ceilingScore = index == 0 ? 0.5 : nil
      run.pgr[index].verdict = "undefined"
    }
    run.results = []
    for index in run.curves.indices { run.curves[index].value = index == 7 ? 0.25 : nil }
    let figures =
      ScoreFigure.figures(of: run) + AgreementFigure.figures(of: run) + CurveFigure.figures(of: run)
    for figure in figures {
      check(figure.figure.svg())
    }
    let none = RunResults(experiment: "", measure: ScoreMeasure("accuracy"), ladder: [], pgr: [])
    #expect(ScoreFigure.figures(of: none).isEmpty && CurveFigure.figures(of: none).isEmpty)
    #expect(XMLForm(Report(title: "none", results: none).html()).problem == nil)
  }

  @Test func namesAreEscapedEverywhere() {
    let evil = "<b>&\"'\u{0}]]>|`_*"
    var run = Samples.run(supervisors: 1, students: 2, methods: [evil], experiment: evil)
    for index in run.pgr.indices {
      run.pgr[index].supervisor = evil
      run.pgr[index].task = evil
      run.pgr[index].verdict = evil
    }
    let report = Report(
      title: evil, results: run, facts: [.init(evil, evil)], command: evil, failures: [evil])
    for (name, contents) in report.files() where !name.hasSuffix(".md") {
      #expect(XMLForm(contents).problem == nil, "\(name)")
      #expect(!contents.contains("<b>"))
    }
    let table = run.summaryTable().markdown()
    let bars = table.split(separator: "\n").map {
      $0.replacing("\\|", with: "").count { $0 == "|" }
    }
    #expect(Set(bars).count == 1)
  }

  @Test func linesStayInsideAFixedRange() {
    let series = Series(
      "wild", [ChartPoint(0, 0.5), ChartPoint(1, 900), ChartPoint(2, 0.5)], color: "#aa0000")
    let panel = Panel(
      x: Axis("", range: 0...2), y: Axis("", range: 0...1), [.series(series)])
    let form = XMLForm(Figure("", [panel], legends: []).svg())
    let path = form.elements.first { $0.attributes["stroke"] == "#aa0000" }
    let numbers = (path?.attributes["d"] ?? "").split { "ML ".contains($0) }.compactMap {
      Double($0)
    }
    #expect(numbers.count == 8)
    #expect(numbers.allSatisfy { $0 >= 0 && $0 < 460 })
  }
}

extension FigureFormTests.TextBox {
  /// `nil` for slanted text.
  init?(_ element: XMLForm.Element) {
    func number(_ name: String) -> Double { Double(element.attributes[name] ?? "") ?? .nan }
    guard element.attributes["transform"] == nil else { return nil }
    let isBold = element.attributes["font-weight"] == "bold"
    let style = TextStyle(size: number("font-size"), isBold: isBold)
    let width = style.width(element.text)
    let shares: [String: Double] = ["middle": 0.5, "end": 1]
    let share = shares[element.attributes["text-anchor"] ?? ""] ?? 0
    text = element.text
    left = number("x") - share * width
    right = left + width
    top = number("y") - 0.74 * style.size
    bottom = number("y") + 0.2 * style.size
  }
}
