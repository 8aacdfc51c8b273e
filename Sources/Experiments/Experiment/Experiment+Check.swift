import Configuration

extension Experiment {
  /// One task or several, and several of one kind of score: a student is compared with others.
  func checkTasks(_ node: Node, _ diagnostics: inout Diagnostics) {
    switch (task, tasks) {
    case (nil, nil):
      diagnostics.report(
        "key 'task' is missing", at: node.mark,
        remedy: "add it: data, their splits and what is asked of a model; or tasks: with several")
    case (_?, _?):
      diagnostics.report(
        "both task and tasks are given", at: (node["tasks"] ?? node).mark,
        remedy: "keep one of them")
    case (nil, let tasks?):
      guard let first = tasks.entries.first else { return }
      func words(_ entry: TaskEntry) -> String {
        entry.task.targetKind == .classes ? "classes" : "real values"
      }
      for entry in tasks.entries where entry.task.targetKind != first.task.targetKind {
        diagnostics.report(
          "task '\(entry.name)' asks for \(words(entry)) and '\(first.name)' for "
            + words(first),
          at: (node["tasks"]?[entry.name] ?? node).mark,
          remedy: "put tasks with different scores into experiments of their own")
      }
    default: return
    }
  }

  func checkPairs(_ node: Node, _ diagnostics: inout Diagnostics) {
    let imported = Set(models.entries.filter(\.isSupervisorOnly).map(\.name))
    let resolved = pairs.resolved(ladder: models.names, supervisorsOnly: imported)
    if resolved.isEmpty {
      diagnostics.report(
        "there is no pair of a supervisor and a student", at: node.mark,
        remedy: "add a model that can be trained, or write pairs: all")
    }
    var seen: Set<Pairs.Pair> = []
    for pair in resolved {
      if !seen.insert(pair).inserted {
        diagnostics.report(
          "the pair [\(pair.supervisor), \(pair.student)] stands twice", at: node.mark,
          remedy: "keep one of them")
      }
      for name in [pair.supervisor, pair.student] where models[name] == nil {
        diagnostics.reportUnknown("model", name, at: node.mark, among: models.names)
      }
      if imported.contains(pair.student) {
        let what =
          models[pair.student]?.recipe == nil
          ? "labels from a file" : "a supervisor that is not trained as it stands"
        diagnostics.report(
          "model '\(pair.student)' is \(what) and cannot be a student", at: node.mark,
          remedy: "use it as a supervisor only")
      }
    }
  }
}
