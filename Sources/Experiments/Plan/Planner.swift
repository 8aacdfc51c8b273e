import Configuration
import Datasets
import Kernels
import Models
import Storage
import Training
import WeakToStrong

/// Turns an experiment, task by task, into a plan. Finds and hashes every file that the experiment
/// reads, and looks at the first row of each table; reads no data otherwise.
package struct Planner {
  package let experiment: TaskExperiment
  package private(set) var plan: Plan

  let tasks: [Int: ResolvedTask]
  let inputs: InputFiles
  let pretrained: PretrainedModels
  private let cost: CostModel
  private var predictors: [Fingerprint: TrainedModel] = [:]
  /// What was asked for before: most cells ask for the same, and a fingerprint takes its time.
  private var known: [Question: Fingerprint] = [:]

  private enum Question: Hashable {
    case task(seed: Int)
    case tokens(model: String, seed: Int)
    case activations(model: String, Split, seed: Int)
    case groundTruthModel(String, Split, seed: Int)
    case labels(Predictor, Split)
  }

  /// What the planner remembers of a training that it planned.
  private struct TrainedModel {
    var model: String
    var seed: UInt64
    /// Without the task.
    var title: String
  }

  /// - Parameter timedOn: cores of a run, if the costs of stages are to be seconds of one of them, for
  ///   which every kind of model takes a few steps; else they are operations, roughly.
  /// - Throws: `DatasetError`, if a file is missing; `StorageError`, if one cannot be read.
  package static func plan(
    _ experiment: Experiment, dataRoot: String, weightsRoot: String, timedOn cores: Int? = nil
  ) throws -> Plan {
    var plan = Plan()
    var files = HashedFiles()
    var tokenizers = LoadedTokenizers()
    var speed = cores.map { MachineSpeed(weights: WeightsRoot(weightsRoot), cores: $0) }
    // Every file is found before anything is planned.
    let planners = try experiment.parts.map {
      try Planner(
        $0, files: &files, tokenizers: &tokenizers, root: DataRoot(dataRoot),
        weights: WeightsRoot(weightsRoot), speed: &speed)
    }
    for var planner in planners {
      planner.plan = plan
      planner.planCells()
      plan = planner.plan
    }
    plan.inputs = files.described
    return plan
  }

  private init(
    _ experiment: TaskExperiment, files: inout HashedFiles, tokenizers: inout LoadedTokenizers,
    root: DataRoot, weights: WeightsRoot, speed: inout MachineSpeed?
  ) throws {
    self.experiment = experiment
    plan = Plan()
    var tasks: [Int: ResolvedTask] = [:]
    for seed in experiment.seeds {
      let task = try experiment.task.resolved(in: root, seed: seed)
      try task.checkColumns()
      tasks[seed] = task
    }
    self.tasks = tasks
    cost = CostModel(
      experiment, texts: tasks[experiment.seeds[0]].flatMap { TextSample($0) }, data: root,
      weights: weights, speed: &speed)
    pretrained = try PretrainedModels(
      experiment.models, classes: tasks.values.first?.configuration.classes?.count, data: root,
      weights: weights, files: &files, tokenizers: &tokenizers)
    inputs = try InputFiles(
      experiment, tasks: tasks, root: root, weights: weights, files: &files)
  }

  private mutating func planCells() {
    for seed in experiment.seeds {
      for pair in experiment.resolvedPairs {
        let supervisor = supervisor(pair.supervisor, seed: seed)
        for entry in experiment.methods {
          for selection in training(of: pair.student).selection.values {
            planCell(pair, entry, supervisor: supervisor, seed: seed, selection: selection)
          }
        }
      }
    }
  }

  private mutating func planCell(
    _ pair: Pairs.Pair, _ entry: MethodEntry, supervisor: Predictor, seed: Int,
    selection: Selection
  ) {
    let cell = MethodCell(
      supervisor: supervisor, supervisorName: pair.supervisor, student: pair.student,
      seed: UInt64(seed), selection: selection)
    let student = entry.method.student(of: cell, &self)
    let ceiling = groundTruthModel(
      pair.student, on: experiment.ceilingSplit.split, seed: seed, selection: selection,
      called: "ceiling")
    plan.cells.append(
      Cell(
        method: entry.label, supervisor: pair.supervisor, student: pair.student, seed: seed,
        selection: selection, taskLabel: experiment.label, task: task(seed: seed),
        supervisorRole: role(supervisor, transfer: true), studentRole: role(student),
        ceilingRole: role(ceiling)))
  }

  private mutating func role(_ predictor: Predictor, transfer: Bool = false) -> Cell.Role {
    let test = labels(of: predictor, on: .test)
    let labels = transfer ? labels(of: predictor, on: .transfer) : nil
    switch predictor {
    case .trained(let fingerprint, let selection):
      return Cell.Role(
        training: fingerprint, selection: selection, test: test, transfer: labels)
    case .imported:
      return Cell.Role(training: nil, selection: .final, test: test, transfer: labels)
    }
  }

  /// The supervisor labels with the first checkpoint that its training names.
  private mutating func supervisor(_ name: String, seed: Int) -> Predictor {
    if experiment.models[name]?.isImported == true {
      return .imported(model: name, seed: UInt64(seed))
    }
    let selection = training(of: name).selection.values[0]
    return groundTruthModel(
      name, on: .supervisor, seed: seed, selection: selection, called: "supervisor")
  }

  private mutating func groundTruthModel(
    _ name: String, on split: Split, seed: Int, selection: Selection, called role: String
  ) -> Predictor {
    let fingerprint = answer(.groundTruthModel(name, split, seed: seed)) { planner in
      planner.train(
        name, on: split, labels: .groundTruth, validation: .groundTruth,
        loss: planner.defaultLoss, seed: UInt64(seed), title: "\(role) \(name), seed \(seed)")
    }
    return .trained(fingerprint, selection)
  }

  private mutating func answer(
    _ question: Question, _ plan: (inout Planner) -> Fingerprint
  ) -> Fingerprint {
    if let answer = known[question] { return answer }
    let answer = plan(&self)
    known[question] = answer
    return answer
  }

  private mutating func train(
    _ name: String, on split: Split, labels: LabelSource, validation: LabelSource,
    loss: LossChoice, seed: UInt64, title: String
  ) -> Fingerprint {
    let (model, _, training) = network(name)
    let hasValidation = experiment.task.splits.validation > 0
    let stage = TrainStage(
      task: task(seed: Int(seed)), tokens: tokens(name, seed: Int(seed)), split: split,
      labels: labels, validation: hasValidation ? validation : nil, model: model, loss: loss,
      training: training, seed: seed, weights: pretrained.contents[name],
      activations: activations(name, on: [split, .validation, .test], seed: Int(seed)))
    let fingerprint = add(
      stage, title: title,
      cost: cost.training(name, on: split)
    )
    if predictors[fingerprint] == nil {
      predictors[fingerprint] = TrainedModel(model: name, seed: seed, title: title)
    }
    return fingerprint
  }

  private mutating func task(seed: Int) -> Fingerprint {
    guard let resolved = tasks[seed] else { preconditionFailure("seed \(seed) was not resolved") }
    return answer(.task(seed: seed)) { planner in
      let stage = MaterializeStage(
        task: resolved.configuration, inputs: planner.inputs.tasks[seed] ?? [:])
      return planner.add(
        stage, title: "data \(resolved.name)", cost: planner.cost.materialization)
    }
  }

  private mutating func tokens(_ model: String, seed: Int) -> Fingerprint? {
    guard tasks[seed]?.kind != .features else { return nil }
    return answer(.tokens(model: model, seed: seed)) { planner in
      let stage = TokenizeStage(
        task: planner.task(seed: seed), tokenizer: planner.network(model).tokenizer,
        inputs: planner.inputs.tokenizers[model] ?? [],
        context: planner.pretrained.contexts[model],
        headTokens: planner.pretrained.headTokens[model])
      return planner.add(
        stage, title: "tokens for \(model)", cost: planner.cost.materialization)
    }
  }

  /// The hidden states that the head of a frozen model reads; nil for other models.
  private mutating func activations(
    _ name: String, on splits: [Split], seed: Int
  ) -> [String: Fingerprint]? {
    guard let model = network(name).model.pretrained, model.finetuning == .head,
      let weights = pretrained.contents[name], let tokens = tokens(name, seed: seed)
    else { return nil }
    var activations: [String: Fingerprint] = [:]
    for split in splits where experiment.task.splits[split] > 0 {
      activations[split.rawValue] = answer(.activations(model: name, split, seed: seed)) {
        planner in
        let stage = ActivationsStage(
          task: planner.task(seed: seed), tokens: tokens, split: split, model: model,
          weights: weights)
        return planner.add(
          stage, title: "hidden states of \(name) on \(split.rawValue)",
          cost: planner.cost.activations(name, on: split))
      }
    }
    return activations
  }

  /// Adds a stage under a title that says of which task it is, where there are several.
  private mutating func add(_ stage: any Stage, title: String, cost: Double) -> Fingerprint {
    plan.add(stage, title: experiment.titlePrefix + title, cost: cost)
  }

  private func network(
    _ name: String
  ) -> (
    model: ModelConfiguration, tokenizer: TokenizerConfiguration, training: TrainingConfiguration
  ) {
    guard case .network(let model, let tokenizer, let training)? = experiment.models[name]?.kind
    else { preconditionFailure("'\(name)' is no network of the ladder") }
    return (model, tokenizer, training)
  }

  private func training(of name: String) -> TrainingConfiguration { network(name).training }
}

