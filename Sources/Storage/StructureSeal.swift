/// The first 512 bytes of an artifact file (HDF5's user block): two lines of text that say what the
/// file is and give the SHA-256 of its structure, which is every byte after the seal but the numbers
/// of arrays.
///
/// HDF5 guards most of its structure with checksums of its own, but not the heap that holds texts: a
/// damaged one makes the C library read wild addresses. So the seal is compared before any text is
/// read.
enum StructureSeal {
  static let byteCount = 512
  private static let head = ContentChecksum.format + "\nstructure "

  static func bytes(digest: String) -> [UInt8] {
    var bytes = Array((head + digest + "\n").utf8)
    bytes += [UInt8](repeating: 0, count: byteCount - bytes.count)
    return bytes
  }

  /// The digest in a seal; nil if these bytes are not one.
  static func digest(in bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    guard text.hasPrefix(head), text.hasSuffix("\n") else { return nil }
    let digest = String(text.dropFirst(head.count).dropLast())
    return Fingerprint(digest)?.description
  }

  /// The digest of an open file from the seal to its end, or nil if the arrays do not lie one after
  /// the other in it.
  /// - Parameters:
  ///   - arrays: the bytes to leave out.
  ///   - visit: gets every piece that is hashed, and its offset.
  static func digest(
    of number: Int32, path: String, fileSize: Int, without arrays: [Range<Int>],
    visit: ([UInt8], Int) throws(StorageError) -> Void = { _, _ in }
  ) throws(StorageError) -> String? {
    var hash = SHA256()
    var start = byteCount
    let end = fileSize..<fileSize
    for array in arrays.sorted(by: { $0.lowerBound < $1.lowerBound }) + [end] {
      guard array.lowerBound >= start, array.upperBound <= fileSize else { return nil }
      while start < array.lowerBound {
        var piece = [UInt8](repeating: 0, count: min(pieceSize, array.lowerBound - start))
        try Descriptor.read(number, path, into: &piece, at: start)
        piece.withUnsafeBytes { hash.update($0) }
        try visit(piece, start)
        start += piece.count
      }
      start = array.upperBound
    }
    return hash.hexadecimal()
  }
}
