import Datasets
import Models
import Storage
import Training
import WeakToStrong

extension Planner: StagePlanner {
  package var defaultLoss: LossChoice {
    experiment.task.targetKind == .real ? LossChoice(SquaredError()) : LossChoice(CrossEntropy())
  }

  package var ceilingSplit: Split { experiment.ceilingSplit.split }

  package func isTrained(_ name: String) -> Bool {
    experiment.models[name]?.isSupervisorOnly == false
  }

  package func models(between supervisor: String, and student: String) -> [String] {
    let entries = experiment.models.entries
    guard let first = entries.firstIndex(where: { $0.name == supervisor }),
      let last = entries.firstIndex(where: { $0.name == student }), first < last
    else { return [] }
    return entries[(first + 1)..<last].filter { !$0.isSupervisorOnly }.map(\.name)
  }

  package func isPretrained(_ model: String) -> Bool { network(model).model.pretrained != nil }

  package mutating func supervisor(
    _ name: String, for student: String, seed: UInt64
  ) -> Predictor {
    switch experiment.models[name]?.kind {
    case .imported: return .imported(model: name, seed: seed)
    case .recipe(let choice):
      return choice.recipe.predictor(
        SupervisorSeat(
          name: name, student: student, seed: seed, input: experiment.task.inputKind), &self)
    case .network:
      return groundTruthModel(
        name, on: .supervisor, seed: seed, selection: supervisorSelection(name),
        called: "supervisor")
    case nil: preconditionFailure("there is no model '\(name)'")
    }
  }

  /// The first checkpoint that its training names.
  package func supervisorSelection(_ name: String) -> Selection {
    network(name).training.selection.values[0]
  }

  package mutating func ceiling(of cell: MethodCell) -> Predictor {
    groundTruthModel(
      cell.student, on: ceilingSplit, seed: cell.seed, selection: cell.selection, called: "ceiling")
  }

  private mutating func groundTruthModel(
    _ name: String, on split: Split, seed: UInt64, selection: Selection, called role: String
  ) -> Predictor {
    let fingerprint = answer(.groundTruthModel(name, split, seed: Int(seed))) { planner in
      var request = TrainingRequest(
        model: name, labels: .groundTruth, loss: planner.defaultLoss, seed: seed,
        selection: selection)
      request.split = split
      request.role = role
      return planner.training(request)
    }
    return .trained(fingerprint, selection)
  }

  package mutating func train(_ request: TrainingRequest) -> Predictor {
    // A model that is trained with other selections than the student labels with its own first.
    let own = network(request.model).training.selection.values
    let selection = own.contains(request.selection) ? request.selection : own[0]
    return .trained(training(request), selection)
  }

  private mutating func training(_ request: TrainingRequest) -> Fingerprint {
    let (name, seed) = (request.model, Int(request.seed))
    var (model, _, training) = network(name)
    if let other = request.training {
      let selection = training.selection
      training = other
      training.selection = selection
    }
    let input = input(of: request)
    if request.input.isLinear { model = linearModel(of: request) }
    let annotation = request.input.annotation
    var stage = TrainStage(
      task: task(seed: seed, annotation), tokens: tokens(name, seed: seed, annotation),
      split: request.split, labels: source(request.labels, on: request.split),
      validation: has(.validation) ? source(request.labels, on: .validation) : nil, model: model,
      loss: request.loss, training: training, seed: request.seed,
      weights: weights(request),
      activations: hidden(
        name, input, on: [request.split, .validation, .test], seed: seed))
    stage.initial = input == request.input ? request.initial.map { initialWeights($0) } : nil
    if case .of = request.labels, training.evaluations > 0 {
      stage.testLabels = source(request.labels, on: .test)
    }
    stage.member = request.member == 0 ? nil : request.member
    stage.rows = request.rows.map { rows($0, of: request) }
    let title = title(request)
    let fingerprint = add(
      stage, title: title,
      cost: cost.training(name, on: request.split, isLinear: request.input.isLinear))
    if predictors[fingerprint] == nil {
      predictors[fingerprint] = TrainedModel(
        model: name, input: input, seed: seed, title: title)
    }
    return fingerprint
  }

