import Testing

@testable import Training

@Suite struct ScheduleTests {
  @Test(
    arguments: [
      (.constant, 0, [1, 1, 1, 1]),
      (.linear, 0, [1, 0.75, 0.5, 0.25]),
      (.cosine, 0, [1, 0.853_553_390_593, 0.5, 0.146_446_609_407]),
      (.constant, 0.5, [0.5, 1, 1, 1]),
      (.linear, 0.5, [0.5, 1, 1, 0.5]),
      (.cosine, 0.25, [1, 1, 0.75, 0.25]),
      (.linear, 1, [0.25, 0.5, 0.75, 1]),
    ] as [(Schedule, Double, [Double])])
  func followsItsFormula(schedule: Schedule, warmup: Double, expected: [Double]) {
    for step in 0..<4 {
      let factor = schedule.factor(step: step, steps: 4, warmup: warmup)
      #expect(abs(factor - expected[step]) < 1e-9)
    }
  }

  @Test(arguments: Schedule.allCases, [0.0, 0.1, 1.0])
  func staysBetweenZeroAndOne(schedule: Schedule, warmup: Double) {
    for steps in [1, 2, 7, 100] {
      for step in 0..<steps {
        let factor = schedule.factor(step: step, steps: steps, warmup: warmup)
        #expect(factor > 0 && factor <= 1)
      }
    }
  }
}
