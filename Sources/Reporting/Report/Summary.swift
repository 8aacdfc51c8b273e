/// Sentences that say first what a run shows and what it does not.
extension RunResults {
  /// One sentence or two per task and method, in the order of the rows, and one on how methods differ.
  package func summary() -> [String] {
    let scores = scores
    return tasks.flatMap { task in
      let part = only(task: task)
      return part.methods.map { method in
        let name = tasks.count > 1 ? "\(task), \(part.marked(method))" : part.marked(method)
        return "\(name): \(part.sentence(method, scores))"
      }
    } + [comparisonSentence()].compactMap { $0 }
      + (pgr.isEmpty ? ["No cell has finished: there is nothing to conclude."] : [])
  }

  private func sentence(_ method: String, _ scores: ScoreIndex) -> String {
    let rows = pgr.filter { $0.method == method }
    let reliable = rows.filter(\.isReliable)
    let total = rows.count == 1 ? "the only pair" : "\(rows.count) pairs"
    guard !reliable.isEmpty else {
      let subject = rows.count == 1 ? "the only pair has no" : "none of \(total) has a"
      return "\(subject) PGR that means anything (\(reasons(rows))). "
        + "Nothing can be concluded about weak-to-strong generalization."
    }
    var text = ""
    let values = reliable.compactMap(\.pgr).sorted()
    if reliable.count == 1, let row = reliable.first {
      let pair = "\(row.supervisor) → \(row.student)"
      text = "PGR \(NumberStyle.share.text(scores.pgr(row))) for \(pair)"
      text += sample(row, scores)
    } else {
      let median = (values[(values.count - 1) / 2] + values[values.count / 2]) / 2
      let style = NumberStyle.share
      text = "PGR from \(style.text(values.first)) to \(style.text(values.last)), "
      text += "median \(style.text(median)), over \(reliable.count) pairs"
      if let best = reliable.max(by: { ($0.pgr ?? 0) < ($1.pgr ?? 0) }) {
        text += "; highest for \(best.supervisor) → \(best.student), "
        text += style.text(scores.pgr(best)) + sample(best, scores)
      }
    }
    text += ". " + evidence(reliable)
    let rest = rows.filter { !$0.isReliable }
    if !rest.isEmpty {
      let noun = rest.count == 1 ? "1 further pair has" : "\(rest.count) further pairs have"
      text += " \(noun) no PGR that means anything (\(reasons(rest)))."
    }
    if rows.allSatisfy({ $0.seeds <= 1 }) {
      text += " One seed: the intervals leave out how much training runs differ."
    }
    return text
  }

  private func sample(_ row: PGRRow, _ scores: ScoreIndex) -> String {
    let seeds = "\(row.seeds) \(row.seeds == 1 ? "seed" : "seeds")"
    guard let examples = scores.student(row).examples else { return " (\(seeds))" }
    return " (n = \(examples), \(seeds))"
  }

  /// How many intervals keep clear of 0 and of 1.
  private func evidence(_ rows: [PGRRow]) -> String {
    let bounded = rows.filter { $0.pgrLow != nil && $0.pgrHigh != nil }
    guard !bounded.isEmpty else { return "No interval was computed, so no difference is shown." }
    let above = bounded.count { ($0.pgrLow ?? 0) > 0 }
    let below = bounded.count { ($0.pgrHigh ?? 0) < 0 }
    if bounded.count == 1 {
      if above == 1 { return "The interval lies above 0: the student outperforms its supervisor." }
      if below == 1 {
        return "The interval lies below 0: the student is worse than its supervisor."
      }
      return "The interval holds 0: no difference from the supervisor is shown."
    }
    var parts = ["the interval lies above 0 in \(above) of \(bounded.count)"]
    if below > 0 { parts.append("below 0 in \(below)") }
    let open = bounded.count - above - below
    if open > 0 { parts.append("and holds 0, so shows no difference, in \(open)") }
    let text = parts.joined(separator: ", ")
    return text.prefix(1).uppercased() + text.dropFirst() + "."
  }

  private func reasons(_ rows: [PGRRow]) -> String {
    let verdicts = rows.map { $0.verdict.isEmpty || $0.verdict == "ok" ? "undefined" : $0.verdict }
    let counts = distinct(verdicts).map { verdict in
      (verdict: verdict, count: verdicts.count { $0 == verdict })
    }
    guard counts.count > 1 else { return counts.first?.verdict ?? "" }
    return counts.map { "\($0.verdict): \($0.count)" }.joined(separator: ", ")
  }
}
