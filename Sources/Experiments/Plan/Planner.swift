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
  package internal(set) var plan: Plan

  let tasks: [Int: ResolvedTask]
  let inputs: InputFiles
  let pretrained: PretrainedModels
  let cost: CostModel
  var predictors: [Fingerprint: TrainedModel] = [:]
  /// What was asked for before: most cells ask for the same, and a fingerprint takes its time.
  let weightsRoot: WeightsRoot
  /// What a method asked for and cannot be: said once everything is planned.
  var failure: (any Error)?
  private var known: [Question: Fingerprint] = [:]

  enum Question: Hashable {
    case task(Annotation?, seed: Int)
    case tokens(model: String, Annotation?, seed: Int)
    case hidden(HiddenStates, Annotation?, Split, seed: Int)
    case groundTruthModel(String, Split, seed: Int)
    case labels(Predictor, Split)
  }

  /// What the planner remembers of a training that it planned.
  struct TrainedModel {
    var model: String
    var input: TrainingInput
    var seed: Int
    /// Without the task.
    var title: String
  }

  /// - Parameter timedOn: cores of a run, if the costs of stages are to be seconds of one of them, for
  ///   which every kind of model takes a few steps; else they are operations, roughly.
  /// - Throws: `DatasetError`, if a file is missing; `StorageError`, if one cannot be read.
  package static func plan(
    _ experiment: Experiment, dataRoot: DataRoot, weightsRoot: String, timedOn cores: Int? = nil
  ) throws -> Plan {
    try plan(
      experiment.parts, dataRoot: dataRoot, weightsRoot: weightsRoot, timedOn: cores
    ) { $0.planCells() }
  }

  /// The same of models that learn texts.
  package static func plan(
    _ experiment: PretrainingExperiment, dataRoot: DataRoot, weightsRoot: String,
    timedOn cores: Int? = nil
  ) throws -> Plan {
    try plan(
      [experiment.part], dataRoot: dataRoot, weightsRoot: weightsRoot, timedOn: cores
    ) { $0.planTextModels() }
  }

  private static func plan(
    _ parts: [TaskExperiment], dataRoot: DataRoot, weightsRoot: String, timedOn cores: Int?,
    _ planPart: (inout Planner) -> Void
  ) throws -> Plan {
    var plan = Plan()
    var files = HashedFiles()
    var tokenizers = LoadedTokenizers()
    var speed = cores.map { MachineSpeed(weights: WeightsRoot(weightsRoot), cores: $0) }
    // Every file is found before anything is planned.
    let planners = try parts.map {
      try Planner(
        $0, files: &files, tokenizers: &tokenizers, root: dataRoot,
        weights: WeightsRoot(weightsRoot), speed: &speed)
    }
    for var planner in planners {
      planner.plan = plan
      planPart(&planner)
      if let failure = planner.failure { throw failure }
      plan = planner.plan
    }
    plan.inputs = files.described
    return plan.needed
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
    weightsRoot = weights
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
        let supervisor = supervisor(pair.supervisor, for: pair.student, seed: UInt64(seed))
        for method in experiment.plannedMethods {
          for selection in network(pair.student).training.selection.values {
            let cell = MethodCell(
              supervisor: supervisor, supervisorName: pair.supervisor, student: pair.student,
              seed: UInt64(seed), selection: selection)
            plan(cell, method.method, named: method)
          }
        }
      }
    }
  }

  private mutating func plan(_ cell: MethodCell, _ method: some Method, named: PlannedMethod) {
    var taught = cell
    taught.supervisor = method.supervisor(of: cell, &self)
    let student = method.student(of: taught, &self)
    let standard = ceiling(of: cell)
    let ceiling = method.ceiling(of: taught, &self)
    let isShared = !experiment.models.dependsOnStudent(cell.supervisorName)
    plan.cells.append(
      Cell(
        method: named.label, comparedWith: named.comparedWith, supervisor: cell.supervisorName,
        student: cell.student, seed: Int(cell.seed), selection: cell.selection,
        taskLabel: experiment.label, task: task(seed: Int(cell.seed)),
        supervisorRole: role(
          taught.supervisor, transfer: true,
          owner: Cell.Owner(
            method: taught.supervisor == cell.supervisor ? nil : named.label,
            student: isShared ? nil : cell.student)),
        studentRole: role(student),
        ceilingRole: role(
          ceiling, owner: Cell.Owner(method: ceiling == standard ? nil : named.label))))
  }

  private mutating func role(
    _ predictor: Predictor, transfer: Bool = false, owner: Cell.Owner = Cell.Owner()
  ) -> Cell.Role {
    let test = labels(of: predictor, on: .test)
    let labels = transfer ? labels(of: predictor, on: .transfer) : nil
    guard case .trained(let fingerprint, let selection) = predictor else {
      return Cell.Role(
        training: nil, selection: .final, test: test, transfer: labels, owner: owner)
    }
    return Cell.Role(
      training: fingerprint, selection: selection, test: test, transfer: labels, owner: owner)
  }

  mutating func answer(
    _ question: Question, _ plan: (inout Planner) -> Fingerprint
  ) -> Fingerprint {
    if let answer = known[question] { return answer }
    let answer = plan(&self)
    known[question] = answer
    return answer
  }

  /// Adds a stage under a title that says of which task it is, where there are several.
  mutating func add(_ stage: any Stage, title: String, cost: Double) -> Fingerprint {
    plan.add(stage, title: experiment.titlePrefix + title, cost: cost)
  }

  func network(
    _ name: String
  ) -> (
    model: ModelConfiguration, tokenizer: TokenizerConfiguration, training: TrainingConfiguration
  ) {
    guard case .network(let model, let tokenizer, let training)? = experiment.models[name]?.kind
    else { preconditionFailure("'\(name)' is no network of the ladder") }
    return (model, tokenizer, training)
  }
}
