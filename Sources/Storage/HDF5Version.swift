import CHDF5

/// The HDF5 library that the program runs with.
package enum HDF5Version {
  /// For example `1.10.8`.
  package static let text: String = {
    var (major, minor, release): (UInt32, UInt32, UInt32) = (0, 0, 0)
    let status = try? HDF5.exclusively { () throws(StorageError) in
      H5get_libversion(&major, &minor, &release)
    }
    return status == 0 ? "\(major).\(minor).\(release)" : "unknown"
  }()
}
