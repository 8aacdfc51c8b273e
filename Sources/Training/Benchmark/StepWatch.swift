/// Times steps; rates are medians over the steps after the first few.
final class StepWatch {
  private let clock = ContinuousClock()
  private let seconds: Double
  private let warmup: Int
  private var last: ContinuousClock.Instant
  private var taken = 0
  private var total = 0.0
  private var laps: [(seconds: Double, tokens: Double, examples: Double)] = []

  init(seconds: Double, warmup: Int) {
    self.seconds = seconds
    self.warmup = warmup
    last = clock.now
  }

  /// A step is done.
  func lap(tokens: Int, _ examples: Int) {
    let now = clock.now
    defer { last = now }
    lap(seconds: (now - last) / .seconds(1), tokens: tokens, examples)
  }

  func lap(seconds: Double, tokens: Int, _ examples: Int) {
    taken += 1
    guard taken > warmup else { return }
    total += seconds
    laps.append((seconds, Double(tokens), Double(examples)))
  }

  /// Whether the steps that count begin now.
  var isWarm: Bool { taken == warmup }

  /// At least five steps, and as long as was asked for.
  var isDone: Bool { laps.count >= 5 && total >= seconds }

  var steps: Int { laps.count }
  var secondsPerStep: Double { median { $0.seconds } }
  var tokensPerSecond: Double { median { $0.tokens / $0.seconds } }
  var bestTokensPerSecond: Double { laps.map { $0.tokens / $0.seconds }.max() ?? 0 }
  var examplesPerSecond: Double { median { $0.examples / $0.seconds } }

  private func median(_ value: ((seconds: Double, tokens: Double, examples: Double)) -> Double)
    -> Double
  {
    let sorted = laps.map(value).sorted()
    return sorted.isEmpty ? 0 : (sorted[sorted.count / 2] + sorted[(sorted.count - 1) / 2]) / 2
  }
}
