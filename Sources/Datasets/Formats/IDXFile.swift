/// An array in the IDX format of MNIST: bytes 0 0, a type, the number of dimensions, the dimensions as
/// big-endian 32-bit integers, then the values, big-endian, last dimension fastest.
package struct IDXFile: Sendable, Equatable {
  package enum Element: UInt8, Sendable {
    case unsignedByte = 0x08
    case signedByte = 0x09
    case short = 0x0b
    case integer = 0x0c
    case float = 0x0d
    case double = 0x0e

    var size: Int {
      switch self {
      case .unsignedByte, .signedByte: 1
      case .short: 2
      case .integer, .float: 4
      case .double: 8
      }
    }
  }

  package let path: String
  package let element: Element
  /// Records first, for example `[60000, 28, 28]`.
  package let shape: [Int]
  private let bytes: [UInt8]
  private let start: Int

  /// - Throws: `DatasetError` of kind `damaged` if header and length do not agree.
  package init(path: String) throws(DatasetError) {
    func damaged(_ what: String) -> DatasetError {
      DatasetError(.damaged, path, what, remedy: "fetch the file again")
    }
    let bytes = try ByteStream(path: path).readAll()
    guard !bytes.isEmpty else {
      throw DatasetError(.damaged, path, "the file is empty", remedy: "fetch the file again")
    }
    guard bytes.count >= 4, bytes[0] == 0, bytes[1] == 0, let element = Element(rawValue: bytes[2]),
      bytes[3] > 0
    else {
      throw DatasetError(
        .malformed, path, "this is no IDX file", remedy: "name its format with `format:`")
    }
    let dimensions = Int(bytes[3])
    start = 4 + 4 * dimensions
    guard bytes.count >= start else { throw damaged("the IDX header ends in the middle") }
    shape = (0..<dimensions).map { Int(bigEndian32(bytes, 4 + 4 * $0)) }
    var length = element.size
    for size in shape {
      let (product, overflow) = length.multipliedReportingOverflow(by: size)
      guard !overflow else { throw damaged("the IDX header says \(shape)") }
      length = product
    }
    guard bytes.count == start + length else {
      throw damaged(
        "the IDX header says \(shape), \(length) bytes of values, but there are "
          + "\(bytes.count - start)")
    }
    self.path = path
    self.element = element
    self.bytes = bytes
  }

  package var records: Int { shape[0] }
  /// Values in one record.
  package var width: Int { shape.dropFirst().reduce(1, *) }

  package func value(_ index: Int) -> Double {
    let at = start + index * element.size
    return switch element {
    case .unsignedByte: Double(bytes[at])
    case .signedByte: Double(Int8(bitPattern: bytes[at]))
    case .short: Double(Int16(bitPattern: UInt16(bytes[at]) << 8 | UInt16(bytes[at + 1])))
    case .integer: Double(Int32(bitPattern: bigEndian32(bytes, at)))
    case .float: Double(Float(bitPattern: bigEndian32(bytes, at)))
    case .double:
      Double(
        bitPattern: UInt64(bigEndian32(bytes, at)) << 32 | UInt64(bigEndian32(bytes, at + 4)))
    }
  }

  /// Appends one record, unsigned bytes divided by 255.
  package func append(record: Int, to values: inout [Float]) {
    let first = record * width
    if element == .unsignedByte {
      for i in first..<first + width { values.append(Float(bytes[start + i]) / 255) }
    } else {
      for i in first..<first + width { values.append(Float(value(i))) }
    }
  }
}

private func bigEndian32(_ bytes: [UInt8], _ at: Int) -> UInt32 {
  UInt32(bytes[at]) << 24 | UInt32(bytes[at + 1]) << 16 | UInt32(bytes[at + 2]) << 8
    | UInt32(bytes[at + 3])
}
