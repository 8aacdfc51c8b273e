extension BytePairTokenizer {
  package var modelFiles: [TokenizerFile]? {
    [TokenizerFile(name: "tokenizer.json", bytes: Array(json.utf8))]
  }

  /// The tokenizer as a `tokenizer.json` that `TokenizerLoader` and the Hugging Face `tokenizers`
  /// library read.
  package var json: String {
    func name(_ id: Int) -> String { quotedJSON(ByteAlphabet.text(tokens[id])) }
    let vocabulary = tokens.indices.map { "      \(name($0)): \($0)" }
    let mergeLines = merges.map { "      [\(name(Int($0.left))), \(name(Int($0.right)))]" }
    return """
      {
        "version": "1.0",
        "truncation": null,
        "padding": null,
        "added_tokens": [],
        "normalizer": null,
        "pre_tokenizer": {
          "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true,
          "use_regex": true
        },
        "post_processor": null,
        "decoder": {
          "type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true
        },
        "model": {
          "type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": null,
          "end_of_word_suffix": null, "fuse_unk": false, "byte_fallback": false,
          "ignore_merges": false,
          "vocab": {
      \(vocabulary.joined(separator: ",\n"))
          },
          "merges": [
      \(mergeLines.joined(separator: ",\n"))
          ]
        }
      }

      """
  }
}