extension Planner: StagePlanner {
  package var defaultLoss: LossChoice {
    experiment.task.targetKind == .real ? LossChoice(SquaredError()) : LossChoice(CrossEntropy())
  }

  package mutating func labels(of predictor: Predictor, on split: Split) -> Fingerprint {
    answer(.labels(predictor, split)) { $0.planLabels(of: predictor, on: split) }
  }

  private mutating func planLabels(of predictor: Predictor, on split: Split) -> Fingerprint {
    switch predictor {
    case .imported(let name, let seed):
      guard case .imported(let labels)? = experiment.models[name]?.kind,
        let input = inputs.labels[name]?[Int(seed)]
      else { preconditionFailure("'\(name)' has no labels") }
      let stage = ImportStage(
        task: task(seed: Int(seed)), split: split, labels: labels,
        seed: labels.dependsOnSeed ? Int(seed) : 0, input: input)
      return add(
        stage, title: "labels of \(name) on \(split.rawValue), seed \(seed)",
        cost: cost.materialization)
    case .trained(let training, let selection):
      guard let trained = predictors[training] else {
        preconditionFailure("labels of a model that was not planned")
      }
      let seed = Int(trained.seed)
      let stage = LabelStage(
        training: training, selection: selection, task: task(seed: seed),
        tokens: tokens(trained.model, seed: seed), split: split,
        activations: activations(trained.model, on: [split], seed: seed)?[split.rawValue])
      return add(
        stage, title: "\(split.rawValue) predictions of \(trained.title)",
        cost: cost.prediction(trained.model, on: split))
    }
  }

  package mutating func student(_ request: StudentRequest) -> Predictor {
    let hasValidation = experiment.task.splits.validation > 0
    let transfer = LabelSource.predictions(
      labels(of: request.teacher, on: .transfer), hard: request.hard)
    let validation =
      hasValidation
      ? LabelSource.predictions(
        labels(of: request.teacher, on: .validation), hard: request.hard) : .groundTruth
    let loss = type(of: request.loss.loss).name
    let fingerprint = train(
      request.model, on: .transfer, labels: transfer, validation: validation, loss: request.loss,
      seed: request.seed,
      title:
        "student \(request.model) on labels of \(request.teacherName) (\(loss)), seed \(request.seed)"
    )
    return .trained(fingerprint, request.selection)
  }
}
