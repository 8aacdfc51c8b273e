import Configuration
import Datasets
import Reporting
import Training
import WeakToStrong

/// What the report of a run says about what was run.
struct RunFacts {
  private let experiment: Experiment

  init(_ experiment: Experiment) { self.experiment = experiment }

  var list: [Report.Fact] {
    let statistics = experiment.statistics
    var facts: [Report.Fact] = []
    func add(_ name: String, _ value: String) { facts.append(Report.Fact(name, value)) }
    if !experiment.description.isEmpty { add("about", experiment.description) }
    for part in experiment.parts {
      let suffix = part.label.map { " \($0)" } ?? ""
      add("task" + suffix, part.label == nil ? part.taskName : part.task.source.text)
      add("splits" + suffix, Self.splits(part.task.splits))
    }
    add("seeds", experiment.seeds.text)
    add("training", Node(.mapping(commonTraining), mark: .defaults).text)
    for entry in experiment.tasks?.entries ?? [] {
      if let training = entry.training { add("training on \(entry.name)", training.text) }
    }
    add("methods", experiment.methods.node.withoutNulls.text)
    if !experiment.controls.entries.isEmpty {
      add("controls", experiment.controls.node.withoutNulls.text)
    }
    add(
      "intervals",
      "share \(statistics.confidence) of \(statistics.draws) bootstrap draws over test "
        + "examples (whole groups, where there are groups) and seeds")
    add("program", "w2s \(Program.version)")
    for entry in experiment.models.entries { add("model \(entry.name)", model(entry)) }
    return facts
  }

  private static func splits(_ splits: SplitCounts) -> String {
    "supervisor \(splits.supervisor), transfer \(splits.transfer), "
      + "validation \(splits.validation), test \(splits.test)"
  }

  /// Settings of training that all models share: what a model changes stands at the model.
  private var commonTraining: [Node.Entry] {
    let all = experiment.models.entries.compactMap(Self.training)
    guard let first = all.first else { return [] }
    return first.filter { entry in
      all.allSatisfy { other in
        other.contains { $0.key == entry.key && $0.value.text == entry.value.text }
      }
    }
  }

  private func model(_ entry: ModelEntry) -> String {
    switch entry.kind {
    case .imported(let labels):
      return "labels from \(labels.path)"
    case .recipe(let choice): return choice.node.withoutNulls.text
    case .network(let model, _, _):
      let common = Set(commonTraining.map(\.key))
      let own = (Self.training(entry) ?? []).filter { !common.contains($0.key) }
      guard !own.isEmpty else { return model.node.text }
      return model.node.text + ", training " + Node(.mapping(own), mark: .defaults).text
    }
  }

  private static func training(_ entry: ModelEntry) -> [Node.Entry]? {
    guard case .network(_, _, let training) = entry.kind,
      case .mapping(let entries) = training.node.withoutNulls.content
    else { return nil }
    return entries
  }
}

extension Node {
  /// Without settings that are switched off.
  var withoutNulls: Node {
    switch content {
    case .mapping(let entries):
      return Node(
        .mapping(
          entries.compactMap { entry in
            entry.value.content == .null
              ? nil : Entry(key: entry.key, mark: entry.mark, value: entry.value.withoutNulls)
          }), mark: mark)
    case .sequence(let items): return Node(.sequence(items.map(\.withoutNulls)), mark: mark)
    case .null, .scalar: return self
    }
  }
}
