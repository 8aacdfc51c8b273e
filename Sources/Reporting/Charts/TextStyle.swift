/// How a piece of text in a figure looks, and how much room it takes.
struct TextStyle: Equatable {
  var size: Double
  var color = Palette.ink
  var isBold = false

  static let title = TextStyle(size: 17, isBold: true)
  static let panelTitle = TextStyle(size: 13, isBold: true)
  static let axisLabel = TextStyle(size: 12.5)
  static let tick = TextStyle(size: 11.5)
  static let legend = TextStyle(size: 12)
  static let legendHeading = TextStyle(size: 12, color: Palette.mutedInk)
  static let note = TextStyle(size: 11.5)
  static let caption = TextStyle(size: 11.5, color: Palette.mutedInk)

  var lineHeight: Double { (size * 1.3).rounded(.up) }

  /// Width in pixels of the widest line. Advances are those of DejaVu Sans, the widest font of the
  /// family list, so that no other font takes more room.
  func width(_ text: String) -> Double {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let widths = lines.map { line in
      line.unicodeScalars.reduce(0.0) { $0 + Double(Self.advance($1, isBold: isBold)) }
    }
    return (widths.max() ?? 0) * size / 1000
  }

  /// `text`, with an ellipsis for its middle where it is wider than `limit` pixels: names of models
  /// and methods often differ only in their ends.
  func truncated(_ text: String, to limit: Double) -> String {
    guard width(text) > limit else { return text }
    let characters = Array(text)
    var kept = characters.count - 1
    while kept > 0 {
      let tail = kept * 2 / 5
      let shorter = characters[..<(kept - tail)] + ["…"] + characters[(characters.count - tail)...]
      if width(String(shorter)) <= limit { return String(shorter) }
      kept -= 1
    }
    return "…"
  }

  /// `text` broken at spaces into lines of at most `limit` pixels; its own line ends stay.
  func wrapped(_ text: String, to limit: Double) -> [String] {
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = ""
      for word in paragraph.split(separator: " ") {
        let longer = line.isEmpty ? String(word) : line + " " + word
        if line.isEmpty || width(longer) <= limit {
          line = longer
        } else {
          lines.append(line)
          line = String(word)
        }
      }
      lines.append(truncated(line, to: limit))
    }
    return lines
  }

  /// Advance width in thousandths of the font size.
  private static func advance(_ scalar: Unicode.Scalar, isBold: Bool) -> Int {
    let index = Int(scalar.value) - 32
    let table = isBold ? boldAdvances : advances
    if index >= 0, index < table.count { return table[index] }
    switch scalar.value {
    case 0x0300...0x036F: return 0
    case 0x2070...0x2099, 0x00B2, 0x00B3, 0x00B9: return 420
    case 0x2212: return 838
    case 0x2E80...0xFFEF, 0x1F300...0x1FAFF: return 1050
    default: return isBold ? 760 : 690
    }
  }

  private static let advances = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
    575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685,
    611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
  ]

  private static let boldAdvances = [
    348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696,
    696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734, 830, 683,
    683, 821, 837, 372, 372, 775, 637, 995, 837, 850, 733, 850, 770, 720, 682, 812, 774, 1103, 771,
    724, 725, 457, 365, 457, 838, 500, 500, 675, 716, 593, 716, 678, 435, 716, 712, 343, 343, 665,
    343, 1042, 712, 687, 716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838,
  ]
}
