import Configuration
import Experiments
import Testing

/// What an experiment file may not say, and what is said about it.
@Suite struct RefusalTests {
  private static func points(
    _ old: String, _ new: String, _ messages: String...
  ) -> (String, [String]) {
    (pointsExperiment([old: new]), messages)
  }

  @Test(arguments: [
    points(
      "name: points", "name: ../points",
      "a.yaml:1:7: name is ../points; give a value of letters, digits, '.', '-' and '_'"),
    points(
      "name: points", "name: .store",
      "a.yaml:1:7: name is .store; give a value of letters, digits, '.', '-' and '_'"),
    points(
      "seeds: [0]", "seeds: [0, 1, 0]",
      "a.yaml:13:8: seeds is [0, 1, 0]; give a value of different whole numbers from 0"),
    points(
      "seeds: [0]", "seeds: []",
      "a.yaml:13:8: seeds is []; give a value of different whole numbers from 0"),
    points(
      "[finetune]", "[]", "a.yaml:11:10: methods is []; give a value with at least one method"),
    points("pairs: all", "piars: all", "a.yaml:10:1: unknown key 'piars'; did you mean 'pairs'?"),
    // What models inherit is complained of once.
    points(
      "{epochs: 2}", "{epohcs: 2}",
      "a.yaml:12:12: unknown key 'epohcs'; did you mean 'epochs'?"),
    points(
      "{epochs: 2}", "{epochs: 2, steps: 3}",
      "a.yaml:12:30: both steps and epochs are given; keep one of them"),
  ])
  func singleKeys(_ text: String, _ messages: [String]) { #expect(problems(text) == messages) }

  @Test(arguments: [
    points(
      "pairs: all", "pairs: [[small, lagre]]",
      "a.yaml:10:8: unknown model 'lagre'; did you mean 'large'?"),
    points(
      "pairs: all", "pairs: [[small, large], [small, large]]",
      "a.yaml:10:8: the pair [small, large] stands twice; keep one of them"),
    points(
      "pairs: all", "pairs: [[small, medium, large]]",
      "a.yaml:10:8: pairs is [[small, medium, large]]; write pairs of a supervisor and a student such "
        + "as [[small, large]]"),
    points(
      "pairs: all", "pairs: some",
      "a.yaml:10:8: expected pairs, found 'some'; write all, stronger or a list such as "
        + "[[small, large]]"),
  ])
  func pairs(_ text: String, _ messages: [String]) { #expect(problems(text) == messages) }

  @Test func aLadderOfOneHasNoStrongerPair() {
    let text = """
      name: one
      task: {source: {generator: relu-network}, splits: {supervisor: 1, transfer: 1, test: 1}}
      models: {a: {architecture: linear}}
      pairs: stronger
      """
    #expect(
      problems(text) == [
        "a.yaml:4:8: there is no pair of a supervisor and a student; add a model that can be "
          + "trained, or write pairs: all"
      ])
  }

  @Test(arguments: [
    points(
      "[finetune]", "[finetune, {finetune: {labels: hard}}]",
      "a.yaml:11:21: method 'finetune' stands twice; give each a name of its own: {finetune: {…}, "
        + "as: NAME}"),
    points(
      "[finetune]", "[bootstrap: {through: [midium]}]",
      "a.yaml:11:11: unknown model 'midium'; did you mean 'medium'?"),
    points(
      "[finetune]", "[fintune]",
      "a.yaml:11:11: unknown method 'fintune'; did you mean 'finetune'?"),
    points(
      "[finetune]", "[{finetune: {}, as: ceiling}]",
      "a.yaml:11:30: a method cannot be called 'ceiling'; give a name without '@' other than "
        + "supervisor and ceiling"),
    points(
      "[finetune]", "[{finetune: {}, as: a@b}]",
      "a.yaml:11:30: a method cannot be called 'a@b'; give a name without '@' other than supervisor "
        + "and ceiling"),
    points(
      "[finetune]", "[finetune: {loss: squared-error}]",
      "a.yaml:11:11: loss squared-error is for real targets and the task has classes; use one of: "
        + "cross-entropy, confidence, product, log-entropy, window, reverse-cross-entropy, reverse-kl, "
        + "cace, adaptive-confidence, symmetric, label-smoothing, generalized-cross-entropy"),
  ])
  func methods(_ text: String, _ messages: [String]) { #expect(problems(text) == messages) }

  @Test(arguments: [
    points(
      "supervisor: 10, ", "",
      "a.yaml:5:11: supervisor 'small' has no examples to be trained on; give splits.supervisor a "
        + "number of examples"),
    (
      pointsExperiment([
        "validation: 10, ": "",
        "hidden: [4]": "hidden: [4], training: {selection: [final, weak-validation]}",
      ]),
      [
        "a.yaml:5:11: selection weak-validation of model 'medium' needs a validation split; give "
          + "splits.validation a number of examples"
      ]
    ),
  ])
  func splits(_ text: String, _ messages: [String]) { #expect(problems(text) == messages) }

  @Test(arguments: [
    points(
      "{architecture: mlp, hidden: [4]}", "{architecture: gpt}",
      "a.yaml:8:11: model 'medium' is of architecture gpt, which does not read the task's features; "
        + "use one of: mlp, random-features, linear"),
    points(
      "{architecture: mlp, hidden: [4]}", "{labels: {path: w.jsonl, hard: y}}",
      "a.yaml:8:11: model 'medium' is labels by text and the task gives features; train a model "
        + "instead"),
    points(
      "{architecture: mlp, hidden: [4]}", "{labels: {path: w.jsonl, hard: y}, training: {rate: 1}}",
      "a.yaml:8:46: a model with labels from a file has no 'training'; remove it"),
    points(
      "{architecture: mlp, hidden: [4]}", "{hidden: [4]}",
      "a.yaml:8:11: key 'architecture' is missing; add it, one of: gpt, llama, gpt-neox, bert, "
        + "pretrained, bag-of-words, mlp, random-features, linear"
    ),
    points(
      "medium: {", "small: {",
      "a.yaml:7:3: key 'small' stands twice in this mapping; keep one of them"),
  ])
  func models(_ text: String, _ messages: [String]) { #expect(problems(text) == messages) }

  @Test func importedLabelsCannotLearn() {
    let text = """
      name: imported
      task: {source: {path: a.jsonl, text: text, label: label}, splits: {transfer: 1, test: 1}}
      models:
        gpt2: {labels: {path: w.jsonl, probabilities: p}}
        a: {architecture: mlp}
      pairs: [[a, gpt2]]
      """
    #expect(
      problems(text) == [
        "a.yaml:2:67: supervisor 'a' has no examples to be trained on; give splits.supervisor a "
          + "number of examples",
        "a.yaml:5:6: model 'a' is of architecture mlp, which does not read the task's texts; use one "
          + "of: gpt, llama, gpt-neox, bert, pretrained, bag-of-words",
        "a.yaml:6:8: model 'gpt2' is labels from a file and cannot be a student; use it as a "
          + "supervisor only",
      ])
  }

  @Test func realTargetsRefuseWhatIsForClasses() {
    let text = """
      name: real
      task: {source: {generator: relu-network}, splits: {supervisor: 1, transfer: 1, test: 1}}
      models: {a: {architecture: linear}}
      methods:
        - confidence
        - finetune: {labels: hard}
        - bootstrap: {through: [a], loss: cross-entropy}
      """
    #expect(
      problems(text) == [
        "a.yaml:5:5: loss confidence is for classes and the task has real targets; use one of: "
          + "squared-error",
        "a.yaml:6:5: hard labels are for classes and the task has real targets; remove labels: hard",
        "a.yaml:7:5: loss cross-entropy is for classes and the task has real targets; use one of: "
          + "squared-error",
      ])
  }
}
