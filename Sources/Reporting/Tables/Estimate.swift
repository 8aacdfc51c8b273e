/// A number with what it rests on: the ends of its 95 % interval, examples, seeds.
package struct Estimate: Codable, Sendable, Equatable {
  package var value: Double?
  package var low: Double?
  package var high: Double?
  package var examples: Int?
  package var seeds: Int?

  package init(
    _ value: Double?, low: Double? = nil, high: Double? = nil, examples: Int? = nil,
    seeds: Int? = nil
  ) {
    self.value = finite(value)
    self.low = finite(low)
    self.high = finite(high)
    self.examples = examples
    self.seeds = seeds
  }
}
