import Experiments
import Testing

@Suite struct ProgressTests {
  @Test(
    arguments: [
      (10.0, 0.5, 10.0), (30, 0.75, 10), (10, 1, 0), (10, 0.001, nil), (0.5, 0.5, nil),
    ] as [(Double, Double, Double?)])
  func estimatesTheTimeLeft(elapsed: Double, share: Double, left: Double?) {
    #expect(Progress.secondsLeft(elapsed: elapsed, share: share) == left)
  }
}
