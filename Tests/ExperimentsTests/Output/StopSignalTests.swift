import Experiments
import Foundation
import Testing

@Suite struct StopSignalTests {
  @Test func theFirstInterruptAsksAndTheSecondEnds() async {
    await #expect(processExitsWith: .exitCode(130)) {
      StopSignal.install()
      guard !StopSignal.isRequested else { exit(1) }
      kill(getpid(), SIGINT)
      waitUntilRequested()
      kill(getpid(), SIGINT)
      sleep(10)
      exit(3)
    }
  }

  @Test func terminationAsksHoweverOften() async {
    await #expect(processExitsWith: .exitCode(75)) {
      StopSignal.install()
      kill(getpid(), SIGTERM)
      waitUntilRequested()
      kill(getpid(), SIGTERM)
      usleep(100_000)
      exit(75)
    }
  }
}

/// Another thread than this one may take the signal.
private func waitUntilRequested() {
  for _ in 0..<1000 where !StopSignal.isRequested { usleep(10_000) }
  if !StopSignal.isRequested { exit(2) }
}
