import Datasets
import Storage
import Training
import WeakToStrong

/// Writes down what a method asks for, and plans the same work once.
struct RecordingPlanner: StagePlanner {
  /// `large from small: cross-entropy, soft`, in order, each work once.
  private(set) var trainings: [String] = []
  /// Requests, the repeated ones too.
  private(set) var requests: [StudentRequest] = []
  var defaultLoss = LossChoice(CrossEntropy())

  mutating func labels(of predictor: Predictor, on split: Split) -> Fingerprint {
    Fingerprint(of: "labels of \(predictor) on \(split.rawValue)")
  }

  mutating func student(_ request: StudentRequest) -> Predictor {
    requests.append(request)
    let loss = type(of: request.loss.loss).name
    let text =
      "\(request.model) from \(request.teacherName): \(loss), \(request.hard ? "hard" : "soft")"
    if !trainings.contains(text) { trainings.append(text) }
    return .trained(Self.training(request.model, of: request.teacher), request.selection)
  }

  static func training(_ model: String, of teacher: Predictor) -> Fingerprint {
    Fingerprint(of: "\(model) of \(teacher)")
  }
}

extension MethodCell {
  /// small teaches large.
  static let sample = MethodCell(
    supervisor: .trained(Fingerprint(of: "small"), .final), supervisorName: "small",
    student: "large", seed: 5, selection: .weakValidation)
}
