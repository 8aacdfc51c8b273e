#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The parameters of a model in flat memory: one stretch of values, one of gradients, so that the
/// optimizer, clipping and checkpoints are flat loops.
///
/// First every parameter is added, then the store is sealed, then it is used. Trainable parameters
/// lie first, in the order in which they were added, then frozen ones; each begins at a cache line,
/// and the gaps between them are zero and stay so. Gradients exist for the trainable ones; memory
/// that is never touched costs nothing.
package final class ParameterStore {
  package private(set) var parameters: [Parameter] = []
  /// Floats in `values`, gaps included.
  package private(set) var count = 0
  /// Floats in `gradients`: the trainable ones come first in `values`.
  package private(set) var trainableCount = 0

  /// Places for gradients: computations that run side by side need one each.
  package private(set) var lanes = 1

  private var indices: [String: Int] = [:]
  private var memory: (values: ZeroedMemory, gradients: ZeroedMemory)?

  package init() {}

  /// - Parameters:
  ///   - name: unique in the store, for example `blocks.0.attention.weight`.
  ///   - sparseRows: for a table [rows, width] of which a step touches few rows.
  package func add(
    _ name: String, _ shape: [Int], trainable: Bool = true, sparseRows: Bool = false
  ) -> Parameter {
    precondition(memory == nil, "\(name): the store is sealed")
    precondition(indices[name] == nil, "\(name): there is a parameter of that name")
    precondition(shape.allSatisfy { $0 > 0 }, "\(name): empty shape \(shape)")
    precondition(!sparseRows || shape.count == 2, "\(name): a table has two extents")
    let parameter = Parameter(
      name: name, shape: shape, isTrainable: trainable, hasSparseRows: trainable && sparseRows)
    indices[name] = parameters.count
    parameters.append(parameter)
    return parameter
  }

  /// Lays out the memory, all zeros. Nothing can be added afterwards.
  package func seal() {
    precondition(memory == nil, "the store is sealed already")
    var starts: [Int] = Array(repeating: 0, count: parameters.count)
    for trainable in [true, false] {
      for (index, parameter) in parameters.enumerated() where parameter.isTrainable == trainable {
        starts[index] = count
        count += (parameter.count + 15) & ~15
      }
      if trainable { trainableCount = count }
    }
    let memory = (values: ZeroedMemory(count), gradients: ZeroedMemory(trainableCount))
    memory.values.expectUse(of: 0..<count)
    for (parameter, start) in zip(parameters, starts) {
      let tensor = Tensor(
        owner: Owners(memory.values, memory.gradients), shape: parameter.shape,
        values: memory.values.start + start,
        gradient: parameter.isTrainable ? memory.gradients.start + start : nil,
        touchedRows: parameter.hasSparseRows ? TouchedRows(rows: parameter.shape[0]) : nil)
      parameter.place(tensor, start..<start + parameter.count)
    }
    self.memory = memory
    expectUse(of: memory.gradients)
  }

  /// For memory laid out as the gradients: all of it is used, but of large tables few rows.
  func expectUse(of memory: ZeroedMemory) {
    if trainableCount <= ParameterStore.sparseCount {
      memory.expectUse(of: 0..<trainableCount)
    } else {
      for range in denseRanges { memory.expectUse(of: range) }
    }
  }

  /// Up to that many weights, single pages for the rows that are touched cost more than they save.
  private static let sparseCount = 32 << 20

  /// Makes room for the gradients of that many lanes; those of lane 0 are `gradients`.
  package func reserve(lanes wanted: Int) {
    while lanes < wanted {
      let gradients = ZeroedMemory(trainableCount)
      for parameter in parameters where parameter.isTrainable {
        let start = parameter.range.lowerBound
        parameter.addLane(
          Tensor(
            owner: Owners(sealed.values, gradients), shape: parameter.shape,
            values: values + start, gradient: gradients.start + start,
            touchedRows: parameter.hasSparseRows ? TouchedRows(rows: parameter.shape[0]) : nil))
      }
      expectUse(of: gradients)
      laneGradients.append(gradients)
      lanes += 1
    }
  }

  /// The gradients of lanes 1, 2, …, laid out as `gradients`.
  private(set) var laneGradients: [ZeroedMemory] = []

  package subscript(name: String) -> Parameter? { indices[name].map { parameters[$0] } }

  /// The values of all parameters.
  package var values: UnsafeMutablePointer<Float> { sealed.values.start }

  /// The gradients of the trainable parameters.
  package var gradients: UnsafeMutablePointer<Float> { sealed.gradients.start }

  /// The number of weights, without gaps.
  package var weightCount: Int { parameters.reduce(0) { $0 + $1.count } }

  package var trainable: [Parameter] { parameters.filter(\.isTrainable) }

  private var sealed: (values: ZeroedMemory, gradients: ZeroedMemory) {
    guard let memory else { preconditionFailure("seal the store before use") }
    return memory
  }
}

private final class Owners {
  private let values: ZeroedMemory
  private let gradients: ZeroedMemory

  init(_ values: ZeroedMemory, _ gradients: ZeroedMemory) {
    self.values = values
    self.gradients = gradients
  }
}
