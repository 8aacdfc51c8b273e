#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Logits of continuations of two entries, and of everything else taken together.
///
/// An example has a row x⁰ of logits for the first entry, and for each first entry f_b that begins
/// some continuation, its branch, a row x^b for the second. With a = log softmax(x⁰) and
/// b = log softmax(x^b), the log probability of continuation k = (f_b, t) is
///
///     z_k = a_f + b_t
///     z_0 = log(Σ_j exp a_j + Σ_b exp(a_f) R_b),    R_b = Σ_t exp b_t
///
/// over the first entries j that begin none and the second entries t of branch b that complete none:
/// log(1 − Σ_k exp z_k) without its cancellation.
package struct ContinuationLogits {
  /// The least z_0, whose gradient is 0 there.
  package static let floor: Float = -30
  /// How far below the greatest output of its row an output lies that stands for nothing.
  package static let margin: Float = 60
  /// How far above or below the greatest continuation z_0 lies where it has to.
  package static let gap: Float = 1e-3

  /// The continuations of an example that begin with one entry.
  package struct Branch: Sendable, Equatable {
    /// Its first entry.
    package var first: Int
    /// Its continuations: their places among the example's, from 0, and their second entries.
    package var places: [Int]
    package var seconds: [Int]

    package init(first: Int, places: [Int], seconds: [Int]) {
      self.first = first
      self.places = places
      self.seconds = seconds
    }
  }

  /// Entries of a row of x.
  let entries: Int
  /// Entries of a row of z.
  let outputs: Int
  /// What z_0 is made where greedy decoding decides: see `forward`.
  let isPrediction: Bool

  package init(entries: Int, outputs: Int, isPrediction: Bool) {
    self.entries = entries
    self.outputs = outputs
    self.isPrediction = isPrediction
  }

  /// Floats that are kept of each row of x: its log Σ exp, and the same over what is left out.
  package static let kept = 2

  /// z of one example from its rows of x, that of the first entry before those of the branches. What
  /// stands for nothing is `margin` below the greatest.
  ///
  /// As a prediction z_0 is at least `gap` above all others where the greatest of x⁰ begins no
  /// continuation, or the greatest of its branch completes none, and at least `gap` below the
  /// greatest of them where they do.
  package func forward(
    _ x: UnsafePointer<Float>, _ branches: [Branch], kept: UnsafeMutablePointer<Float>,
    into z: UnsafeMutablePointer<Float>
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: entries) { others in
      guard let others = others.baseAddress else { return }
      normalize(x, without: branches.map(\.first), others, kept)
      for (b, branch) in branches.enumerated() {
        normalize(x + (b + 1) * entries, without: branch.seconds, others, kept + 2 * (b + 1))
      }
    }
    var greatest = -Float.infinity
    var count = 0
    var rest = [Double(kept[1]) - Double(kept[0])]
    for (b, branch) in branches.enumerated() {
      let (row, own) = (x + (b + 1) * entries, kept + 2 * (b + 1))
      let first = Double(x[branch.first]) - Double(kept[0])
      rest.append(first + Double(own[1]) - Double(own[0]))
      for (place, second) in zip(branch.places, branch.seconds) {
        z[place + 1] = Float(first + Double(row[second]) - Double(own[0]))
        greatest = max(greatest, z[place + 1])
      }
      count += branch.places.count
    }
    z[0] = max(Self.floor, Float(Self.logSumExp(rest)))
    if isPrediction {
      let gap = max(Self.gap, abs(greatest) * 1e-6)
      z[0] =
        isContinued(x, branches) ? min(z[0], greatest - gap) : max(z[0], greatest + gap)
    }
    let nothing = max(greatest, z[0]) - Self.margin
    for k in count + 1..<max(count + 1, outputs) { z[k] = nothing }
  }

  /// dx from dz, with S_b = dz_0 exp(a_f − z_0) R_b + Σ_k dz_k over the continuations of branch b and
  /// S = Σ_b S_b + dz_0 Σ_j exp(a_j − z_0):
  ///
  ///     dx⁰_j = dz_0 exp(a_j − z_0) − S exp a_j          where j begins no continuation
  ///     dx⁰_f = S_b − S exp a_f
  ///     dx^b_t = dz_0 exp(a_f + b_t − z_0) − S_b exp b_t  where t completes none
  ///     dx^b_t = dz_k − S_b exp b_t
  package func backward(
    _ x: UnsafePointer<Float>, _ branches: [Branch], kept: UnsafePointer<Float>,
    _ z: UnsafePointer<Float>, _ dz: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>,
    accumulate: Bool
  ) {
    let slope = z[0] > Self.floor ? Double(dz[0]) : 0
    let scale = slope * exp(-Double(z[0]))
    var sum = scale * exp(Double(kept[1]) - Double(kept[0]))
    var sums: [Float] = []
    for (b, branch) in branches.enumerated() {
      let (row, own) = (b + 1, kept + 2 * (b + 1))
      let share = scale * exp(Double(x[branch.first]) - Double(kept[0]))
      let gradients = branch.places.map { dz[$0 + 1] }
      let all =
        share * exp(Double(own[1]) - Double(own[0])) + gradients.reduce(0) { $0 + Double($1) }
      differentiate(
        x + row * entries, normalizer: own[0], others: Float(share - all), sum: Float(all),
        branch.seconds, gradients, into: dx + row * entries, accumulate: accumulate)
      sums.append(Float(all))
      sum += all
    }
    differentiate(
      x, normalizer: kept[0], others: Float(scale - sum), sum: Float(sum), branches.map(\.first),
      sums, into: dx, accumulate: accumulate)
  }

  /// log Σ exp of a row, and of it without some entries: −∞ where that leaves none.
  private func normalize(
    _ x: UnsafePointer<Float>, without some: [Int], _ others: UnsafeMutablePointer<Float>,
    _ kept: UnsafeMutablePointer<Float>
  ) {
    kept[1] = -.infinity
    if some.count < entries {
      others.update(from: x, count: entries)
      for entry in some { others[entry] = -.infinity }
      kept[1] = Softmax.logSumExp(others, entries)
    }
    kept[0] = Float(Self.logSumExp([Double(kept[1])] + some.map { Double(x[$0]) }))
  }

  /// dx_j = exp(x_j − normalizer) · others, and for some entries their gradients minus
  /// exp(x_j − normalizer) · sum.
  private func differentiate(
    _ x: UnsafePointer<Float>, normalizer: Float, others: Float, sum: Float, _ some: [Int],
    _ gradients: [Float], into dx: UnsafeMutablePointer<Float>, accumulate: Bool
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: entries) { own in
      guard let own = own.baseAddress else { return }
      sweep(0..<entries) { j, lanes in
        own.store(exponential(x.vector(j, lanes) - normalizer) * others, j, lanes)
      }
      for (entry, gradient) in zip(some, gradients) {
        own[entry] = gradient - exp(x[entry] - normalizer) * sum
      }
      sweep(0..<entries) { j, lanes in
        dx.put(own.vector(j, lanes), j, lanes, accumulate: accumulate)
      }
    }
  }

  /// Whether greedy decoding writes one of the continuations.
  private func isContinued(_ x: UnsafePointer<Float>, _ branches: [Branch]) -> Bool {
    let first = greatest(x)
    guard let b = branches.firstIndex(where: { $0.first == first }) else { return false }
    return branches[b].seconds.contains(greatest(x + (b + 1) * entries))
  }

  /// The first of the greatest entries of a row.
  private func greatest(_ x: UnsafePointer<Float>) -> Int {
    let value = Softmax.largest(x, entries)
    return (0..<entries).first { x[$0] == value } ?? 0
  }

  private static func logSumExp(_ x: [Double]) -> Double {
    let greatest = x.max() ?? -.infinity
    guard greatest > -.infinity else { return greatest }
    return greatest + log(x.reduce(0) { $0 + exp($1 - greatest) })
  }
}
