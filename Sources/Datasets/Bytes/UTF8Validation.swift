/// The offset of the first byte that breaks UTF-8 (overlong forms, surrogates and values past
/// U+10FFFF included), or nil.
package func firstInvalidUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
  let count = bytes.count
  var i = 0
  func continues(_ at: Int, _ range: ClosedRange<UInt8> = 0x80...0xbf) -> Bool {
    at < count && range.contains(bytes[at])
  }
  while i < count {
    while i + 8 <= count {
      let word = UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped + i)
        .loadUnaligned(as: UInt64.self)
      guard word & 0x8080_8080_8080_8080 == 0 else { break }
      i += 8
    }
    guard i < count else { return nil }
    let lead = bytes[i]
    switch lead {
    case 0..<0x80:
      i += 1
    case 0xc2...0xdf:
      guard continues(i + 1) else { return i }
      i += 2
    case 0xe0...0xef:
      let second: ClosedRange<UInt8> =
        lead == 0xe0 ? 0xa0...0xbf : lead == 0xed ? 0x80...0x9f : 0x80...0xbf
      guard continues(i + 1, second), continues(i + 2) else { return i }
      i += 3
    case 0xf0...0xf4:
      let second: ClosedRange<UInt8> =
        lead == 0xf0 ? 0x90...0xbf : lead == 0xf4 ? 0x80...0x8f : 0x80...0xbf
      guard continues(i + 1, second), continues(i + 2), continues(i + 3) else { return i }
      i += 4
    default:
      return i
    }
  }
  return nil
}
