/// How well a model does on one set of examples against one kind of label.
package struct Score: Sendable, Equatable, Codable {
  /// Mean cross-entropy in nats, or mean ‖f − y‖².
  package var loss: Double
  /// The fraction of examples whose most probable class is that of the label; for the labels of a
  /// supervisor this is the agreement. Nil for real values.
  package var accuracy: Double?

  package init(loss: Double, accuracy: Double?) {
    self.loss = loss
    self.accuracy = accuracy
  }
}

/// The scores of a model on one named set.
package struct SetScores: Sendable, Equatable, Codable {
  package var set: String
  package var groundTruth: Score?
  /// Against the weak labels; its accuracy is the agreement with the supervisor.
  package var weak: Score?
  /// Agreement where the supervisor is right and where it is wrong; nil where there are none.
  package var agreementWhereRight: Double?
  package var agreementWhereWrong: Double?

  package init(set: String) { self.set = set }
}

/// One evaluation during a training.
package struct CurvePoint: Sendable, Equatable, Codable {
  /// Steps taken.
  package var step: Int
  /// Of all steps.
  package var fraction: Double
  /// The learning rate of the last step taken; of the first step at the untrained point.
  package var rate: Double
  /// Mean of the training loss over the steps since the point before; nil at the untrained point.
  package var trainLoss: Double?
  package var sets: [SetScores]

  package init(
    step: Int, fraction: Double, rate: Double, trainLoss: Double?, sets: [SetScores]
  ) {
    self.step = step
    self.fraction = fraction
    self.rate = rate
    self.trainLoss = trainLoss
    self.sets = sets
  }

  package func scores(of set: String) -> SetScores? { sets.first { $0.set == set } }
}

/// The points of one training in rising order of steps.
package struct TrainingCurve: Sendable, Equatable, Codable {
  package var points: [CurvePoint] = []

  package init(points: [CurvePoint] = []) { self.points = points }
}
