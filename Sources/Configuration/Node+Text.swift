extension Node {
  /// A scalar that stands without quotes: a number, a word.
  package static func plain(_ text: String) -> Node {
    Node(.scalar(text, quoted: false), mark: .defaults)
  }

  /// A text, quoted where it would otherwise be read as something else or not be read at all.
  package static func text(_ text: String) -> Node {
    Node(.scalar(text, quoted: !isUnmistakable(text)), mark: .defaults)
  }

  package static func fields(_ fields: [(name: String, value: Node)]) -> Node {
    Node(
      .mapping(fields.map { Entry(key: $0.name, mark: .defaults, value: $0.value) }),
      mark: .defaults)
  }

  /// The node on one line, as YAML in flow style.
  package var text: String {
    switch content {
    case .null: "null"
    case .scalar(let text, quoted: let quoted): quoted ? Node.quote(text) : text
    case .sequence(let items): "[" + items.map(\.text).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{" + entries.map { Node.key($0.key) + ": " + $0.value.text }.joined(separator: ", ") + "}"
    }
  }

  /// A key of a mapping, quoted where needed.
  package static func key(_ key: String) -> String { isPlainInFlow(key) ? key : quote(key) }

  /// Whether YAML reads `text` back as the same scalar without quotes, inside brackets too.
  /// Narrower than YAML's own rule, which depends on the neighbouring characters.
  package static func isPlainInFlow(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, text.unicodeScalars.last != " ",
      isWordScalar(first) || "./-+".unicodeScalars.contains(first),
      !text.hasPrefix("---"), !text.hasPrefix("..."), text != "-", !text.hasPrefix("- ")
    else { return false }
    return text.unicodeScalars.allSatisfy {
      isWordScalar($0) || "./-+ ".unicodeScalars.contains($0)
    }
  }

  /// Whether YAML reads `text` back as the same scalar without quotes, outside brackets.
  package static func isPlainInBlock(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last,
      !"#&*!|>'\"%@`{[]}, :".unicodeScalars.contains(first),
      !("-?".unicodeScalars.contains(first) && "- ".contains(text.dropFirst().first ?? " ")),
      !text.hasPrefix("..."), last != ":", last != " ",
      !text.contains(": "), !text.contains(" #")
    else { return false }
    return text.unicodeScalars.allSatisfy(isPrintable)
  }

  /// Whether a plain `text` is a text to every YAML reader: no number, boolean, null or date.
  private static func isUnmistakable(_ text: String) -> Bool {
    let words: Set = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
    return isPlainInFlow(text) && !words.contains(text.lowercased())
      && Double(text.filter { $0 != "_" }) == nil && text.contains { $0.isLetter }
  }

  private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
  }

  /// `text` in double quotes, with the escapes that YAML shares with JSON.
  package static func quote(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case "\r": quoted += "\\r"
      default:
        if isPrintable(scalar) {
          quoted.unicodeScalars.append(scalar)
        } else {
          let digits = String(scalar.value, radix: 16, uppercase: true)
          let width = scalar.value > 0xFFFF ? 8 : 4
          let zeros = String(repeating: "0", count: width - digits.count)
          quoted += (width == 8 ? "\\U" : "\\u") + zeros + digits
        }
      }
    }
    return quoted + "\""
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .format,
      .privateUse:
      false
    default: true
    }
  }
}
