/// A named leaf of the computation whose values and gradient lie in the flat memory of a store.
package final class Parameter {
  package let name: String
  package let shape: [Int]
  package let count: Int
  /// Whether it has a gradient.
  package let isTrainable: Bool
  let hasSparseRows: Bool
  private var placed: (tensors: [Tensor], range: Range<Int>)?

  init(name: String, shape: [Int], isTrainable: Bool, hasSparseRows: Bool) {
    self.name = name
    self.shape = shape
    count = shape.reduce(1, *)
    self.isTrainable = isTrainable
    self.hasSparseRows = hasSparseRows
  }

  func place(_ tensor: Tensor, _ range: Range<Int>) { placed = ([tensor], range) }

  /// The same values with a gradient for one lane more.
  func addLane(_ tensor: Tensor) { placed?.tensors.append(tensor) }

  /// Values and gradient, for the operations of a tape. The store must be sealed.
  package var tensor: Tensor { tensor(lane: 0) }

  /// The same with the gradient of a lane. What has no gradient is the same in all lanes.
  func tensor(lane: Int) -> Tensor {
    guard let placed else { preconditionFailure("\(name): seal the store before use") }
    return isTrainable ? placed.tensors[lane] : placed.tensors[0]
  }

  /// Where the parameter lies in the flat memory of its store.
  package var range: Range<Int> {
    guard let placed else { preconditionFailure("\(name): seal the store before use") }
    return placed.range
  }

  /// A copy of the values.
  package var array: [Float] { tensor.array }

  package func set(_ values: [Float]) {
    precondition(values.count == count, "\(name): \(values.count) values for shape \(shape)")
    values.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { tensor.values.update(from: base, count: count) }
    }
  }
}
