import CHDF5

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where texts go to and come from: an array or an attribute.
enum TextPlace {
  case dataset(hid_t)
  case attribute(hid_t)

  func read(_ type: hid_t, _ buffer: UnsafeMutableRawPointer?) -> herr_t {
    switch self {
    case .dataset(let id):
      H5Dread(id, type, w2s_h5_all(), w2s_h5_all(), w2s_h5_default_properties(), buffer)
    case .attribute(let id): H5Aread(id, type, buffer)
    }
  }

  func write(_ type: hid_t, _ buffer: UnsafeRawPointer?) -> herr_t {
    switch self {
    case .dataset(let id):
      H5Dwrite(id, type, w2s_h5_all(), w2s_h5_all(), w2s_h5_default_properties(), buffer)
    case .attribute(let id): H5Awrite(id, type, buffer)
    }
  }
}

extension HDF5 {
  /// Writes texts as UTF-8 of variable length.
  static func write(
    _ texts: [String], to place: TextPlace, type: hid_t, file: String, path: String
  ) throws(StorageError) {
    guard !texts.isEmpty else { return }
    let size = texts.reduce(0) { $0 + $1.utf8.count + 1 }
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 1)
    defer { bytes.deallocate() }
    var pointers: [UnsafeMutableRawPointer?] = []
    pointers.reserveCapacity(texts.count)
    var start = 0
    for var text in texts {
      let end = start + text.utf8.count
      text.withUTF8 {
        UnsafeMutableRawBufferPointer(rebasing: bytes[start..<end]).copyBytes(from: $0)
      }
      bytes[end] = 0
      pointers.append(bytes.baseAddress.map { $0 + start })
      start = end + 1
    }
    let status = pointers.withUnsafeBytes { place.write(type, $0.baseAddress) }
    try check(status, file: file, path: path, "its texts cannot be written")
  }

  /// Whether a text holds the character that ends texts in HDF5.
  static func holdsNUL(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false
    }
  }

  /// Reads texts of variable or fixed length.
  /// - Parameter type: the type in the file.
  static func readTexts(
    _ count: Int, from place: TextPlace, type: hid_t, space: hid_t, file: String, path: String
  ) throws(StorageError) -> [String] {
    guard count > 0 else { return [] }
    let action = "its texts cannot be read"
    var texts: [String?] = []
    texts.reserveCapacity(count)
    if H5Tis_variable_str(type) > 0 {
      var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
      try check(
        pointers.withUnsafeMutableBytes { place.read(type, $0.baseAddress) },
        file: file, path: path, action)
      for pointer in pointers {
        texts.append(pointer.map { String(validatingCString: $0) } ?? "")
      }
      _ = pointers.withUnsafeMutableBytes {
        H5Dvlen_reclaim(type, space, w2s_h5_default_properties(), $0.baseAddress)
      }
    } else {
      let size = H5Tget_size(type)
      var bytes = [UInt8](repeating: 0, count: count * size)
      try check(
        bytes.withUnsafeMutableBytes { place.read(type, $0.baseAddress) },
        file: file, path: path, action)
      let padding: UInt8 = H5Tget_strpad(type) == H5T_STR_SPACEPAD ? 32 : 0
      let isTerminated = H5Tget_strpad(type) == H5T_STR_NULLTERM
      for start in stride(from: 0, to: bytes.count, by: size) {
        var text = bytes[start..<start + size]
        if isTerminated { text = text.prefix { $0 != 0 } }
        while text.last == padding { text.removeLast() }
        texts.append(String(validating: text, as: UTF8.self))
      }
    }
    return try texts.map { (text) throws(StorageError) -> String in
      if let text { return text }
      throw StorageError(
        .damaged, file: file, path: path, problem: "holds text that is not UTF-8",
        remedy: "store its texts as UTF-8")
    }
  }
}
