import Foundation

/// A file of named tensors in the safetensors format.
///
/// The file is 8 bytes (little-endian length of the header), a JSON header `{name: {dtype, shape,
/// data_offsets}}` and the raw data. It is mapped, not read: a tensor costs memory when it is asked
/// for. The header is checked as a whole when the file is opened: every tensor lies inside the
/// data, none overlaps another, nothing is left between them, and shape and type give its length.
/// Source: https://github.com/huggingface/safetensors#format
package struct SafetensorsFile: Sendable {
  package struct Entry: Sendable, Equatable {
    package var type: ElementType
    package var shape: [Int]
    /// Bytes from the start of the data.
    package var bytes: Range<Int>
  }

  /// The element types that models are stored in. Others may stand in a file as long as nobody asks
  /// for them.
  package enum ElementType: Sendable, Equatable {
    case float32, float16, bfloat16, int32
    case other(String, bits: Int)

    init?(name: String) {
      switch name {
      case "F32": self = .float32
      case "F16": self = .float16
      case "BF16": self = .bfloat16
      case "I32": self = .int32
      case "F64", "I64", "U64", "C64": self = .other(name, bits: 64)
      case "U32": self = .other(name, bits: 32)
      case "I16", "U16": self = .other(name, bits: 16)
      case "I8", "U8", "BOOL", "F8_E4M3", "F8_E5M2", "F8_E8M0":
        self = .other(name, bits: 8)
      default: return nil
      }
    }

    var bytes: Int {
      switch self {
      case .float32, .int32: 4
      case .float16, .bfloat16: 2
      case .other(_, let bits): bits / 8
      }
    }
  }

  package let path: String
  package let entries: [String: Entry]
  private let content: Data
  private let dataStart: Int

  /// Opens a file and checks its header.
  package init(path: String) throws(ModelError) {
    func malformed(_ problem: String) -> ModelError {
      .malformedWeights(file: path, problem: problem, remedy: "download or export the file again")
    }
    self.path = path
    do {
      content = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
    } catch {
      throw .malformedWeights(
        file: path, problem: "cannot be read", remedy: "check that the file is there and readable")
    }
    guard content.count >= 8 else { throw malformed("is shorter than its 8-byte preamble") }
    let length = content.withUnsafeBytes {
      UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self))
    }
    guard length <= 100_000_000, length <= UInt64(content.count - 8) else {
      throw malformed("claims a header of \(length) bytes, the file has \(content.count)")
    }
    dataStart = 8 + Int(length)
    let header: SafetensorsHeader
    do {
      header = try JSONDecoder().decode(
        SafetensorsHeader.self, from: content.subdata(in: 8..<dataStart))
    } catch {
      throw malformed("its header is not the JSON of a safetensors file")
    }
    entries = try header.checked(dataCount: content.count - dataStart, malformed)
  }

  /// The values of a tensor as 32-bit floats, widened exactly from the half-sized types.
  /// - Parameter shape: what the reader expects; nil takes whatever is there.
  package func floats(_ name: String, shape: [Int]? = nil) throws(ModelError) -> [Float] {
    let (entry, bytes) = try find(name, shape: shape)
    let count = entry.bytes.count / entry.type.bytes
    switch entry.type {
    case .float32:
      return words(bytes, count, UInt32.self).map { Float(bitPattern: $0) }
    case .float16:
      return words(bytes, count, UInt16.self).map { float(half: $0) }
    case .bfloat16:
      return words(bytes, count, UInt16.self).map { Float(bitPattern: UInt32($0) << 16) }
    case .int32, .other:
      throw .malformedWeights(
        file: path, problem: "tensor '\(name)' holds no 16- or 32-bit floats",
        remedy: "export the weights as F32, F16 or BF16")
    }
  }

  /// The values of an I32 tensor.
  package func integers(_ name: String) throws(ModelError) -> [Int32] {
    let (entry, bytes) = try find(name, shape: nil)
    guard entry.type == .int32 else {
      throw .malformedWeights(
        file: path, problem: "tensor '\(name)' holds no 32-bit integers",
        remedy: "export it as I32")
    }
    return words(bytes, bytes.count / 4, UInt32.self).map { Int32(bitPattern: $0) }
  }

  /// Little-endian words, wherever they lie.
  private func words<Word: FixedWidthInteger>(
    _ bytes: Range<Int>, _ count: Int, _ type: Word.Type
  ) -> [Word] {
    [Word](unsafeUninitializedCapacity: count) { words, initialized in
      content.withUnsafeBytes { all in
        for i in 0..<count {
          let offset = bytes.lowerBound + i * MemoryLayout<Word>.size
          words[i] = Word(littleEndian: all.loadUnaligned(fromByteOffset: offset, as: type))
        }
      }
      initialized = count
    }
  }

  private func find(_ name: String, shape: [Int]?) throws(ModelError) -> (Entry, Range<Int>) {
    guard let entry = entries[name] else { throw .missingParameter(name, from: path) }
    if let shape, shape != entry.shape {
      throw .wrongShape(parameter: name, expected: shape, found: entry.shape, from: path)
    }
    return (entry, dataStart + entry.bytes.lowerBound..<dataStart + entry.bytes.upperBound)
  }
}

/// IEEE 754 binary16 as binary32; spelled out because `Float16` is not there on every platform.
func float(half: UInt16) -> Float {
  let sign = UInt32(half >> 15) << 31
  let exponent = UInt32(half >> 10) & 0x1f
  let fraction = UInt32(half & 0x3ff)
  switch exponent {
  case 0:
    let magnitude = Float(fraction) * 0x1p-24
    return Float(bitPattern: magnitude.bitPattern | sign)
  case 0x1f: return Float(bitPattern: sign | 0x7f80_0000 | fraction << 13)
  default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
  }
}
