import CHDF5

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The nameless file that HDF5 lays out while an artifact is written: in memory on Linux, elsewhere in
/// the folder for temporary files.
struct StructureFile: ~Copyable {
  let descriptor: Descriptor

  /// - Parameter path: of the artifact, for messages.
  init(for path: String) throws(StorageError) {
    #if os(Linux)
      let number = memfd_create("w2s artifact", 0)
    #else
      var name = Array("/tmp/w2s-XXXXXX".utf8CString)
      let number = mkstemp(&name)
      unlink(name)
    #endif
    guard number >= 0 else { throw .system(errno, file: path, "cannot be laid out in memory") }
    descriptor = Descriptor(open: number, path: path)
  }

  /// Makes a new HDF5 file, still empty, go on in this file instead of where it was made (HDF5 only
  /// makes files that have a name).
  func receive(_ id: hid_t) throws(StorageError) {
    var place: UnsafeMutableRawPointer?
    try HDF5.check(
      H5Fget_vfd_handle(id, w2s_h5_default_properties(), &place), file: descriptor.path,
      "cannot be laid out in memory")
    guard let place, dup2(descriptor.number, place.load(as: Int32.self)) >= 0 else {
      throw .system(errno, file: descriptor.path, "cannot be laid out in memory")
    }
  }
}
