/// The checksum of an artifact's content: SHA-256 over names, types, shapes, values and attributes
/// in a canonical order, whatever the layout of the file.
///
/// An integer is eight bytes, lowest first; a text is its number of UTF-8 bytes and these bytes; a
/// list is its count and its elements; names are ordered by their UTF-8 bytes. Then
///
///     attributes = list of (name, type, count, values)
///     array      = SHA-256(type, shape as list, values, attributes)
///     artifact   = SHA-256("w2s artifact 1", attributes, list of (name, array in hexadecimal))
///
/// where the type of an attribute is the name of its case in ``AttributeValue`` and that of an array
/// is ``ArrayValues/typeName``. Each array carries its own digest, so that a part of a file can be
/// checked without the rest.
enum ContentChecksum {
  /// The attribute that holds the digest, of the root and of every array.
  static let attributeName = "content_sha256"
  /// The root attribute that tells a file of ours from any other HDF5 file.
  static let formatName = "format"
  static let format = "w2s artifact 1"
  static let reservedNames: Set<String> = [attributeName, formatName]

  /// The digest of a file from its attributes and the digests of its arrays.
  static func artifact(
    attributes: [String: AttributeValue], arrays: [(name: String, digest: String)]
  ) -> String {
    var hash = SHA256()
    hash.update(format)
    hash.update(attributes)
    hash.update(arrays.count)
    for array in arrays.sorted(by: { precedes($0.name, $1.name) }) {
      hash.update(array.name)
      hash.update(array.digest)
    }
    return hash.hexadecimal()
  }

  static func array(_ array: StoredArray) -> String {
    var hash = SHA256()
    hash.begin(type: array.values.typeName, shape: array.shape)
    if case .text(let texts) = array.values {
      for text in texts { hash.update(text) }
    } else {
      array.values.withBytes { hash.update($0) }
    }
    hash.update(array.attributes)
    return hash.hexadecimal()
  }

  /// The order of names.
  static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}

extension SHA256 {
  /// What stands before the values of an array.
  mutating func begin(type: String, shape: [Int]) {
    update(type)
    update(shape.count)
    for extent in shape { update(extent) }
  }

  mutating func update(_ attributes: [String: AttributeValue]) {
    let names = attributes.keys.filter { !ContentChecksum.reservedNames.contains($0) }
    update(names.count)
    for name in names.sorted(by: ContentChecksum.precedes) {
      guard let value = attributes[name] else { continue }
      update(name)
      update(value)
    }
  }

  private mutating func update(_ value: AttributeValue) {
    switch value {
    case .integer(let value):
      update("integer")
      update(1)
      update(value)
    case .number(let value):
      update("number")
      update(1)
      update(Int(bitPattern: UInt(value.bitPattern)))
    case .text(let value):
      update("text")
      update(1)
      update(value)
    case .integers(let values):
      update("integers")
      update(values.count)
      for value in values { update(value) }
    case .numbers(let values):
      update("numbers")
      update(values.count)
      for value in values { update(Int(bitPattern: UInt(value.bitPattern))) }
    case .texts(let values):
      update("texts")
      update(values.count)
      for value in values { update(value) }
    }
  }
}

extension ArrayValues {
  /// The bytes of numbers as they lie in memory and in the file; none for texts.
  func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    switch self {
    case .float32(let values): try bytes(of: values, body)
    case .float64(let values): try bytes(of: values, body)
    case .int32(let values): try bytes(of: values, body)
    case .int64(let values): try bytes(of: values, body)
    case .uint8(let values): try bytes(of: values, body)
    case .text: try body(UnsafeRawBufferPointer(start: nil, count: 0))
    }
  }
}

private func bytes<Element: BitwiseCopyable, Result, Failure: Error>(
  of values: [Element], _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
) throws(Failure) -> Result {
  try values.withUnsafeBufferPointer { (buffer) throws(Failure) -> Result in
    try body(UnsafeRawBufferPointer(buffer))
  }
}
