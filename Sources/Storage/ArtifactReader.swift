import CHDF5

/// Reads one HDF5 file in two steps: HDF5 tells what is in it and where (once the seal is found
/// intact); numbers that lie in one stretch are then read straight into memory, outside of HDF5's
/// lock.
struct ArtifactReader {
  private let file: String
  private let wanted: Set<String>?
  private let isOurs: Bool

  init(_ file: String, only wanted: Set<String>?, isOurs: Bool) {
    self.file = file
    self.wanted = wanted
    self.isOurs = isOurs
  }

  /// An array whose numbers may still have to be read.
  private struct Found: Sendable {
    enum Values: Sendable {
      case read(ArrayValues)
      case at(offset: Int)
    }
    var name: String
    var shape: [Int]
    var type: ElementType
    var values: Values
    var attributes: [String: AttributeValue]
  }

  private struct Content: Sendable {
    var attributes: [String: AttributeValue] = [:]
    var arrays: [Found] = []
    /// The digests that all arrays claim, also those that are not read.
    var digests: [String: String] = [:]
  }

  func read() throws(StorageError) -> Artifact {
    let descriptor = try Descriptor(reading: file)
    let content = try content(of: descriptor)
    if let missing = wanted?.subtracting(content.arrays.map(\.name)).sorted().first {
      throw self.missing(missing)
    }
    var artifact = Artifact(attributes: content.attributes)
    for found in content.arrays {
      let (array, digest) = try finish(found, from: descriptor)
      if isOurs, digest != content.digests[found.name] { throw damage(path: found.name) }
      artifact[found.name] = array
    }
    if isOurs {
      for name in ContentChecksum.reservedNames { artifact.attributes[name] = nil }
    }
    return artifact
  }

  /// Where an array of numbers lies.
  func place(
    of name: String, in descriptor: borrowing Descriptor
  ) throws(StorageError) -> PlacedArray {
    let content = try content(of: descriptor)
    guard let found = content.arrays.first, let digest = content.digests[found.name] else {
      throw missing(name)
    }
    guard case .at(let offset) = found.values else {
      throw StorageError(
        .unexpected, file: file, path: name, problem: "its values do not lie in one stretch",
        remedy: "read the array as a whole")
    }
    _ = try checkedEnd(of: found, at: offset, in: descriptor)
    return PlacedArray(
      shape: found.shape, type: found.type, offset: offset, attributes: found.attributes,
      digest: digest)
  }

  /// Throws unless everything is as it was written. Numbers are read in pieces.
  func verify() throws(StorageError) {
    let descriptor = try Descriptor(reading: file)
    let content = try content(of: descriptor)
    try checkWhole(content)
    var piece = [UInt8](repeating: 0, count: pieceSize)
    for found in content.arrays {
      var digest: String
      switch found.values {
      case .read: digest = try finish(found, from: descriptor).digest
      case .at(let offset):
        let end = try checkedEnd(of: found, at: offset, in: descriptor)
        var hash = SHA256()
        hash.begin(type: found.type.name, shape: found.shape)
        for start in stride(from: offset, to: end, by: pieceSize) {
          if end - start < piece.count { piece = [UInt8](repeating: 0, count: end - start) }
          try Descriptor.read(descriptor.number, file, into: &piece, at: start)
          piece.withUnsafeBytes { hash.update($0) }
        }
        if piece.count < pieceSize { piece = [UInt8](repeating: 0, count: pieceSize) }
        hash.update(found.attributes)
        digest = hash.hexadecimal()
      }
      guard digest == content.digests[found.name] else { throw damage(path: found.name) }
    }
  }

  /// What is in the file, its structure found intact; numbers are not read.
  private func content(of descriptor: borrowing Descriptor) throws(StorageError) -> Content {
    guard descriptor.byteCount > 0 else {
      throw StorageError(
        .damaged, file: file, problem: "the file is empty",
        remedy: "remove it so that it is made again")
    }
    let content: Content
    do throws(StorageError) {
      let seal = try readSeal(descriptor)
      let (number, size) = (descriptor.number, descriptor.byteCount)
      content = try HDF5.exclusively { () throws(StorageError) in
        try look { (arrays) throws(StorageError) in
          guard let seal else { return }
          let digest = try StructureSeal.digest(
            of: number, path: file, fileSize: size, without: arrays)
          guard digest == seal else { throw damage(path: nil) }
        }
      }
    } catch {
      var error = error
      if error.kind == .failed { error.kind = .damaged }
      throw error
    }
    if isOurs { try checkWhole(content) }
    return content
  }

  // MARK: Inside the library

