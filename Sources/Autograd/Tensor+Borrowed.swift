extension Tensor {
  /// Values that lie in memory of someone else's and are only read: a data set that is used at every
  /// step without being copied. There is no gradient.
  /// - Parameter owner: keeps the memory alive.
  package convenience init(
    borrowing values: UnsafePointer<Float>, shape: [Int], owner: AnyObject
  ) {
    self.init(
      owner: owner, shape: shape, values: UnsafeMutablePointer(mutating: values), gradient: nil,
      touchedRows: nil)
  }
}
