/// How a student's answers relate to its supervisor's and to the truth. All are shares of test
/// examples except κ.
package enum AgreementMeasure: String, Codable, CodingKeyRepresentable, CaseIterable,
  Sendable
{
  /// Student and supervisor predict the same class.
  case agreement
  /// The same, over the examples on which the supervisor is right.
  case agreementRight = "agreement-right"
  /// The same, over the examples on which the supervisor is wrong: how far the student imitates
  /// errors.
  case agreementWrong = "agreement-wrong"
  /// Of the student's errors, the share that is the supervisor's: the same wrong class.
  case errorInheritance = "error-inheritance"
  /// Of the examples on which the supervisor is wrong, the share on which the student is right.
  case correctionRate = "correction-rate"
  /// Of the examples on which the supervisor is right, the share on which the student is wrong.
  case newErrorRate = "new-error-rate"
  /// Cohen's κ of the two predictions.
  case kappa

  /// Whether the ceiling's is worth knowing beside the student's: all but κ, which says nothing about errors.
  package var isOfCeilings: Bool { self != .kappa }

  /// Whether more of it means that more of the supervisor's errors are shared.
  package var countsSharedErrors: Bool { self == .agreementWrong || self == .errorInheritance }

  /// The measure as a function of example weights; nil for real outputs, and κ for choices.
  /// - Precondition: both predict the same examples, in the same order.
  package func statistic(
    student: Predictions, supervisor: Predictions
  ) -> WeightedStatistic? {
    precondition(student.truth == supervisor.truth, "predictions of different examples")
    guard let studentClasses = student.predictedClasses, let studentRight = student.areRight,
      let supervisorClasses = supervisor.predictedClasses,
      let supervisorRight = supervisor.areRight
    else { return nil }
    let same = zip(studentClasses, supervisorClasses).map { $0 == $1 }
    switch self {
    case .agreement: return .mean(scores: same.map { $0 ? 1 : 0 })
    case .agreementRight: return share(of: same, among: supervisorRight)
    case .agreementWrong: return share(of: same, among: supervisorRight.map(!))
    case .errorInheritance: return share(of: same, among: studentRight.map(!))
    case .correctionRate: return share(of: studentRight, among: supervisorRight.map(!))
    case .newErrorRate: return share(of: studentRight.map(!), among: supervisorRight)
    case .kappa:
      // Agreement by chance means nothing where every example has choices of its own.
      guard !student.areChoices else { return nil }
      return .kappa(
        ConfusionPairs(studentClasses, supervisorClasses, classes: student.width))
    }
  }

  /// Nil where it is undefined, for example where the supervisor is never wrong.
  package func value(student: Predictions, supervisor: Predictions) -> Double? {
    statistic(student: student, supervisor: supervisor)?.value(count: student.count)
  }

  private func share(of events: [Bool], among condition: [Bool]) -> WeightedStatistic {
    .ratio(
      scores: zip(events, condition).map { $0 && $1 ? 1 : 0 },
      counts: condition.map { $0 ? 1 : 0 })
  }
}
