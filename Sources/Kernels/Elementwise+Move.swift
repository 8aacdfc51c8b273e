extension Elementwise {
  /// y += x, x = 0
  package static func move(
    _ x: UnsafeMutablePointer<Float>, addingTo y: UnsafeMutablePointer<Float>, _ range: Range<Int>
  ) {
    sweep(range) { i, lanes in
      y.store(y.vector(i, lanes) + x.vector(i, lanes), i, lanes)
      x.store(.zero, i, lanes)
    }
  }
}
