import CHDF5
import Dispatch

/// Writes one artifact in four steps: HDF5 lays the file out and reserves the place of every array;
/// the numbers are written there directly, those in memory and those that come in pieces
/// (``ArtifactStream``); HDF5 adds the checksums; its structure is copied into the
/// file, under a seal.
///
/// HDF5 works on a file in memory, where the places of the numbers are holes. So it never meets a
/// full disk, after which it could neither close its file nor end the process cleanly.
struct ArtifactWriter {
  private let attributes: [String: AttributeValue]
  private let arrays: [(name: String, content: ArrayContent)]
  /// The file, for messages.
  private let file: String
  /// Bytes of an array from which on writing and checksum take a core each.
  private static let shared = 16 * pieceSize

  init(
    _ arrays: [String: ArrayContent], attributes: [String: AttributeValue], file: String
  ) {
    self.attributes = attributes
    self.file = file
    self.arrays = arrays.map { (name: $0.key, content: $0.value) }
      .sorted { ContentChecksum.precedes($0.name, $1.name) }
  }

  /// - Parameter fill: gives the values of the streamed arrays.
  func write(
    through target: borrowing Descriptor, fill: (ArtifactStream) throws(StorageError) -> Void
  ) throws(StorageError) {
    // HDF5 writes its first bytes where it makes the file, so there must be room for them.
    try target.write([UInt8](repeating: 1, count: 1 << 14), at: 0)
    let structure = try StructureFile(for: file)
    let temporary = target.path
    let id = try HDF5.exclusively { () throws(StorageError) in try create(temporary) }
    let offsets: [String: Int]
    do throws(StorageError) {
      try HDF5.exclusively { () throws(StorageError) in try structure.receive(id) }
      offsets = try HDF5.exclusively { () throws(StorageError) in try layOut(id) }
      let digests = try writeValues(at: offsets, through: target, fill: fill)
      try HDF5.exclusively { () throws(StorageError) in try addChecksums(digests, to: id) }
    } catch {
      try HDF5.exclusively { () throws(StorageError) in
        H5Fclose(id)
        H5Eclear2(0)
      }
      throw error
    }
    try HDF5.exclusively { () throws(StorageError) in
      _ = try HDF5.check(H5Fclose(id), file: file, "cannot be written")
    }
    try seal(structure, at: offsets, in: target)
  }

  /// Copies the structure around the numbers and seals it.
  private func seal(
    _ structure: borrowing StructureFile, at offsets: [String: Int],
    in target: borrowing Descriptor
  ) throws(StorageError) {
    let places = arrays.compactMap { name, content in
      offsets[name].map { $0..<$0 + content.byteCount }
    }
    let number = structure.descriptor.number
    let size = structure.descriptor.byteCount
    let digest = try StructureSeal.digest(
      of: number, path: file, fileSize: size, without: places
    ) { (piece, offset) throws(StorageError) in try target.write(piece, at: offset) }
    guard let digest else {
      preconditionFailure("HDF5 gave two arrays the same place: \(offsets)")
    }
    try target.write(StructureSeal.bytes(digest: digest), at: 0)
  }

  private func create(_ path: String) throws(StorageError) -> hid_t {
    let action = "cannot be written"
    let creation = try properties(w2s_h5_file_creation())
    let access = try properties(w2s_h5_file_access())
    try HDF5.check(
      H5Pset_userblock(creation.id, hsize_t(StructureSeal.byteCount)), file: file, action)
    // Since 1.8: checksums on the file's own structure, attributes of any size.
    try HDF5.check(
      H5Pset_libver_bounds(access.id, H5F_LIBVER_V18, H5F_LIBVER_V18), file: file, action)
    try HDF5.check(H5Pset_fclose_degree(access.id, H5F_CLOSE_STRONG), file: file, action)
    return try HDF5.check(
      H5Fcreate(path, w2s_h5_truncate(), creation.id, access.id), file: file, action)
  }

  /// Makes groups, datasets and attributes, and returns the place of each array's numbers.
  private func layOut(_ id: hid_t) throws(StorageError) -> [String: Int] {
    try HDF5.write(attributes, on: id, file: file, path: "/")
    try HDF5.write(
      [ContentChecksum.formatName: .text(ContentChecksum.format)], on: id, file: file,
      path: "/")
    var groups: Set<String> = []
    var offsets: [String: Int] = [:]
    for (name, content) in arrays {
      try makeGroups(above: name, in: id, known: &groups)
      offsets[name] = try makeDataset(name, content, in: id)
    }
    return offsets
  }

  private func makeGroups(
    above name: String, in id: hid_t, known: inout Set<String>
  ) throws(StorageError) {
    let parts = name.split(separator: "/").dropLast()
    for length in parts.indices {
      let group = parts[...length].joined(separator: "/")
      guard known.insert(group).inserted else { continue }
      let creation = try properties(w2s_h5_group_creation())
      let none = w2s_h5_default_properties()
      _ = try Handle(
        H5Gcreate2(id, group, none, creation.id, none), closedBy: H5Gclose, file: file,
        path: group, "cannot be made")
    }
  }

