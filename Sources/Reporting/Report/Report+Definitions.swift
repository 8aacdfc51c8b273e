/// What the numbers of a report mean, as far as it has them.
extension Report {
  typealias Definition = (term: String, meaning: String)

  var definitions: [Definition] {
    let measure = results.measure
    let direction = measure.lowerIsBetter ? "lower is better" : "higher is better"
    let always: [Definition] = [
      (
        "score",
        "\(measure.words) on test examples against ground truth; \(direction). "
          + "Means over seeds."
      ),
      (
        "supervisor",
        "the weak model, trained on ground truth of its own split; makes the weak labels"
      ),
      ("student", "the strong model trained on weak labels for held-out examples"),
      (
        "ceiling",
        "the strong model trained on the ground truth of the same examples (of the supervisors' "
          + "where the experiment says ceiling-split: supervisor)"
      ),
      (
        "PGR",
        "performance gap recovered, (student − supervisor) / (ceiling − supervisor), from the "
          + "means over seeds, never clipped: 0 is the supervisor, 1 the ceiling"
      ),
      (
        "[low, high]",
        "95 % interval. PGR: paired bootstrap over test examples and seeds. Scores: the interval "
          + "over all seeds, or, where only single seeds were measured, from the lowest to the "
          + "highest end of their intervals"
      ),
      ("n × seeds", "test examples × training runs"),
      (
        "agreement",
        "share of test examples on which student and supervisor give the same answer; also among "
          + "those that the supervisor gets right, and wrong"
      ),
    ]
    return always + ofErrors + ofNoise + ofComparisons + ofStopping + [Self.ofVerdicts]
      + (results.across.isEmpty ? [] : [Self.acrossTasks])
  }

  private var ofErrors: [Definition] {
    guard has("error_inheritance") else { return [] }
    return [
      (
        "errors inherited",
        "of the student's errors, the share in which it gives the supervisor's answer. A ceiling has "
          + "never seen the supervisor's labels and shares errors too, those on hard examples; "
          + "excess is the student's share minus the ceiling's, paired"
      ),
      (
        "errors corrected, new errors",
        "where the supervisor is wrong, how often the student is right; where it is right, how often "
          + "the student is wrong"
      ),
    ]
  }

  private var ofNoise: [Definition] {
    guard has(RunResults.noiseMetrics[0]) else { return [] }
    return [
      (
        "smallest told from 0",
        "t(S − 1) · s / √S / |gap|: the PGR at which a t-test over the S seeds reaches 95 %, s the "
          + "standard deviation between seeds of student − supervisor. Chance of test examples that "
          + "all seeds share comes on top; the intervals of PGR have both"
      )
    ]
  }

  private var ofComparisons: [Definition] {
    guard !results.comparisons.isEmpty else { return [] }
    return [
      (
        "p, p after Holm",
        "two-sided, from the paired bootstrap over test examples and seeds; then corrected for the "
          + "number of comparisons in the run (Holm 1979): below .05 a difference is taken as shown"
      )
    ]
  }

  private var ofStopping: [Definition] {
    guard !results.stoppingTables().isEmpty, !results.curves.isEmpty else { return [] }
    return [
      (
        "peak",
        "the best point of each seed's test curve, a mean over seeds; lost: from there to the last "
          + "step. No one can select it, and the best of many points is best by chance too"
      )
    ]
  }

  private func has(_ metric: String) -> Bool { results.results.contains { $0.metric == metric } }

  private static let ofVerdicts: Definition = (
    "verdict",
    "why a PGR means nothing: the gap cannot be told from 0, or the ceiling lies below the "
      + "supervisor. Such a PGR is a quotient by noise; it stands in parentheses and is drawn hollow"
  )

  private static let acrossTasks: Definition = (
    "across tasks",
    "of each task the median PGR over its pairs, then median and mean over tasks; only "
      + "PGRs that mean something count, so that what is left out matters as much as what is "
      + "shown. Intervals: bootstrap of pairs within each task. They leave out the choice of "
      + "tasks, and take pairs that share a model as if they did not: rather too short"
  )
}
