import Foundation

/// Writes named tensors of float32 in the safetensors format (see ``SafetensorsFile``): the same
/// tensors, whatever their order, give the same bytes.
enum SafetensorsWriter {
  struct Tensor {
    var name: String
    var shape: [Int]
    var values: [Float]
  }

  private struct Entry: Encodable {
    var dtype = "F32"
    var shape: [Int]
    var data_offsets: [Int]
  }

  /// Tensors lie in the order of their names; the header is padded with spaces to a multiple of 8
  /// bytes, so that data are aligned. The metadata are what transformers asks for.
  static func bytes(of tensors: [Tensor]) throws(ModelError) -> [UInt8] {
    let ordered = tensors.sorted { $0.name < $1.name }
    var entries: [String: Entry] = [:]
    var end = 0
    for tensor in ordered {
      precondition(tensor.shape.reduce(1, *) == tensor.values.count, "\(tensor.name): its shape")
      precondition(entries[tensor.name] == nil, "\(tensor.name) stands twice")
      let start = end
      end += 4 * tensor.values.count
      entries[tensor.name] = Entry(shape: tensor.shape, data_offsets: [start, end])
    }
    var header = try encoded(entries)
    header += [UInt8](repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + end)
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { bytes += $0 }
    bytes += header
    for tensor in ordered {
      for value in tensor.values {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
      }
    }
    return bytes
  }

  private static func encoded(_ entries: [String: Entry]) throws(ModelError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      let metadata = try encoder.encode(["__metadata__": ["format": "pt"]])
      let tensors = try encoder.encode(entries)
      // Two objects as one: metadata first, as the reference writes them.
      return Array(metadata.dropLast()) + (entries.isEmpty ? [] : [UInt8(ascii: ",")])
        + Array(tensors.dropFirst())
    } catch {
      throw .malformedWeights(
        file: "model.safetensors", problem: "its header is not JSON (\(error))",
        remedy: "report this as a defect")
    }
  }
}
