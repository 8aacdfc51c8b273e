/// A table of texts: aligned columns for a terminal, or Markdown.
package struct TextTable: Sendable, Equatable {
  package struct Column: Sendable, Equatable {
    package var title: String
    package var isNumeric: Bool

    package init(_ title: String, isNumeric: Bool = false) {
      self.title = title
      self.isNumeric = isNumeric
    }
  }

  /// What a cell says: a main text, and an interval or another remark that may go below it where
  /// the terminal is narrow.
  package struct Cell: Sendable, Equatable {
    package var text: String
    package var detail: String?
    package var emphasis: Emphasis

    package init(_ text: String, detail: String? = nil, emphasis: Emphasis = .plain) {
      self.text = text
      self.detail = detail
      self.emphasis = emphasis
    }

    var whole: String { detail.map { "\(text) \($0)" } ?? text }
  }

  package enum Emphasis: Sendable, Equatable { case plain, strong, warning, faint }

  package var columns: [Column]
  package var rows: [[Cell]]

  package init(columns: [Column], rows: [[Cell]]) {
    precondition(rows.allSatisfy { $0.count == columns.count }, "every row needs every column")
    self.columns = columns
    self.rows = rows
  }

  /// Columns two spaces apart under a ruled header. Where that is wider than `width`, details move
  /// to a line of their own below. With `colours`, ANSI codes mark header, details and warnings.
  package func terminal(colours: Bool = false, width: Int? = nil) -> String {
    let level = rendered(colours: colours, stacked: false)
    guard let width, level.width > width, rows.joined().contains(where: { $0.detail != nil })
    else { return level.text }
    return rendered(colours: colours, stacked: true).text
  }

  private func rendered(colours: Bool, stacked: Bool) -> (text: String, width: Int) {
    let titles = columns.map { column in
      stacked ? column.title.split(separator: " ", maxSplits: 1).map(String.init) : [column.title]
    }
    let widths = columns.indices.map { index in
      let cells = rows.flatMap { row -> [String] in
        let cell = row[index]
        return stacked ? [cell.text, cell.detail ?? ""] : [cell.whole]
      }
      return (titles[index] + cells).map(displayWidth).max() ?? 0
    }
    let total = widths.reduce(0, +) + 2 * max(0, widths.count - 1)
    var lines: [String] = []
    func add(_ parts: [(text: String, plain: String)]) {
      let padded = zip(parts, zip(columns, widths)).map { part, layout in
        let room = String(repeating: " ", count: max(0, layout.1 - displayWidth(part.plain)))
        return layout.0.isNumeric ? room + part.text : part.text + room
      }
      var line = padded.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      lines.append(line)
    }
    let height = titles.map(\.count).max() ?? 1
    for line in 0..<height {
      // Titles end at the rule: short ones begin further down.
      let parts = titles.map { title in
        line >= height - title.count ? title[line - height + title.count] : ""
      }
      add(parts.map { (ansi($0, "1", colours), $0) })
    }
    lines.append(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "))
    for row in rows {
      if stacked {
        add(row.map { (ansi($0.text, code($0.emphasis), colours), $0.text) })
        if row.contains(where: { $0.detail != nil }) {
          add(row.map { (ansi($0.detail ?? "", "2", colours), $0.detail ?? "") })
        }
      } else {
        add(
          row.map { cell in
            let text = ansi(cell.text, code(cell.emphasis), colours)
            let detail = cell.detail.map { " " + ansi($0, "2", colours) } ?? ""
            return (text + detail, cell.whole)
          })
      }
    }
    return (lines.map { $0 + "\n" }.joined(), total)
  }

  package func markdown() -> String {
    let cells = [columns.map(\.title)] + rows.map { $0.map(\.whole) }
    let safe = cells.map { $0.map(markdownCell) }
    let rule = columns.map { $0.isNumeric ? "--:" : ":--" }
    return ([safe[0], rule] + safe.dropFirst())
      .map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  package func html() -> String {
    func row(_ tag: String, _ texts: [(String, String)]) -> String {
      let cells = zip(columns, texts).map { column, text in
        let classes = [column.isNumeric ? "number" : "", text.1].filter { !$0.isEmpty }
        let attribute = classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\""
        return "<\(tag)\(attribute)>\(text.0)</\(tag)>"
      }
      return "<tr>\(cells.joined())</tr>\n"
    }
    let head = row("th", columns.map { (escaped($0.title), "") })
    let body = rows.map { cells in
      row(
        "td",
        cells.map { cell in
          let detail = cell.detail.map { " <small>\(escaped($0))</small>" } ?? ""
          let kind =
            switch cell.emphasis {
            case .plain: ""
            case .strong: "strong"
            case .warning: "warning"
            case .faint: "faint"
            }
          return (escaped(cell.text) + detail, kind)
        })
    }
    return "<div class=\"table\"><table>\n<thead>\n\(head)</thead>\n<tbody>\n"
      + body.joined() + "</tbody>\n</table></div>\n"
  }

  private func code(_ emphasis: Emphasis) -> String? {
    switch emphasis {
    case .plain: nil
    case .strong: "1"
    case .warning: "33"
    case .faint: "2"
    }
  }
}

private func ansi(_ text: String, _ code: String?, _ colours: Bool) -> String {
  guard colours, let code, !text.isEmpty else { return text }
  return "\u{1B}[\(code)m\(text)\u{1B}[0m"
}

/// `text` inside a Markdown table: pipes, backslashes and line ends would break the row, stars,
/// underscores, backticks and angle brackets would change its look.
func markdownCell(_ text: String) -> String {
  var result = ""
  for character in text {
    switch character {
    case "|", "\\", "*", "_", "`", "<": result += "\\\(character)"
    case _ where character.isNewline: result += " "
    default: result.append(character)
    }
  }
  return result
}

/// Columns that `text` takes on a terminal: none for combining marks, two for wide characters.
func displayWidth(_ text: String) -> Int {
  text.reduce(0) { sum, character in
    guard let scalar = character.unicodeScalars.first else { return sum }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0x1F300...0x1FAFF:
      return sum + 2
    default: return sum + (scalar.properties.generalCategory == .nonspacingMark ? 0 : 1)
    }
  }
}
