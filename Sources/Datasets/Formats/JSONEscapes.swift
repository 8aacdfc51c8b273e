/// Turns what stands between the quotes of a JSON string into UTF-8.
/// - Parameter start: offset of `raw`, for the place of a problem.
func unescapeJSON(
  _ raw: UnsafeBufferPointer<UInt8>, at start: Int
) throws(JSONProblem) -> [UInt8] {
  var result: [UInt8] = []
  result.reserveCapacity(raw.count)
  var i = 0
  func hexadecimal(_ at: Int) throws(JSONProblem) -> UInt32 {
    guard at + 4 <= raw.count,
      let value = UInt32(String(decoding: raw[at..<at + 4], as: UTF8.self), radix: 16),
      raw[at] != UInt8(ascii: "+")
    else { throw JSONProblem(offset: start + at, what: "expected four hexadecimal digits") }
    return value
  }
  while i < raw.count {
    let byte = raw[i]
    guard byte == UInt8(ascii: "\\"), i + 1 < raw.count else {
      result.append(byte)
      i += 1
      continue
    }
    let place = i
    i += 2
    switch raw[place + 1] {
    case UInt8(ascii: "\""): result.append(UInt8(ascii: "\""))
    case UInt8(ascii: "\\"): result.append(UInt8(ascii: "\\"))
    case UInt8(ascii: "/"): result.append(UInt8(ascii: "/"))
    case UInt8(ascii: "b"): result.append(0x08)
    case UInt8(ascii: "f"): result.append(0x0c)
    case UInt8(ascii: "n"): result.append(0x0a)
    case UInt8(ascii: "r"): result.append(0x0d)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "u"):
      var code = try hexadecimal(i)
      i += 4
      if 0xd800...0xdbff ~= code, i + 6 <= raw.count, raw[i] == UInt8(ascii: "\\"),
        raw[i + 1] == UInt8(ascii: "u")
      {
        let low = try hexadecimal(i + 2)
        if 0xdc00...0xdfff ~= low {
          code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
          i += 6
        }
      }
      guard let scalar = Unicode.Scalar(code) else {
        throw JSONProblem(offset: start + place, what: "half of a surrogate pair")
      }
      result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    default:
      throw JSONProblem(offset: start + place, what: "an unknown escape")
    }
  }
  return result
}

/// A text as a JSON string, quotes included. Everything outside printable ASCII is escaped only where
/// JSON demands it.
package func quotedJSON(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case _ where scalar.value < 0x20:
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
