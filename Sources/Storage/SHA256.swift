import CCrypto

/// SHA-256 of bytes that come in pieces (OpenSSL, with the processor's own instructions).
struct SHA256: ~Copyable {
  private let context: OpaquePointer

  init() {
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
      preconditionFailure("OpenSSL has no SHA-256")
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress, bytes.count > 0 else { return }
    precondition(EVP_DigestUpdate(context, start, bytes.count) == 1)
  }

  /// An integer as eight bytes, lowest first.
  mutating func update(_ value: Int) {
    withUnsafeBytes(of: UInt64(bitPattern: Int64(value)).littleEndian) { update($0) }
  }

  /// A text as its number of UTF-8 bytes and these bytes.
  mutating func update(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      update(bytes.count)
      update(UnsafeRawBufferPointer(bytes))
    }
  }

  /// The digest of everything so far as 64 hexadecimal digits.
  consuming func hexadecimal() -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    precondition(EVP_DigestFinal_ex(context, &digest, nil) == 1)
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in digest {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
