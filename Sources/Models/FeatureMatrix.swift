import Autograd

/// A read-only matrix of features, `x_NI` row-major, shared by reference: a training on all rows at
/// once reads it in place at every step.
package final class FeatureMatrix: @unchecked Sendable {  // nothing changes after `init`
  package let rows: Int
  package let columns: Int
  package let values: UnsafePointer<Float>
  /// Whoever owns the memory of a part of another matrix.
  private let owner: FeatureMatrix?

  /// Takes the values that `fill` writes; it must write all of them.
  package init(rows: Int, columns: Int, fill: (UnsafeMutablePointer<Float>) -> Void) {
    precondition(rows >= 0 && columns > 0)
    self.rows = rows
    self.columns = columns
    let bytes = max(rows * columns, 1) * MemoryLayout<Float>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      .bindMemory(to: Float.self, capacity: max(rows * columns, 1))
    values = UnsafePointer(memory)
    owner = nil
    fill(memory)
  }

  package convenience init(_ values: [Float], rows: Int, columns: Int) {
    precondition(values.count == rows * columns, "\(values.count) values for \(rows) × \(columns)")
    self.init(rows: rows, columns: columns) { memory in
      for i in 0..<values.count { memory[i] = values[i] }
    }
  }

  /// Some rows of another matrix, in place.
  private init(_ owner: FeatureMatrix, rows: Range<Int>) {
    precondition(0 <= rows.lowerBound && rows.upperBound <= owner.rows)
    self.owner = owner
    self.rows = rows.count
    columns = owner.columns
    values = owner.values + rows.lowerBound * columns
  }

  deinit { if owner == nil { UnsafeMutableRawPointer(mutating: values).deallocate() } }

  private var storage: UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(start: values, count: rows * columns)
  }

  package var array: [Float] { Array(storage) }

  package func row(_ index: Int) -> UnsafeBufferPointer<Float> {
    precondition(0 <= index && index < rows)
    return UnsafeBufferPointer(start: values + index * columns, count: columns)
  }

  /// Neighbouring rows, without a copy.
  package func part(_ rows: Range<Int>) -> FeatureMatrix { FeatureMatrix(self, rows: rows) }

  /// The chosen rows in the given order.
  package func gather(_ chosen: some Collection<Int>) -> FeatureMatrix {
    FeatureMatrix(rows: chosen.count, columns: columns) { memory in
      var target = memory
      for index in chosen {
        precondition(0 <= index && index < rows)
        target.update(from: values + index * columns, count: columns)
        target += columns
      }
    }
  }
}

extension FeatureMatrix: Equatable {
  package static func == (left: FeatureMatrix, right: FeatureMatrix) -> Bool {
    left === right
      || (left.rows, left.columns) == (right.rows, right.columns)
        && left.storage.elementsEqual(right.storage)
  }
}

extension FeatureMatrix {
  /// The matrix as `x_NI`, in place.
  package var tensor: Tensor { Tensor(borrowing: values, shape: [rows, columns], owner: self) }
}

extension FeatureMatrix {
  package var isFinite: Bool { storage.allSatisfy(\.isFinite) }
}