  /// A head that is trained alone after its model has learned texts reads the hidden states of that.
  private func input(of request: TrainingRequest) -> TrainingInput {
    guard case .generative(let texts)? = request.initial, case .task = request.input,
      network(request.model).model.pretrained?.finetuning == .head
    else { return request.input }
    return .hidden(.generative(texts))
  }

  /// On hidden states; of pairs it reads both sides with the same weights.
  private mutating func linearModel(of request: TrainingRequest) -> ModelConfiguration {
    var model = LinearModel()
    model.first = request.first
    if experiment.task.inputKind == .preference { model.sides = 2 }
    if let first = request.first, let width = width(of: request), first > width {
      let error = ModelError.invalidConfiguration(
        architecture: LinearModel.name,
        problem: "\(first) features are to be read and there are \(width)",
        remedy: "choose at most \(width)")
      failure = failure ?? error
    }
    return ModelConfiguration(model)
  }

  /// How many features a linear model could read, where that is known before the data are read.
  private func width(of request: TrainingRequest) -> Int? {
    switch request.input {
    case .hidden: network(request.model).model.architecture.hiddenWidth(weights: weightsRoot)
    case .features: experiment.task.columns
    case .task, .annotated: nil
    }
  }

  mutating func initialWeights(_ beginning: Beginning) -> InitialWeights {
    switch beginning {
    case .trained(.trained(let training, let selection)): InitialWeights(training, selection)
    case .trained: preconditionFailure("labels without a model have no weights")
    case .generative(let request): InitialWeights(generativeTraining(request))
    }
  }

  mutating func generativeTraining(_ request: GenerativeRequest) -> Fingerprint {
    let (model, _, own) = network(request.model)
    let seed = Int(request.seed)
    guard let tokens = tokens(request.model, seed: seed) else {
      preconditionFailure("texts are learned where there are texts")
    }
    requireGenerative(model)
    var training = request.training ?? own
    training.selection = Selections([.final])
    let stage = PretrainStage(
      task: task(seed: seed), tokens: tokens, splits: request.splits.filter(has), model: model,
      training: training, seed: request.seed, weights: pretrained.contents[request.model])
    return add(
      stage, title: "\(request.model) on the task's texts, seed \(seed)",
      cost: request.splits.reduce(0) { $0 + cost.training(request.model, on: $1) })
  }

  /// Only decoders predict texts.
  mutating func requireGenerative(_ model: ModelConfiguration) {
    do {
      try model.architecture.checkGenerative(weights: weightsRoot)
    } catch {
      failure = failure ?? error
    }
  }

  /// A linear model on hidden states begins with nothing of the model that they are of.
  private func weights(_ request: TrainingRequest) -> Fingerprint? {
    request.input.isLinear ? nil : pretrained.contents[request.model]
  }

  mutating func source(_ labels: TrainingLabels, on split: Split) -> LabelSource {
    switch labels {
    case .groundTruth: .groundTruth
    case .of(let predictor, named: _, let hard):
      .predictions(self.labels(of: predictor, on: split), hard: hard)
    }
  }

  private mutating func rows(_ rows: RowsRequest, of request: TrainingRequest) -> Fingerprint {
    let filter = type(of: rows.filter.filter).name
    let stage = RowsStage(
      rows.filter,
      reading(
        rows.labels.map { [$0] } ?? [], hidden: rows.hidden, on: request.split,
        seed: request.seed, member: rows.member))
    return add(
      stage, title: "\(request.split.rawValue) rows of \(title(request)) (\(filter))",
      cost: cost.materialization)
  }

  private func title(_ request: TrainingRequest) -> String {
    var words = [request.role ?? "student", request.model]
    if case .of(_, let teacher, hard: _) = request.labels {
      words.append("on labels of \(teacher) (\(type(of: request.loss.loss).name))")
    }
    if request.member > 0 { words.append("number \(request.member + 1)") }
    return words.joined(separator: " ") + ", seed \(request.seed)"
  }
}

extension TrainingInput {
  /// Whether a linear model reads it, whatever the entry of the ladder is.
  var isLinear: Bool {
    switch self {
    case .hidden, .features: true
    case .task, .annotated: false
    }
  }
}
