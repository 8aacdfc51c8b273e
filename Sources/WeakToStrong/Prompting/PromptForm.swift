import Configuration
import Datasets

/// How a language model is asked for the class of a text.
///
///     score_c = Σ log p(token of word c | prompt),   p_c = exp(score_c) / Σ_k exp(score_k)
///
/// Calibrated, p_c is divided by its mean over prompts that ask for the class of nothing, and p is
/// scaled to sum to one.
package struct PromptForm: Configurable {
  package enum Score: String, CaseIterable, WordValue {
    /// log p of the whole word.
    case sum
    /// Its mean over the word's tokens, so that long words are not less probable for that.
    case mean
  }

  /// A text and its class; the text before `{label}` is what an example is asked with.
  package var template = "Text: {text}\nLabel: {label}"
  /// Stands between demonstrations.
  package var separator = "\n\n"
  /// What stands for each class, in the order of classes; their names unless given.
  package var words: [String] = []
  package var score = Score.sum
  /// Whether probabilities are divided by those of content-free texts.
  package var calibrated = false

  /// Texts that say nothing of a class.
  static let contentFree = ["N/A", "[MASK]", ""]

  package init() {}

  package static var fields: [Field<Self>] {
    [
      Field("template", \.template, "a text and its class: {text} stands before {label}"),
      Field("separator", \.separator, "stands between demonstrations"),
      Field("words", \.words, "what stands for each class; the names of classes unless given"),
      Field("score", \.score, "log-probability of a word's tokens: their sum or their mean"),
      Field(
        "calibrated", \.calibrated,
        "divide by the probabilities of content-free texts (Zhao et al. 2021)"),
    ]
  }

  package func check(_ node: Node, _ diagnostics: inout Diagnostics) {
    if parts == nil {
      diagnostics.report(
        "template '\(template)' does not name {text} and then {label}, each once",
        at: (node["template"] ?? node).mark, remedy: "write such as '\(Self().template)'")
    }
    if Set(words).count < words.count {
      diagnostics.report(
        "two classes have the same word", at: (node["words"] ?? node).mark,
        remedy: "give each class one of its own")
    }
  }

  /// What stands before the text, between text and word, and after the word. White space before the word
  /// belongs to it, as tokenizers have it.
  var parts: PromptParts? {
    guard let place = template.range(of: "{label}"),
      let before = Template(String(template[..<place.lowerBound])), before.columns == ["text"],
      let after = Template(String(template[place.upperBound...])), after.columns.isEmpty,
      before.text(["\u{0}"]).count(where: { $0 == "\u{0}" }) == 1
    else { return nil }
    let asked = before.text(["\u{0}"]).split(
      separator: "\u{0}", omittingEmptySubsequences: false)
    let question = String(asked[1].reversed().drop { $0 == " " }.reversed())
    return PromptParts(
      before: String(asked[0]), question: question,
      space: String(asked[1].dropFirst(question.count)), after: after.text([]))
  }
}

/// The pieces of a prompt's template.
struct PromptParts: Equatable {
  var before: String
  var question: String
  var space: String
  var after: String

  func asking(_ text: String) -> String { before + text + question }
  func answering(_ word: String) -> String { space + word }
}
