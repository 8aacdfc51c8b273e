/// An array of floats with a shape, row by row, and its gradient once there is one.
///
/// The memory goes back to its pool when the last reference to the tensor goes; a tensor therefore
/// has to outlive every use of its pointers.
package final class Tensor {
  package let shape: [Int]
  package let count: Int
  package let values: UnsafeMutablePointer<Float>
  /// Whether a gradient with respect to this tensor is wanted or needed on the way to others.
  package let needsGradient: Bool
  /// dLoss/dvalues; `nil` where no gradient has arrived.
  package private(set) var gradient: UnsafeMutablePointer<Float>?
  /// For an embedding table: which rows of its gradient are other than zero.
  package let touchedRows: TouchedRows?

  private let pool: MemoryPool?
  /// Whoever owns memory that is not the pool's.
  private let owner: AnyObject?

  /// Uninitialized values from the pool.
  init(pool: MemoryPool, shape: [Int], needsGradient: Bool) {
    self.shape = shape
    count = shape.reduce(1, *)
    values = pool.take(count)
    self.needsGradient = needsGradient
    self.pool = pool
    owner = nil
    touchedRows = nil
  }

  /// Memory of someone else's, with a gradient that is there from the beginning, or none.
  init(
    owner: AnyObject, shape: [Int], values: UnsafeMutablePointer<Float>,
    gradient: UnsafeMutablePointer<Float>?, touchedRows: TouchedRows?
  ) {
    self.shape = shape
    count = shape.reduce(1, *)
    self.values = values
    self.gradient = gradient
    needsGradient = gradient != nil
    pool = nil
    self.owner = owner
    self.touchedRows = touchedRows
  }

  deinit {
    guard let pool else { return }
    pool.give(values)
    if let gradient { pool.give(gradient) }
  }

  /// The last extent.
  package var columns: Int { shape.last ?? 1 }

  /// The product of all extents but the last.
  package var rows: Int { columns == 0 ? 0 : count / columns }

  /// A copy of the values.
  package var array: [Float] { Array(UnsafeBufferPointer(start: values, count: count)) }

  /// A copy of the gradient; zeros where none has arrived.
  package var gradientArray: [Float] {
    guard let gradient else { return [Float](repeating: 0, count: count) }
    return Array(UnsafeBufferPointer(start: gradient, count: count))
  }

  /// The value of a tensor of one element.
  package var scalar: Float {
    precondition(count == 1, "a tensor of shape \(shape) is no scalar")
    return values[0]
  }
}

extension Tensor {
  /// Where a backward pass writes a gradient: over what is there, or added to it.
  package struct Destination {
    package let values: UnsafeMutablePointer<Float>
    package let accumulate: Bool
    /// What gemm multiplies the destination with beforehand.
    package var beta: Float { accumulate ? 1 : 0 }
  }

  /// The place for a gradient of the whole tensor. The first to ask has to fill all of it.
  package func gradientDestination() -> Destination {
    touchedRows?.touchAll()
    if let gradient { return Destination(values: gradient, accumulate: true) }
    return Destination(values: newGradient(), accumulate: false)
  }

  /// The gradient, zeros at first, for those who add to parts of it.
  package func zeroedGradient() -> UnsafeMutablePointer<Float> {
    touchedRows?.touchAll()
    return gradientForTouchedRows()
  }

  /// The gradient for those who tell `touchedRows` where they add.
  func gradientForTouchedRows() -> UnsafeMutablePointer<Float> {
    if let gradient { return gradient }
    let gradient = newGradient()
    gradient.update(repeating: 0, count: count)
    return gradient
  }

  /// Takes over another tensor's gradient if this one has none yet: the gradient of a sum is that
  /// of its terms. The other must not need its own any more.
  func adoptGradient(of other: Tensor) -> Bool {
    guard gradient == nil, let given = other.gradient, pool === other.pool, pool != nil,
      other.count == count
    else { return false }
    other.gradient = nil
    gradient = given
    return true
  }

  /// Gives the gradient's memory back.
  func releaseGradient() {
    guard let pool, let held = gradient else { return }
    pool.give(held)
    gradient = nil
  }

  private func newGradient() -> UnsafeMutablePointer<Float> {
    precondition(needsGradient, "no gradient belongs to this tensor")
    guard let pool else { preconditionFailure("a parameter has its gradient from the beginning") }
    let new = pool.take(count)
    gradient = new
    return new
  }
}
