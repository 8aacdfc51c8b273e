import Storage

extension TrainingCurve {
  private static let columns: [(String, WritableKeyPath<SetScores, Double?> & Sendable)] = [
    ("ground-truth-loss", \.groundTruthLoss), ("ground-truth-accuracy", \.groundTruthAccuracy),
    ("weak-loss", \.weakLoss), ("agreement", \.weakAccuracy),
    ("agreement-right", \.agreementWhereRight), ("agreement-wrong", \.agreementWhereWrong),
  ]

  /// One array per column, `curve/step`, `curve/train-loss`, `curve/<set>/agreement`, …; NaN where
  /// there is no value.
  package var arrays: [String: StoredArray] {
    func column(_ value: (CurvePoint) -> Double?) -> StoredArray {
      StoredArray(
        .float64(points.map { value($0) ?? .nan }), attributes: ["axes": .texts(["evaluation"])])
    }
    var arrays = [
      "curve/step": StoredArray(
        .int64(points.map { Int64($0.step) }), attributes: ["axes": .texts(["evaluation"])]),
      "curve/fraction": column { $0.fraction },
      "curve/rate": column { $0.rate },
      "curve/train-loss": column { $0.trainLoss },
    ]
    for (index, set) in (points.first?.sets ?? []).enumerated() {
      for (name, path) in Self.columns {
        arrays["curve/\(set.set)/\(name)"] = column { $0.sets[index][keyPath: path] }
      }
    }
    return arrays
  }

  /// Reads what `arrays` made.
  /// - Parameter sets: the names of the evaluated sets in their order.
  package init(
    _ artifact: Artifact, sets: [String], file: String
  ) throws(StorageError) {
    let steps = try artifact.int64("curve/step", in: file)
    func column(_ name: String) throws(StorageError) -> [Double?] {
      try artifact.float64("curve/\(name)", shape: [steps.count], in: file)
        .map { $0.isNaN ? nil : $0 }
    }
    let (fractions, rates) = (try column("fraction"), try column("rate"))
    let losses = try column("train-loss")
    points = steps.indices.map {
      CurvePoint(
        step: Int(steps[$0]), fraction: fractions[$0] ?? .nan, rate: rates[$0] ?? .nan,
        trainLoss: losses[$0], sets: sets.map { SetScores(set: $0) })
    }
    for (index, set) in sets.enumerated() {
      for (name, path) in Self.columns {
        for (point, value) in try column("\(set)/\(name)").enumerated() {
          points[point].sets[index][keyPath: path] = value
        }
      }
    }
  }
}

/// The columns of the stored curve. A score is there if its loss is.
extension SetScores {
  fileprivate var groundTruthLoss: Double? {
    get { groundTruth?.loss }
    set { groundTruth = newValue.map { Score(loss: $0, accuracy: nil) } }
  }
  fileprivate var groundTruthAccuracy: Double? {
    get { groundTruth?.accuracy }
    set { groundTruth?.accuracy = newValue }
  }
  fileprivate var weakLoss: Double? {
    get { weak?.loss }
    set { weak = newValue.map { Score(loss: $0, accuracy: nil) } }
  }
  fileprivate var weakAccuracy: Double? {
    get { weak?.accuracy }
    set { weak?.accuracy = newValue }
  }
}
