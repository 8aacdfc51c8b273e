import Datasets
import Kernels
import Models
import Training

/// Writes prompts as tokens, as long as the model can read them.
///
/// A prompt and its continuation by each word are tokenized as whole texts, so that they are split as
/// the model knows it; what a word adds is what follows the tokens that both have in common.
struct PromptWriter {
  /// A prompt, continued by each word.
  struct Prompt {
    var continuations: [Continuation]
    /// The demonstrations that stand in it.
    var demonstrations: [Int]
    /// Whether the example's own text lost its beginning.
    var isShortened: Bool
  }

  let tokenizer: any Tokenizer
  /// Special tokens before the text.
  let prefix: [Int32]
  let form: PromptForm
  let parts: PromptParts
  /// The word of each class.
  let words: [String]
  /// Tokens that the model reads at a time.
  let context: Int

  /// Demonstrations as they stand in prompts.
  func demonstration(_ text: String, class label: Int) -> String {
    parts.asking(text) + parts.answering(words[label]) + parts.after + form.separator
  }

  /// Prompts for texts, each after the demonstrations whose numbers stand beside it. Those that make a
  /// prompt too long are left out, the first ones first.
  func prompts(
    for texts: [(text: String, demonstrations: [Int])], demonstrations: [String],
    team: WorkerTeam
  ) throws(DatasetError) -> [Prompt] {
    let shown = lengths(of: demonstrations, team: team)
    let bare = lengths(of: texts.map { parts.asking($0.text) }, team: team)
    let wordLength = lengths(of: words.map(parts.answering), team: team).max() ?? 0
    var used = texts.indices.map { index in
      // The last token is not read: it is asked for.
      var room = context + 1 - prefix.count - bare[index] - wordLength
      let kept = texts[index].demonstrations.reversed().prefix {
        room -= shown[$0]
        return room >= 0
      }
      return Array(kept.reversed())
    }
    var prompts = [Prompt?](repeating: nil, count: texts.count)
    var open = Array(texts.indices)
    while !open.isEmpty {
      let encoded = encode(
        open.map { (used[$0].map { demonstrations[$0] }.joined(), texts[$0].text) }, team: team)
      var tooLong: [Int] = []
      for (place, index) in open.enumerated() {
        if let prompt = try prompt(encoded, place, demonstrations: used[index]) {
          prompts[index] = prompt
        } else {
          used[index].removeFirst()
          tooLong.append(index)
        }
      }
      open = tooLong
    }
    return prompts.compactMap { $0 }
  }

  private func lengths(of texts: [String], team: WorkerTeam) -> [Int] {
    let encoded = tokenizer.encode(texts, team: team)
    return texts.indices.map { encoded[$0].count }
  }

  /// For each text the prompt alone, then the prompt with each word.
  private func encode(
    _ texts: [(before: String, text: String)], team: WorkerTeam
  ) -> EncodedTexts {
    tokenizer.encode(
      texts.flatMap { before, text in
        let prompt = before + parts.asking(text)
        return [prompt] + words.map { prompt + parts.answering($0) }
      }, team: team)
  }

  /// Nil where it is too long and a demonstration can be left out.
  private func prompt(
    _ encoded: EncodedTexts, _ place: Int, demonstrations: [Int]
  ) throws(DatasetError) -> Prompt? {
    let start = place * (words.count + 1)
    let asked = encoded[start]
    var prompt = Prompt(continuations: [], demonstrations: demonstrations, isShortened: false)
    for (label, word) in words.enumerated() {
      let whole = encoded[start + 1 + label]
      let given = zip(asked, whole).prefix { $0 == $1 }.count
      var tokens = prefix + whole
      let excess = tokens.count - 1 - context
      if excess > 0 {
        guard demonstrations.isEmpty else { return nil }
        tokens = prefix + whole.dropFirst(excess)
        prompt.isShortened = true
      }
      let known = prefix.count + given - max(0, excess)
      guard known > 0, known < tokens.count else {
        throw DatasetError(
          .configuration, "prompt", "the word '\(word)' leaves no tokens to ask for or to ask with",
          remedy: "choose a template with words before {label}, shorter words or a longer context")
      }
      prompt.continuations.append(Continuation(tokens: tokens, given: known))
    }
    return prompt
  }
}
