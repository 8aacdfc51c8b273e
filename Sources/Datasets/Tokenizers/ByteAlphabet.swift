/// The characters that stand for bytes in byte-level vocabularies (GPT-2's `bytes_to_unicode`):
/// printable Latin-1 characters for themselves, U+0100, U+0101, … for the other bytes in order.
enum ByteAlphabet {
  /// For each byte its scalar.
  static let scalars: [Unicode.Scalar] = {
    var next: UInt32 = 0x100
    return (0...255).map { (byte: UInt32) in
      switch byte {
      case 0x21...0x7e, 0xa1...0xac, 0xae...0xff: break
      default:
        defer { next += 1 }
        return Unicode.Scalar(next) ?? " "
      }
      return Unicode.Scalar(byte) ?? " "
    }
  }()

  private static let bytes = Dictionary(
    uniqueKeysWithValues: scalars.enumerated().map { ($0.element, UInt8($0.offset)) })

  /// Bytes in the order of their characters, as vocabularies number them.
  static let order: [UInt8] = (0...255).sorted { scalars[Int($0)] < scalars[Int($1)] }

  static func text(_ bytes: [UInt8]) -> String {
    var text = String.UnicodeScalarView()
    for byte in bytes { text.append(scalars[Int(byte)]) }
    return String(text)
  }

  /// Nil if a character stands for no byte.
  static func bytes(_ text: String) -> [UInt8]? {
    var result: [UInt8] = []
    for scalar in text.unicodeScalars {
      guard let byte = bytes[scalar] else { return nil }
      result.append(byte)
    }
    return result
  }
}
