import Autograd

/// A read-only matrix of features, `x_NI` row-major, shared by reference: a training on all rows at
/// once reads it in place at every step.
package final class FeatureMatrix: @unchecked Sendable {  // nothing changes after `init`
  package let rows: Int
  package let columns: Int
  package let values: UnsafePointer<Float>
  private let storage: UnsafeMutableBufferPointer<Float>

  /// Takes the values that `fill` writes; it must write all of them.
  package init(rows: Int, columns: Int, fill: (UnsafeMutablePointer<Float>) -> Void) {
    precondition(rows >= 0 && columns > 0)
    self.rows = rows
    self.columns = columns
    let bytes = max(rows * columns, 1) * MemoryLayout<Float>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      .bindMemory(to: Float.self, capacity: max(rows * columns, 1))
    storage = UnsafeMutableBufferPointer(start: memory, count: rows * columns)
    values = UnsafePointer(memory)
    fill(memory)
  }

  package convenience init(_ values: [Float], rows: Int, columns: Int) {
    precondition(values.count == rows * columns, "\(values.count) values for \(rows) × \(columns)")
    self.init(rows: rows, columns: columns) { memory in
      for i in 0..<values.count { memory[i] = values[i] }
    }
  }

  deinit { UnsafeMutableRawPointer(mutating: values).deallocate() }

  package var array: [Float] { Array(storage) }

  package func row(_ index: Int) -> UnsafeBufferPointer<Float> {
    precondition(0 <= index && index < rows)
    return UnsafeBufferPointer(start: values + index * columns, count: columns)
  }

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
