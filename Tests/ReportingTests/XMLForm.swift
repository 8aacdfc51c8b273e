import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What a text is as XML: its elements with their attributes, or the parser's complaint.
final class XMLForm: NSObject, XMLParserDelegate {
  struct Element {
    var name: String
    var attributes: [String: String]
    var text: String
  }

  private(set) var elements: [Element] = []
  private(set) var problem: String?
  private var open: [Int] = []

  init(_ text: String) {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    if !parser.parse() { problem = parser.parserError.map { "\($0)" } ?? "malformed" }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    open.append(elements.count)
    elements.append(Element(name: name, attributes: attributes, text: ""))
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    guard let current = open.last else { return }
    elements[current].text += text
  }

  /// Attributes that hold something other than finite numbers where numbers belong.
  var brokenNumbers: [String] {
    let numeric = ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "d"]
    return elements.flatMap { element in
      element.attributes.filter { name, value in
        let lowered = value.lowercased()
        return numeric.contains(name)
          && (lowered.contains("nan") || lowered.contains("inf") || value.contains("e"))
      }.map { "\(element.name) \($0.key)=\($0.value)" }
    }
  }
}
