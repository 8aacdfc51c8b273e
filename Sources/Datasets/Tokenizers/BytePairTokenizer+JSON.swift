extension BytePairTokenizer {
  /// The tokenizer as a `tokenizer.json` that `TokenizerLoader` and the Hugging Face `tokenizers`
  /// library read.
  package var json: String {
    let added = added.sorted { $0.id < $1.id }
    let special = Set(added.map(\.id))
    let entries = tokens.indices.filter { !special.contains(Int32($0)) && !tokens[$0].isEmpty }
    func name(_ id: Int) -> String { quotedJSON(ByteAlphabet.text(tokens[id])) }
    let addedLines = added.map {
      """
          {"id": \($0.id), "content": \(quotedJSON(String(decoding: $0.content, as: UTF8.self))), \
      "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true}
      """
    }
    let vocabulary = entries.map { "      \(name($0)): \($0)" }
    let mergeLines = merges.map { "      [\(name(Int($0.left))), \(name(Int($0.right)))]" }
    return """
      {
        "version": "1.0",
        "truncation": null,
        "padding": null,
        "added_tokens": [\(addedLines.isEmpty ? "" : "\n" + addedLines.joined(separator: ",\n") + "\n  ")],
        "normalizer": null,
        "pre_tokenizer": {
          "type": "ByteLevel", "add_prefix_space": \(addsPrefixSpace), "trim_offsets": true,
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
