import Kernels
import Synchronization

/// Independent draws of one study, spread over the cores, with progress.
struct Draws: Sendable {
  let study: String
  let team: WorkerTeam
  let total: Int
  let progress: @Sendable (StudyProgress) -> Void
  private let done: Counter

  private final class Counter: Sendable {
    let value = Atomic(0)
  }

  /// - Parameter total: steps of the whole study.
  init(
    _ study: String, _ team: WorkerTeam, total: Int,
    _ progress: @escaping @Sendable (StudyProgress) -> Void
  ) {
    self.study = study
    self.team = team
    self.total = total
    self.progress = progress
    done = Counter()
  }

  /// Counts steps that are finished.
  func advance(_ steps: Int = 1) {
    let count = done.value.wrappingAdd(steps, ordering: .relaxed).newValue
    progress(StudyProgress(study: study, done: min(count, total), total: total))
  }

  /// `body` for each of 0 ..< count, in the order of the indices whatever ran first. The first
  /// failing index decides the error.
  func map<Value: Sendable>(
    _ count: Int, _ body: (Int) throws(LinearAlgebraError) -> Value
  ) throws(TheoryError) -> [Value] {
    let results = Mutex([Result<Value, LinearAlgebraError>?](repeating: nil, count: count))
    team.run(pieces: count) { index in
      let result: Result<Value, LinearAlgebraError>
      do throws(LinearAlgebraError) {
        result = .success(try body(index))
      } catch {
        result = .failure(error)
      }
      results.withLock { $0[index] = result }
      advance()
    }
    var values: [Value] = []
    for result in results.withLock({ $0 }) {
      switch result {
      case .success(let value): values.append(value)
      case .failure(let error): throw .linearAlgebra(study: study, error)
      case nil: preconditionFailure("a piece was not run")
      }
    }
    return values
  }
}

/// Runs linear algebra under the name of a study.
func solving<Value>(
  _ study: String, _ body: () throws(LinearAlgebraError) -> Value
) throws(TheoryError) -> Value {
  do throws(LinearAlgebraError) {
    return try body()
  } catch {
    throw .linearAlgebra(study: study, error)
  }
}
