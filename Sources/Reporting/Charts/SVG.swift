import Foundation

/// Writes SVG elements as text. Same calls, same bytes: attributes keep their order, coordinates
/// have at most two decimals and no locale.
struct SVG {
  private(set) var text = ""
  private var depth = 0

  mutating func element(_ name: String, _ attributes: [(String, String)], content: String? = nil) {
    indent()
    text += "<\(name)\(Self.attributeText(attributes))"
    if let content {
      text += ">\(escaped(content))</\(name)>\n"
    } else {
      text += "/>\n"
    }
  }

  mutating func group(
    _ name: String, _ attributes: [(String, String)], _ body: (inout SVG) -> Void
  ) {
    indent()
    text += "<\(name)\(Self.attributeText(attributes))>\n"
    depth += 1
    body(&self)
    depth -= 1
    indent()
    text += "</\(name)>\n"
  }

  private mutating func indent() { text += String(repeating: " ", count: 2 * depth) }

  private static func attributeText(_ attributes: [(String, String)]) -> String {
    attributes.map { " \($0.0)=\"\(escaped($0.1))\"" }.joined()
  }

  mutating func line(_ from: Point, _ to: Point, _ stroke: Stroke) {
    element(
      "line",
      [
        ("x1", coordinate(from.x)), ("y1", coordinate(from.y)), ("x2", coordinate(to.x)),
        ("y2", coordinate(to.y)),
      ] + stroke.attributes)
  }

  mutating func path(_ data: String, fill: String, _ stroke: Stroke?, opacity: Double = 1) {
    var attributes = [("d", data), ("fill", fill)]
    if opacity < 1 { attributes.append(("fill-opacity", coordinate(opacity))) }
    element("path", attributes + (stroke?.attributes ?? []))
  }

  /// Text at `at`; line ends in `content` begin new lines below.
  mutating func text(
    _ content: String, at: Point, _ style: TextStyle, anchor: TextAnchor = .start,
    rotated degrees: Double = 0
  ) {
    for (index, line) in content.split(separator: "\n", omittingEmptySubsequences: false)
      .enumerated() where !line.isEmpty
    {
      var attributes = [
        ("x", coordinate(at.x)), ("y", coordinate(at.y + Double(index) * style.lineHeight)),
        ("font-size", coordinate(style.size)), ("fill", style.color),
      ]
      if style.isBold { attributes.append(("font-weight", "bold")) }
      if anchor != .start { attributes.append(("text-anchor", anchor.rawValue)) }
      if degrees != 0 {
        let center = "\(coordinate(at.x)) \(coordinate(at.y))"
        attributes.append(("transform", "rotate(\(coordinate(degrees)) \(center))"))
      }
      element("text", attributes, content: String(line))
    }
  }
}

struct Point: Equatable {
  var x: Double
  var y: Double
}

enum TextAnchor: String { case start, middle, end }

/// A length in pixels with at most two decimals and no trailing zeros.
func coordinate(_ value: Double) -> String {
  precondition(value.isFinite, "a coordinate must be finite, found \(value)")
  let hundredths = Int((value * 100).rounded())
  let (whole, rest) = (abs(hundredths) / 100, abs(hundredths) % 100)
  let sign = hundredths < 0 ? "-" : ""
  if rest == 0 { return "\(sign)\(whole)" }
  if rest % 10 == 0 { return "\(sign)\(whole).\(rest / 10)" }
  return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
}

/// `text` with the characters escaped that mean something in XML and HTML; control characters that
/// XML forbids become a replacement character.
package func escaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    case "\t", "\n": result.unicodeScalars.append(scalar)
    case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
      result += "\u{FFFD}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
