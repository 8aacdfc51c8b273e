import Configuration

extension TaskConfiguration {
  /// Whether the keys of chess, and those of other tasks, stand where they mean something.
  func checkChess(_ file: FileSource, _ node: Node, _ diagnostics: inout Diagnostics) {
    func refuse(_ key: String, inSource: Bool = false, _ kindOfTask: String) {
      let place = inSource ? node["source"]?[key] : node[key]
      diagnostics.report(
        "\(kindOfTask) has no \(key)", at: (place ?? node).mark, remedy: "remove \(key)")
    }
    let format = file.format ?? FileFormat(path: file.path)
    guard kind == .nextMove || kind == .games else {
      let noun = "a task of kind \((kind ?? .classification).rawValue)"
      for key in file.givenChessKeys { refuse(key, inSource: true, noun) }
      if prompt != nil { refuse("prompt", noun) }
      if ratings != nil { refuse("ratings", noun) }
      if format == .pgn {
        diagnostics.report(
          "a PGN file has no columns", at: (node["source"] ?? node).mark,
          remedy: "write kind: games or kind: next-move")
      }
      return
    }
    let noun = kind == .games ? "a task of games" : "a task of next moves"
    for key in file.givenRowKeys { refuse(key, inSource: true, noun) }
    for (key, isGiven) in [
      ("template", template != nil), ("classes", classes != nil), ("values", values != nil),
      ("balance", balance), ("standardize", standardize),
    ] where isGiven {
      refuse(key, noun)
    }
    let allowed: [String]
    if kind == .games {
      if format != .pgn {
        diagnostics.report(
          "games are read from a PGN file", at: (node["source"]?["path"] ?? node).mark,
          remedy: "name one that ends in .pgn or .pgn.gz, or add format: pgn")
      }
      for (key, isGiven) in [
        ("test-source", testSource != nil), ("group", group != nil), ("prompt", prompt != nil),
        ("ratings", ratings != nil),
      ] where isGiven {
        refuse(key, noun)
      }
      allowed = ["from", "every", "length", "skip-bad-rows"]
    } else if format == .pgn {
      if group != nil { refuse("group", "a task of next moves in games") }
      if ratings != nil { refuse("ratings", "a task of next moves in games") }
      allowed = ["from", "every", "skip-bad-rows"]
    } else {
      if format == .idx {
        diagnostics.report(
          "an IDX file holds no positions", at: (node["source"] ?? node).mark,
          remedy: "use a CSV, TSV, JSONL or PGN file")
      }
      allowed = ["position", "moves", "rating", "opponent-first", "skip-bad-rows"]
    }
    let source = format == .pgn ? "a PGN file" : "a table of positions"
    for key in file.givenChessKeys where !allowed.contains(key) {
      refuse(key, inSource: true, kind == .games ? noun : source)
    }
  }
}
