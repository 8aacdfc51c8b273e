import Configuration
import Experiments
import Testing

/// What may not be said of supervisors that are made of others, of filters and of controls.
@Suite struct SupervisorRefusalTests {
  private func refused(_ entry: String, _ changes: KeyValuePairs<String, String> = [:]) -> [String]
  {
    var text = pointsExperiment(["  small:": "  it: \(entry)\n  small:"])
    for (old, new) in changes { text = text.replacingOccurrences(of: old, with: new) }
    return problems(text)
  }

  @Test(arguments: [
    (
      "{simulated: {like: smal}}", "a.yaml:7:7: unknown model 'smal'; did you mean 'small'?"
    ),
    (
      "{simulated: {like: it}}",
      "a.yaml:7:7: supervisor 'it' is made of itself; name other models"
    ),
    (
      "{ensemble: {of: it}}",
      "a.yaml:7:7: supervisor 'it' is made of itself; name other models"
    ),
    (
      "{ensemble: {of: [small, tiny]}}",
      "a.yaml:7:7: unknown model 'tiny'; use one of: small, medium, large"
    ),
    (
      "{simulated: {accuracy: -0.1}}",
      "a.yaml:7:30: accuracy is -0.1; give a value between 0 and 1"
    ),
    (
      "{simulated: {}}",
      "a.yaml:7:19: neither accuracy nor like is given; give accuracy, a share of right labels, or "
        + "like, a model"
    ),
    (
      "{simulated: {accuracy: 0.8, errors: shortest}}",
      "a.yaml:7:7: errors shortest look at the lengths of texts and the task gives features; choose "
        + "other errors, such as random"
    ),
    (
      "{ensemble: {of: small, members: 0}}",
      "a.yaml:7:39: members is 0; give a value between 1 and 1000"
    ),
    (
      "{ensemble: {of: small, members: 1}}",
      "a.yaml:7:39: an ensemble of one; give members at least 2, or name several models"
    ),
    (
      "{ensemble: {of: [other, small], members: 2}}\n  other: {simulated: {accuracy: 0.8}}",
      "a.yaml:7:7: 'other' is not trained, so that it has no other members; write members: 1 and "
        + "bag: false, or name a model that is trained"
    ),
    (
      "{ensemble: {of: [other, small]}}\n  other: {simulated: {like: it}}",
      "a.yaml:7:7: supervisor 'it' is made of itself; name other models"
    ),
  ])
  func recipes(_ entry: String, _ message: String) { #expect(refused(entry) == [message]) }

  @Test func aRecipeLearnsNothing() {
    #expect(
      refused("{simulated: {accuracy: 0.8}}", ["pairs: all": "pairs: [[small, it]]"]) == [
        "a.yaml:11:8: model 'it' is a supervisor that is not trained as it stands and "
          + "cannot be a student; use it as a supervisor only"
      ])
    #expect(
      refused(
        "{simulated: {accuracy: 0.8}}", ["[finetune]": "[bootstrap: {through: [it]}]"]) == [
          "a.yaml:12:11: unknown model 'it'; use one of: small, medium, large"
        ])
  }

  @Test(arguments: [
    (
      "[finetune: {filter: {neighbours: {k: 10}}}]",
      "a.yaml:11:11: k is 10 and there are 10 examples to learn from; give a k below 10"
    ),
    (
      "[finetune: {relabel: {neighbours: {k: 30}}}]",
      "a.yaml:11:11: k is 30 and there are 10 examples to learn from; give a k below 10"
    ),
    (
      "[finetune: {filter: {neighbours: {k: 0}}}]",
      "a.yaml:11:47: k is 0; give a value between 1 and 10000"
    ),
    (
      "[finetune: {filter: {confident: {keep: 0}}}]",
      "a.yaml:11:49: keep is 0.0; give a value above 0 and at most 1"
    ),
    (
      "[finetune: {filter: orcale}]",
      "a.yaml:11:30: unknown filter 'orcale'; did you mean 'oracle'?"
    ),
    (
      "[finetune: {relabel: {sharpen: {temperature: 0}}}]",
      "a.yaml:11:55: temperature is 0.0; give a value above 0.0"
    ),
  ])
  func filtersAndRelabelling(_ methods: String, _ message: String) {
    #expect(problems(pointsExperiment(["[finetune]": methods])) == [message])
  }

  @Test(arguments: [
    (
      "some",
      "a.yaml:12:11: expected controls, found 'some'; write all, or a list such as [shuffled-labels, "
        + "random-labels, constant-label, ground-truth-mixing, supervisor-split]"
    ),
    (
      "[shuffled]",
      "a.yaml:12:12: unknown control 'shuffled'; use one of: shuffled-labels, random-labels, "
        + "constant-label, ground-truth-mixing, supervisor-split"
    ),
    (
      "[ground-truth-mixing: {fractions: [0.1, 2]}]",
      "a.yaml:12:45: fractions is [0.1, 2.0]; give a value of different numbers from 0 to 1"
    ),
  ])
  func controls(_ controls: String, _ message: String) {
    let text = pointsExperiment(["[finetune]": "[finetune]\ncontrols: \(controls)"])
    #expect(problems(text) == [message])
  }
}