  /// - Parameter checkSeal: gets the places of the arrays' numbers before any text is read.
  private func look(
    checkSeal: ([Range<Int>]) throws(StorageError) -> Void
  ) throws(StorageError) -> Content {
    guard H5Fis_hdf5(file) > 0 else {
      if isOurs { throw cutOff() }
      throw HDF5.isNotHDF5(file)
    }
    let id = try Handle(
      H5Fopen(file, w2s_h5_read_only(), w2s_h5_default_properties()), closedBy: H5Fclose,
      file: file, "cannot be opened")
    if isOurs { try checkSeal(try placesOfNumbers(in: id.id)) }
    var content = Content()
    content.attributes = try HDF5.attributes(of: id.id, file: file, path: "/")
    try HDF5.forEachObject(in: id.id, file: file) { (object) throws(StorageError) in
      guard case .dataset(let dataset) = object.kind else { return }
      let isWanted = wanted?.contains(object.path) ?? true
      var attributes: [String: AttributeValue] = [:]
      if isWanted || isOurs {
        attributes = try HDF5.attributes(of: dataset, file: file, path: object.path)
      }
      if isOurs {
        guard case .text(let digest)? = attributes.removeValue(forKey: checksumName) else {
          throw damage(path: object.path)
        }
        content.digests[object.path] = digest
      }
      if isWanted {
        var found = try find(dataset, at: object.path)
        found.attributes = attributes
        content.arrays.append(found)
      }
    }
    return content
  }

  private var checksumName: String { ContentChecksum.attributeName }

  private func placesOfNumbers(in id: hid_t) throws(StorageError) -> [Range<Int>] {
    var places: [Range<Int>] = []
    try HDF5.forEachObject(in: id, file: file) { (object) throws(StorageError) in
      guard case .dataset(let dataset) = object.kind else { return }
      let type = try Handle(
        H5Dget_type(dataset), closedBy: H5Tclose, file: file, path: object.path, "cannot be read")
      guard let element = ElementType(holding: type.id), element != .text,
        let offset = try plainOffset(of: dataset, type: type.id, element: element, object.path)
      else { return }
      let size = Int(clamping: H5Dget_storage_size(dataset))
      guard offset >= 0, size < 1 << 48 else { throw damage(path: object.path) }
      places.append(offset..<offset + size)
    }
    return places
  }

  private func find(_ dataset: hid_t, at path: String) throws(StorageError) -> Found {
    let action = "cannot be read"
    let type = try Handle(
      H5Dget_type(dataset), closedBy: H5Tclose, file: file, path: path, action)
    let space = try Handle(
      H5Dget_space(dataset), closedBy: H5Sclose, file: file, path: path, action)
    guard let element = ElementType(holding: type.id) else {
      throw StorageError(
        .unexpected, file: file, path: path,
        problem: "holds values that are neither numbers nor texts",
        remedy: "store them as numbers or texts")
    }
    let shape = try HDF5.shape(ofSpace: space.id, file: file, path: path)
    let count = shape.reduce(1, *)
    let values: Found.Values
    if element == .text {
      values = .read(
        .text(
          try HDF5.readTexts(
            count, from: .dataset(dataset), type: type.id, space: space.id, file: file, path: path))
      )
    } else if let offset = try plainOffset(of: dataset, type: type.id, element: element, path) {
      values = .at(offset: offset)
    } else {
      values = .read(try convert(dataset, to: element, count: count, path))
    }
    return Found(name: path, shape: shape, type: element, values: values, attributes: [:])
  }

  /// Where the numbers lie, if they do so in one stretch and exactly as in memory.
  private func plainOffset(
    of dataset: hid_t, type: hid_t, element: ElementType, _ path: String
  ) throws(StorageError) -> Int? {
    let memoryType = try element.handle(file: file)
    guard H5Tequal(type, memoryType.id) > 0 else { return nil }
    let creation = try Handle(
      H5Dget_create_plist(dataset), closedBy: H5Pclose, file: file, path: path, "cannot be read")
    guard H5Pget_layout(creation.id) == H5D_CONTIGUOUS, H5Pget_external_count(creation.id) == 0
    else { return nil }
    // Without storage, HDF5 takes the seal's length for the place.
    guard H5Dget_storage_size(dataset) > 0 else { return nil }
    let offset = H5Dget_offset(dataset)
    return offset == w2s_h5_no_address() ? nil : Int(clamping: offset)
  }

  /// Reads through the library: compressed, chunked, of another width or byte order.
  private func convert(
    _ dataset: hid_t, to element: ElementType, count: Int, _ path: String
  ) throws(StorageError) -> ArrayValues {
    let type = try element.handle(file: file)
    return try element.values(count) { (buffer) throws(StorageError) in
      guard buffer.count > 0 else { return }
      let (all, none) = (w2s_h5_all(), w2s_h5_default_properties())
      try HDF5.check(
        H5Dread(dataset, type.id, all, all, none, buffer.baseAddress), file: file, path: path,
        "its values cannot be read")
    }
  }

  // MARK: Outside the library

