import Configuration
import Datasets
import Storage
import Training
import WeakToStrong

/// Writes down what a method asks for, and plans the same work once.
struct RecordingPlanner: StagePlanner {
  /// `large from small: cross-entropy, soft`, in order, each work once.
  private(set) var trainings: [String] = []
  /// Requests, the repeated ones too.
  private(set) var requests: [TrainingRequest] = []
  var defaultLoss = LossChoice(CrossEntropy())
  var ceilingSplit = Split.transfer
  var pretrained: Set<String> = []

  mutating func labels(of predictor: Predictor, on split: Split) -> Fingerprint {
    Fingerprint(of: "labels of \(predictor) on \(split.rawValue)")
  }

  mutating func supervisor(_ name: String, for student: String, seed: UInt64) -> Predictor {
    .trained(Fingerprint(of: name), .final)
  }

  mutating func ceiling(of cell: MethodCell) -> Predictor {
    .trained(Fingerprint(of: "ceiling \(cell.student)"), cell.selection)
  }

  func isTrained(_ name: String) -> Bool { ["small", "medium", "large"].contains(name) }

  func supervisorSelection(_ name: String) -> Selection { .final }

  func models(between supervisor: String, and student: String) -> [String] {
    (supervisor, student) == ("small", "large") ? ["medium"] : []
  }

  func isPretrained(_ model: String) -> Bool { pretrained.contains(model) }

  mutating func train(_ request: TrainingRequest) -> Predictor {
    requests.append(request)
    var text = request.model
    switch request.labels {
    case .groundTruth: text += " from ground truth on \(request.split.rawValue)"
    case .of(_, let name, let hard):
      text += " from \(name): \(type(of: request.loss.loss).name), \(hard ? "hard" : "soft")"
    }
    if let rows = request.rows { text += ", rows \(type(of: rows.filter.filter).name)" }
    switch request.initial {
    case .trained: text += ", onward"
    case .generative: text += ", after texts"
    case nil: break
    }
    switch request.input {
    case .task: break
    case .annotated: text += ", annotated"
    case .hidden(.untouched(let model)): text += ", hidden states of \(model)"
    case .hidden(.trained): text += ", hidden states of a trained model"
    case .hidden(.generative): text += ", hidden states after texts"
    case .features: text += ", the features"
    }
    if !trainings.contains(text) { trainings.append(text) }
    return .trained(Self.training(request.model, of: request.teacher), request.selection)
  }

  static func training(_ model: String, of teacher: Predictor?) -> Fingerprint {
    Fingerprint(of: "\(model) of \(teacher.map { "\($0)" } ?? "ground truth")")
  }
}

extension TrainingRequest {
  /// Who taught; nil for ground truth.
  var teacher: Predictor? {
    if case .of(let teacher, _, _) = labels { teacher } else { nil }
  }
}

extension MethodCell {
  /// small teaches large.
  static let sample = MethodCell(
    supervisor: .trained(Fingerprint(of: "small"), .final), supervisorName: "small",
    student: "large", seed: 5, selection: .weakValidation)
}

/// What is wrong with a method for a ladder of three.
func problems(
  _ method: any Method, target: TargetKind = .classes, input: TaskKind = .classification,
  at node: Node
) -> [String] {
  var diagnostics = Diagnostics()
  method.check(
    MethodSetting(
      ladder: ["small", "medium", "large"], target: target, input: input), at: node, &diagnostics)
  return diagnostics.problems.map(\.description)
}
