/// `chess_tokenizer.json`: which vocabulary of chess a model was trained with, and how many moves after a
/// position its texts keep. The names of all tokens stand in it for other readers; here they are checked.
package enum ChessTokenizerFormat: TokenizerFormat {
  package static let file = "chess_tokenizer.json"
  static let required = [file]

  /// The text of the file for a tokenizer.
  package static func text(_ tokenizer: ChessTokenizer) -> String {
    let names = ChessVocabulary.names.map { quotedJSON($0) }
    let lines = stride(from: 0, to: names.count, by: 16).map { start in
      "    " + names[start..<min(names.count, start + 16)].joined(separator: ", ")
    }
    return """
      {
        "kind": "\(ChessTokenizerSource.name)",
        "scheme": \(ChessVocabulary.scheme),
        "moves": \(tokenizer.moves),
        "vocabulary": [
      \(lines.joined(separator: ",\n"))
        ]
      }

      """
  }

  static func load(_ files: TokenizerFiles) throws(DatasetError) -> any Tokenizer {
    let path = files.main
    let json = try parseJSONFile(path)
    func refuse(_ what: String, _ remedy: String = "fetch the file again") -> DatasetError {
      DatasetError(.tokenizer, path, what, remedy: remedy)
    }
    guard json["kind"]?.text == ChessTokenizerSource.name else {
      throw refuse("its kind is not '\(ChessTokenizerSource.name)'")
    }
    guard json["scheme"]?.number == Double(ChessVocabulary.scheme) else {
      throw refuse(
        "its scheme is not \(ChessVocabulary.scheme)", "use the program that wrote the model")
    }
    guard let moves = json["moves"]?.number.flatMap({ Int(exactly: $0) }), 0...1024 ~= moves else {
      throw refuse("'moves' is no whole number from 0 to 1024")
    }
    guard case .array(let names)? = json["vocabulary"],
      names.elementsEqual(ChessVocabulary.names, by: { $0.text == $1 })
    else { throw refuse("its vocabulary is not that of scheme \(ChessVocabulary.scheme)") }
    return ChessTokenizer(moves: moves)
  }
}

extension ChessTokenizer {
  package var modelFiles: [TokenizerFile]? {
    let text = ChessTokenizerFormat.text(self)
    return [TokenizerFile(name: ChessTokenizerFormat.file, bytes: Array(text.utf8))]
  }
}
