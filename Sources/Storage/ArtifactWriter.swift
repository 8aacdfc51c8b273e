import CHDF5

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes one artifact in three steps: HDF5 lays the file out and reserves the place of every array;
/// the numbers are written there directly; HDF5 adds the checksums and closes.
struct ArtifactWriter {
  private let artifact: Artifact
  private let names: [String]
  private let temporary: String

  init(_ artifact: Artifact, temporary: String) {
    self.artifact = artifact
    self.temporary = temporary
    names = artifact.arrays.keys.sorted(by: ContentChecksum.precedes)
  }

  func write(through file: borrowing Descriptor) throws(StorageError) {
    let id = try HDF5.exclusively { () throws(StorageError) in try create() }
    do throws(StorageError) {
      let offsets = try HDF5.exclusively { () throws(StorageError) in try layOut(id) }
      let digests = try writeValues(at: offsets, through: file)
      try HDF5.exclusively { () throws(StorageError) in
        try addChecksums(digests, to: id)
        try HDF5.check(
          H5Fflush(id, H5F_SCOPE_GLOBAL), file: temporary, "cannot be written")
      }
    } catch {
      try HDF5.exclusively { () throws(StorageError) in abandon(id) }
      throw error
    }
    try HDF5.exclusively { () throws(StorageError) in
      guard H5Fclose(id) >= 0 else {
        let error = HDF5.error(file: temporary, "cannot be written")
        abandon(id)
        throw error
      }
    }
  }

  private func create() throws(StorageError) -> hid_t {
    let action = "cannot be written"
    let creation = try properties(w2s_h5_file_creation())
    let access = try properties(w2s_h5_file_access())
    // Since 1.8: checksums on the file's own structure, attributes of any size.
    try HDF5.check(
      H5Pset_libver_bounds(access.id, H5F_LIBVER_V18, H5F_LIBVER_V18), file: temporary, action)
    try HDF5.check(H5Pset_fclose_degree(access.id, H5F_CLOSE_STRONG), file: temporary, action)
    return try HDF5.check(
      H5Fcreate(temporary, w2s_h5_truncate(), creation.id, access.id), file: temporary, action)
  }

  /// Makes groups, datasets and attributes, and returns the place of each array's numbers.
  private func layOut(_ file: hid_t) throws(StorageError) -> [String: Int] {
    try HDF5.write(artifact.attributes, on: file, file: temporary, path: "/")
    try HDF5.write(
      [ContentChecksum.formatName: .text(ContentChecksum.format)], on: file, file: temporary,
      path: "/")
    var groups: Set<String> = []
    var offsets: [String: Int] = [:]
    for name in names {
      guard let array = artifact[name] else { continue }
      try makeGroups(above: name, in: file, known: &groups)
      offsets[name] = try makeDataset(name, array, in: file)
    }
    try HDF5.check(H5Fflush(file, H5F_SCOPE_GLOBAL), file: temporary, "cannot be written")
    return offsets
  }

  private func makeGroups(
    above name: String, in file: hid_t, known: inout Set<String>
  ) throws(StorageError) {
    let parts = name.split(separator: "/").dropLast()
    for length in parts.indices {
      let group = parts[...length].joined(separator: "/")
      guard known.insert(group).inserted else { continue }
      let creation = try properties(w2s_h5_group_creation())
      let none = w2s_h5_default_properties()
      _ = try Handle(
        H5Gcreate2(file, group, none, creation.id, none), closedBy: H5Gclose, file: temporary,
        path: group, "cannot be made")
    }
  }

