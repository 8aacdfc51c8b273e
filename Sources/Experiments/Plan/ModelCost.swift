/// What a model's work costs: floating-point operations, roughly, where stages only have to be put in
/// order; measured seconds of one core where time is to be told.
struct ModelCost {
  /// Learning from an example: forward, backward and its share of the update.
  var learned: Double
  /// A step, whatever it learns from.
  var step: Double
  /// The outputs of an example.
  var predicted: Double
  /// Its hidden states, where a frozen model has them computed beforehand.
  var passed: Double
  /// Building, reading and storing it.
  var built: Double

  /// By operations of a forward pass on one example: forward and backward are three times that.
  /// - Parameter trained: of the part that is trained.
  init(operations whole: Double, trained: Double) {
    learned = 3 * trained
    predicted = trained
    passed = whole
    step = 5e5
    built = 1e8
  }

  init(learned: Double, step: Double, predicted: Double, passed: Double, built: Double) {
    self.learned = learned
    self.step = step
    self.predicted = predicted
    self.passed = passed
    self.built = built
  }
}
