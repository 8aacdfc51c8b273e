/// Typed access to what an artifact must hold, with an error that names the file it came from.
extension Artifact {
  /// The array named `name`, or an error.
  /// - Parameter file: where the artifact came from, for the message.
  package func array(_ name: String, in file: String) throws(StorageError) -> StoredArray {
    if let array = arrays[name] { return array }
    let names = arrays.keys.sorted().joined(separator: ", ")
    throw StorageError(
      .unexpected, file: file, path: name, problem: "there is no such array",
      remedy: names.isEmpty ? "the file holds no arrays" : "the file holds: \(names)")
  }

  package func float32(
    _ name: String, shape: [Int]? = nil, in file: String
  ) throws(StorageError) -> [Float] {
    let array = try array(name, shape: shape, in: file)
    if case .float32(let values) = array.values { return values }
    throw mismatch(name, array, wanted: "float32", in: file)
  }

  package func float64(
    _ name: String, shape: [Int]? = nil, in file: String
  ) throws(StorageError) -> [Double] {
    let array = try array(name, shape: shape, in: file)
    if case .float64(let values) = array.values { return values }
    throw mismatch(name, array, wanted: "float64", in: file)
  }

  package func int32(
    _ name: String, shape: [Int]? = nil, in file: String
  ) throws(StorageError) -> [Int32] {
    let array = try array(name, shape: shape, in: file)
    if case .int32(let values) = array.values { return values }
    throw mismatch(name, array, wanted: "int32", in: file)
  }

  package func int64(
    _ name: String, shape: [Int]? = nil, in file: String
  ) throws(StorageError) -> [Int64] {
    let array = try array(name, shape: shape, in: file)
    if case .int64(let values) = array.values { return values }
    throw mismatch(name, array, wanted: "int64", in: file)
  }

  package func text(
    _ name: String, shape: [Int]? = nil, in file: String
  ) throws(StorageError) -> [String] {
    let array = try array(name, shape: shape, in: file)
    if case .text(let values) = array.values { return values }
    throw mismatch(name, array, wanted: "text", in: file)
  }

  /// The root attribute `name` as a whole number.
  package func integer(_ name: String, in file: String) throws(StorageError) -> Int {
    if case .integer(let value) = attributes[name] { return value }
    throw mismatch(attribute: name, wanted: "a whole number", in: file)
  }

  /// The root attribute `name` as a text.
  package func text(attribute name: String, in file: String) throws(StorageError) -> String {
    if case .text(let value) = attributes[name] { return value }
    throw mismatch(attribute: name, wanted: "a text", in: file)
  }

  private func array(
    _ name: String, shape: [Int]?, in file: String
  ) throws(StorageError) -> StoredArray {
    let array = try array(name, in: file)
    guard let shape, shape != array.shape else { return array }
    throw StorageError(
      .unexpected, file: file, path: name,
      problem: "has shape \(array.shape), wanted \(shape)",
      remedy: "remove the file so that it is made again")
  }

  private func mismatch(
    _ name: String, _ array: StoredArray, wanted: String, in file: String
  ) -> StorageError {
    StorageError(
      .unexpected, file: file, path: name,
      problem: "holds \(array.values.typeName), wanted \(wanted)",
      remedy: "remove the file so that it is made again")
  }

  private func mismatch(attribute name: String, wanted: String, in file: String) -> StorageError {
    StorageError(
      .unexpected, file: file, path: "attribute \(name)",
      problem: attributes[name] == nil ? "is missing" : "is not \(wanted)",
      remedy: "remove the file so that it is made again")
  }
}