  /// Returns where the numbers go; nil where HDF5 has written them (texts) or there are none.
  private func makeDataset(
    _ name: String, _ array: StoredArray, in file: hid_t
  ) throws(StorageError) -> Int? {
    let action = "cannot be made"
    let type = try ElementType(array.values).handle(file: temporary)
    let space = try Handle(space: array.shape, file: temporary, path: name)
    let creation = try properties(w2s_h5_dataset_creation())
    try HDF5.check(
      H5Pset_alloc_time(creation.id, H5D_ALLOC_TIME_EARLY), file: temporary, path: name, action)
    if case .text = array.values {
    } else {
      try HDF5.check(
        H5Pset_fill_time(creation.id, H5D_FILL_TIME_NEVER), file: temporary, path: name, action)
    }
    let none = w2s_h5_default_properties()
    let dataset = try Handle(
      H5Dcreate2(file, name, type.id, space.id, none, creation.id, none), closedBy: H5Dclose,
      file: temporary, path: name, action)
    try HDF5.write(array.attributes, on: dataset.id, file: temporary, path: name)
    if case .text(let texts) = array.values {
      try HDF5.write(
        texts, to: .dataset(dataset.id), type: type.id, file: temporary, path: name)
      return nil
    }
    guard array.values.count > 0 else { return nil }
    let offset = H5Dget_offset(dataset.id)
    guard offset != w2s_h5_no_address() else {
      throw HDF5.error(file: temporary, path: name, action)
    }
    return Int(offset)
  }

  /// Writes the numbers of all arrays and returns the digest of each array.
  private func writeValues(
    at offsets: [String: Int], through file: borrowing Descriptor
  ) throws(StorageError) -> [(name: String, digest: String)] {
    var digests: [(name: String, digest: String)] = []
    for name in names {
      guard let array = artifact[name] else { continue }
      guard let offset = offsets[name] else {
        digests.append((name, ContentChecksum.array(array)))
        continue
      }
      var hash = SHA256()
      hash.begin(type: array.values.typeName, shape: array.shape)
      try array.values.forEachPiece { (piece, start) throws(StorageError) in
        try file.write(piece, at: offset + start)
        file.startFlushing(at: offset + start, count: piece.count)
        hash.update(piece)
      }
      hash.update(array.attributes)
      digests.append((name, hash.hexadecimal()))
    }
    return digests
  }

  private func addChecksums(
    _ digests: [(name: String, digest: String)], to file: hid_t
  ) throws(StorageError) {
    let attribute = ContentChecksum.attributeName
    for (name, digest) in digests {
      let dataset = try Handle(
        H5Dopen2(file, name, w2s_h5_default_properties()), closedBy: H5Dclose, file: temporary,
        path: name, "cannot be written")
      try HDF5.write(
        [attribute: .text(digest)], on: dataset.id, file: temporary, path: name)
    }
    let whole = ContentChecksum.artifact(attributes: artifact.attributes, arrays: digests)
    try HDF5.write([attribute: .text(whole)], on: file, file: temporary, path: "/")
  }

  /// Properties of a new object, without times.
  private func properties(_ kind: hid_t) throws(StorageError) -> Handle {
    let properties = try Handle(
      H5Pcreate(kind), closedBy: H5Pclose, file: temporary, "cannot be written")
    if kind != w2s_h5_file_access() {
      try HDF5.check(
        H5Pset_obj_track_times(properties.id, false), file: temporary, "cannot be written")
    }
    return properties
  }

  /// Closes a file that could not be written.
  ///
  /// HDF5 keeps a file open, and tries to write it again for ever after, when closing fails. So its
  /// descriptor is first turned to a file in memory, where what is left to write finds a place.
  private func abandon(_ id: hid_t) {
    #if os(Linux)
      var place: UnsafeMutableRawPointer?
      if H5Fget_vfd_handle(id, w2s_h5_default_properties(), &place) >= 0, let place {
        let memory = memfd_create("abandoned", 0)
        if memory >= 0 {
          dup2(memory, place.load(as: Int32.self))
          close(memory)
        }
      }
    #endif
    H5Fclose(id)
    H5Eclear2(0)
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

extension Descriptor {
  /// Lets the disk begin with these bytes while the processor does something else.
  func startFlushing(at offset: Int, count: Int) {
    #if os(Linux)
      let startWriting: UInt32 = 2  // SYNC_FILE_RANGE_WRITE
      sync_file_range(number, offset, count, startWriting)
    #endif
  }
}
