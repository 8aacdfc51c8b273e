import Configuration
import Datasets
import Training
import WeakToStrong

extension Experiment {
  /// The same experiment, tiny: every stage runs and every file is written, in seconds. Its results
  /// mean nothing and lie under a name of their own.
  package var smoke: Experiment {
    var small = self
    small.name = name + "-smoke"
    small.seeds = Array(seeds.prefix(1))
    small.statistics.draws = min(statistics.draws, 200)
    small.task = task?.smoke
    small.tasks?.entries = (tasks?.entries ?? []).map { entry in
      TaskEntry(
        name: entry.name, task: entry.task.smoke, training: entry.training?.smokeTraining)
    }
    small.training = training.smoke
    small.taskTrainings = taskTrainings.mapValues { $0.mapValues(\.smoke) }
    small.ownTrainings = ownTrainings.mapValues(\.smokeTraining)
    small.methods = methods.map(\.smoke)
    small.controls.entries = controls.entries.map(\.smoke)
    small.models = models.smoke
    return small
  }
}

extension ModelLadder {
  /// The same models with short trainings.
  var smoke: ModelLadder {
    ModelLadder(
      entries.map { entry in
        var small = entry
        switch entry.kind {
        case .network(let model, let tokenizer, let training):
          small.kind = .network(model, tokenizer: tokenizer, training: training.smoke)
        case .recipe(let choice):
          var ignored = Diagnostics()
          small.kind =
            SupervisorChoice.decode(choice.node.withSmokeTrainings, &ignored)
            .map { .recipe($0) } ?? entry.kind
        case .imported: break
        }
        return small
      })
  }
}

extension MethodEntry {
  /// The same method with every training that it brings cut short.
  fileprivate var smoke: MethodEntry {
    var ignored = Diagnostics()
    let type = type(of: method)
    let body = method.node.withSmokeTrainings
    guard let small = type.decode(body, &ignored) else { return self }
    var entry = self
    entry.method = small
    return entry
  }
}

extension TaskConfiguration {
  var smoke: TaskConfiguration {
    var small = self
    small.splits.supervisor = min(splits.supervisor, 64)
    small.splits.transfer = min(splits.transfer, 64)
    small.splits.validation = min(splits.validation, 32)
    small.splits.test = min(splits.test, 64)
    return small
  }
}

/// Steps and points of the curve of a smoke run.
private enum Smoke {
  static let steps = 4
  static let evaluations = 2
}

extension TrainingConfiguration {
  var smoke: TrainingConfiguration {
    var small = self
    small.epochs = TrainingConfiguration().epochs
    small.steps = min(steps ?? Smoke.steps, Smoke.steps)
    small.evaluations = min(evaluations, Smoke.evaluations)
    return small
  }
}

extension Node {
  /// Every section called `training` cut short, however deep.
  fileprivate var withSmokeTrainings: Node {
    switch content {
    case .mapping(let entries):
      return Node(
        .mapping(
          entries.map { entry in
            var (value, ignored) = (entry.value.withSmokeTrainings, Diagnostics())
            if entry.key == ModelEntry.trainingKey,
              let training = TrainingConfiguration.decode(entry.value, &ignored)
            {
              value = training.smoke.node
            }
            return Entry(key: entry.key, mark: entry.mark, value: value)
          }), mark: mark)
    case .sequence(let items): return Node(.sequence(items.map(\.withSmokeTrainings)), mark: mark)
    case .null, .scalar: return self
    }
  }

  /// The same of a section that says only what differs.
  fileprivate var smokeTraining: Node {
    guard case .mapping(let entries) = content else { return self }
    func capped(_ entry: Entry, _ key: String, at most: Int) -> Entry {
      let value = Int(entry.value.text).map { min($0, most) } ?? most
      return Entry(key: key, mark: .defaults, value: value.node)
    }
    return Node(
      .mapping(
        entries.map { entry in
          switch entry.key {
          case "epochs": Entry(key: "steps", mark: .defaults, value: Smoke.steps.node)
          case "steps": capped(entry, "steps", at: Smoke.steps)
          case "evaluations": capped(entry, "evaluations", at: Smoke.evaluations)
          default: entry
          }
        }), mark: mark)
  }
}
