import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What Ctrl-C and a termination signal do to a run: the first asks it to save its state and stop,
/// a second Ctrl-C ends the program at once.
package enum StopSignal {
  /// Takes over both signals. The handlers touch nothing but atomics and `write`, so they work
  /// however busy the threads are.
  package static func install() {
    // Initialized before a handler can need them.
    interruptions.store(0, ordering: .relaxed)
    terminations.store(0, ordering: .relaxed)
    signal(SIGINT) { _ in
      if interruptions.add(1, ordering: .relaxed).oldValue > 0 { _exit(130) }
      StopSignal.say("\nstopping: saving what is done; press Ctrl-C again to end at once\n")
    }
    signal(SIGTERM) { _ in
      if terminations.add(1, ordering: .relaxed).oldValue == 0 {
        StopSignal.say("\nstopping: saving what is done\n")
      }
    }
  }

  /// Whether either signal came.
  package static var isRequested: Bool {
    interruptions.load(ordering: .relaxed) + terminations.load(ordering: .relaxed) > 0
  }

  /// Whether it was Ctrl-C.
  package static var wasInterrupted: Bool { interruptions.load(ordering: .relaxed) > 0 }

  private static func say(_ words: StaticString) {
    _ = write(STDERR_FILENO, words.utf8Start, words.utf8CodeUnitCount)
  }
}

private let interruptions = Atomic(0)
private let terminations = Atomic(0)
