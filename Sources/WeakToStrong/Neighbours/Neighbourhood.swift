import Configuration
import Datasets

/// Which examples count as alike: the k nearest by cosine similarity of hidden states.
package struct Neighbourhood: Configurable {
  /// How many; of a split that has fewer others, all of them.
  package var count = 20
  package var by = Likeness.auto

  package init() {}

  package static var fields: [Field<Self>] {
    [
      Field("k", \.count, "neighbours of an example", check: .within(1...10_000)),
      Field(
        "by", \.by,
        "whose hidden states tell which examples are alike: the student's before training if it is "
          + "pretrained, else the supervisor's (auto), or either"),
    ]
  }

  func of(_ material: LabelMaterial, includingSelf: Bool = false) -> NearestNeighbours {
    guard let hidden = material.hidden else { preconditionFailure("no hidden states were given") }
    precondition(hidden.values.count == material.count * hidden.columns, "a row for each example")
    return NearestNeighbours(
      hidden, k: count, includingSelf: includingSelf, team: material.team)
  }

  /// Reports more neighbours than there are others to learn from.
  func check(_ setting: MethodSetting, at node: Node, _ diagnostics: inout Diagnostics) {
    guard let examples = setting.splits?.transfer, count >= examples else { return }
    diagnostics.report(
      "k is \(count) and there are \(examples) examples to learn from", at: node.mark,
      remedy: "give a k below \(examples)")
  }
}