  /// Returns where the numbers go; nil where HDF5 has written them (texts) or there are none.
  private func makeDataset(
    _ name: String, _ array: ArrayContent, in id: hid_t
  ) throws(StorageError) -> Int? {
    let action = "cannot be made"
    let type = try array.type.handle(file: file)
    let space = try Handle(space: array.shape, file: file, path: name)
    let creation = try properties(w2s_h5_dataset_creation())
    try HDF5.check(
      H5Pset_alloc_time(creation.id, H5D_ALLOC_TIME_EARLY), file: file, path: name, action)
    if array.type != .text {
      try HDF5.check(
        H5Pset_fill_time(creation.id, H5D_FILL_TIME_NEVER), file: file, path: name, action)
    }
    let none = w2s_h5_default_properties()
    let dataset = try Handle(
      H5Dcreate2(id, name, type.id, space.id, none, creation.id, none), closedBy: H5Dclose,
      file: file, path: name, action)
    try HDF5.write(array.attributes, on: dataset.id, file: file, path: name)
    if let texts = array.texts {
      try HDF5.write(
        texts, to: .dataset(dataset.id), type: type.id, file: file, path: name)
      return nil
    }
    guard array.byteCount > 0 else { return nil }
    let offset = H5Dget_offset(dataset.id)
    guard offset != w2s_h5_no_address() else {
      throw HDF5.error(file: file, path: name, action)
    }
    return Int(offset)
  }

  /// Writes the numbers of all arrays and returns the digest of each array.
  private func writeValues(
    at offsets: [String: Int], through target: borrowing Descriptor,
    fill: (ArtifactStream) throws(StorageError) -> Void
  ) throws(StorageError) -> [(name: String, digest: String)] {
    let stream = ArtifactStream(through: target)
    for (name, content) in arrays {
      if case .streamed = content { stream.expect(content, as: name, at: offsets[name]) }
    }
    try fill(stream)
    var digests: [(name: String, digest: String)] = []
    for (name, content) in arrays {
      switch content {
      case .streamed(let array):
        digests.append((name, stream.digest(of: name, with: array.attributes)))
      case .held(let array):
        guard let offset = offsets[name] else {
          digests.append((name, ContentChecksum.array(array)))
          continue
        }
        digests.append((name, try write(array, at: offset, through: target)))
      }
    }
    return digests
  }

  private func write(
    _ array: StoredArray, at offset: Int, through target: borrowing Descriptor
  ) throws(StorageError) -> String {
    let (number, path) = (target.number, target.path)
    @Sendable func write(_ piece: UnsafeRawBufferPointer, _ start: Int) throws(StorageError) {
      try Descriptor.write(number, path, piece, at: offset + start)
      Descriptor.startFlushing(number, at: offset + start, count: piece.count)
    }
    if array.values.withBytes({ $0.count }) >= Self.shared {
      // Another core, if there is one, makes the checksum meanwhile.
      nonisolated(unsafe) var digest = ""
      nonisolated(unsafe) var failure: StorageError?
      DispatchQueue.concurrentPerform(iterations: 2) { part in
        do throws(StorageError) {
          if part == 0 {
            try array.values.forEachPiece(write)
          } else {
            digest = ContentChecksum.array(array)
          }
        } catch {
          failure = error
        }
      }
      if let failure { throw failure }
      return digest
    }
    var hash = SHA256()
    hash.begin(type: array.values.typeName, shape: array.shape)
    try array.values.forEachPiece { (piece, start) throws(StorageError) in
      try write(piece, start)
      hash.update(piece)
    }
    hash.update(array.attributes)
    return hash.hexadecimal()
  }

  private func addChecksums(
    _ digests: [(name: String, digest: String)], to id: hid_t
  ) throws(StorageError) {
    let attribute = ContentChecksum.attributeName
    for (name, digest) in digests {
      let dataset = try Handle(
        H5Dopen2(id, name, w2s_h5_default_properties()), closedBy: H5Dclose, file: file,
        path: name, "cannot be written")
      try HDF5.write(
        [attribute: .text(digest)], on: dataset.id, file: file, path: name)
    }
    let whole = ContentChecksum.artifact(attributes: attributes, arrays: digests)
    try HDF5.write([attribute: .text(whole)], on: id, file: file, path: "/")
  }

  /// Properties of a new object, without times.
  private func properties(_ kind: hid_t) throws(StorageError) -> Handle {
    let properties = try Handle(
      H5Pcreate(kind), closedBy: H5Pclose, file: file, "cannot be written")
    if kind != w2s_h5_file_access() {
      try HDF5.check(
        H5Pset_obj_track_times(properties.id, false), file: file, "cannot be written")
    }
    return properties
  }
}

extension ArrayValues {
  /// Calls `body` with the bytes of the values in pieces that fit a processor's cache, and the
  /// offset of each.
  func forEachPiece<Failure: Error>(
    _ body: (UnsafeRawBufferPointer, Int) throws(Failure) -> Void
  ) throws(Failure) {
    try withBytes { (bytes) throws(Failure) in
      for start in stride(from: 0, to: bytes.count, by: pieceSize) {
        let end = min(bytes.count, start + pieceSize)
        try body(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), start)
      }
    }
  }
}

/// Bytes moved and hashed at a time.
let pieceSize = 1 << 20