  /// The array, and the digest of what was read: of numbers, piece by piece while they are in the
  /// processor's cache.
  private func finish(
    _ found: Found, from descriptor: borrowing Descriptor
  ) throws(StorageError) -> (StoredArray, digest: String) {
    switch found.values {
    case .read(let values):
      let array = StoredArray(shape: found.shape, values: values, attributes: found.attributes)
      return (array, isOurs ? ContentChecksum.array(array) : "")
    case .at(let offset):
      _ = try checkedEnd(of: found, at: offset, in: descriptor)
      var hash = SHA256()
      hash.begin(type: found.type.name, shape: found.shape)
      let values = try read(
        found.type, found.shape.reduce(1, *), at: offset, from: descriptor, &hash)
      hash.update(found.attributes)
      let array = StoredArray(shape: found.shape, values: values, attributes: found.attributes)
      return (array, hash.hexadecimal())
    }
  }

  /// Where the numbers end, if that lies in the file.
  private func checkedEnd(
    of found: Found, at offset: Int, in descriptor: borrowing Descriptor
  ) throws(StorageError) -> Int {
    let end = offset.addingReportingOverflow(found.shape.reduce(1, *) * found.type.byteCount)
    guard !end.overflow, end.partialValue <= descriptor.byteCount else { throw cutOff() }
    return end.partialValue
  }

  private func read(
    _ type: ElementType, _ count: Int, at offset: Int, from descriptor: borrowing Descriptor,
    _ hash: inout SHA256
  ) throws(StorageError) -> ArrayValues {
    let (number, path) = (descriptor.number, file)
    Descriptor.expectReading(number, at: offset, count: count * type.byteCount)
    return try type.values(count) { (buffer) throws(StorageError) in
      Descriptor.useLargePages(buffer)
      for start in stride(from: 0, to: buffer.count, by: pieceSize) {
        let piece = UnsafeMutableRawBufferPointer(
          rebasing: buffer[start..<min(buffer.count, start + pieceSize)])
        try Descriptor.read(number, path, into: piece, at: offset + start)
        if isOurs { hash.update(UnsafeRawBufferPointer(piece)) }
      }
    }
  }

  private func checkWhole(_ content: Content) throws(StorageError) {
    let digests = content.digests.map { (name: $0.key, digest: $0.value) }
    let whole = ContentChecksum.artifact(attributes: content.attributes, arrays: digests)
    guard content.attributes[checksumName] == .text(whole) else { throw damage(path: nil) }
  }

  /// The digest of the structure that the file claims; nil for a file that need not have one.
  private func readSeal(_ descriptor: borrowing Descriptor) throws(StorageError) -> String? {
    guard isOurs else { return nil }
    var bytes = [UInt8](repeating: 0, count: min(StructureSeal.byteCount, descriptor.byteCount))
    try Descriptor.read(descriptor.number, file, into: &bytes, at: 0)
    if let digest = StructureSeal.digest(in: bytes) { return digest }
    throw try HDF5.exclusively { () throws(StorageError) in
      guard H5Fis_hdf5(file) > 0 else { return HDF5.isNotHDF5(file) }
      return StorageError(
        .foreign, file: file,
        problem: "this HDF5 file was not written by this version of w2s",
        remedy: "look into it with w2s inspect, or remove it so that it is made again")
    }
  }

  private func cutOff() -> StorageError {
    StorageError(
      .damaged, file: file, problem: "the file is cut off",
      remedy: "remove it so that it is made again")
  }

  private func damage(path: String?) -> StorageError { .contentDamage(file: file, path: path) }

  private func missing(_ name: String) -> StorageError {
    StorageError(
      .unexpected, file: file, path: name, problem: "there is no such array",
      remedy: "see what there is with w2s inspect")
  }
}

extension ElementType {
  /// Values of this type from bytes that `fill` provides.
  func values(
    _ count: Int, fill: (UnsafeMutableRawBufferPointer) throws(StorageError) -> Void
  ) throws(StorageError) -> ArrayValues {
    switch self {
    case .float32: .float32(try filled(count, by: fill))
    case .float64: .float64(try filled(count, by: fill))
    case .int32: .int32(try filled(count, by: fill))
    case .int64: .int64(try filled(count, by: fill))
    case .uint8: .uint8(try filled(count, by: fill))
    case .text: preconditionFailure("texts are not plain bytes")
    }
  }
}

private func filled<Element: BitwiseCopyable>(
  _ count: Int, by fill: (UnsafeMutableRawBufferPointer) throws(StorageError) -> Void
) throws(StorageError) -> [Element] {
  var failure: StorageError?
  let values = [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
    do throws(StorageError) {
      try fill(
        UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[..<(count * MemoryLayout<Element>.stride)]
        ))
      initialized = count
    } catch {
      failure = error
      initialized = 0
    }
  }
  if let failure { throw failure }
  return values
}
