extension RandomNumberGenerator {
  /// Uniform in [0, 1), 53 bits: the same on every platform and with every standard library.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform over a range, without bias.
  mutating func integer(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next(upperBound: UInt64(range.count)))
  }

  /// One of a list that is not empty.
  mutating func element<Element>(_ list: [Element]) -> Element {
    list[integer(0...list.count - 1)]
  }
}
