import CHDF5

extension HDF5 {
  /// An object below the root of a file, open while it is shown.
  struct Object {
    enum Kind {
      case group(hid_t)
      case dataset(hid_t)
      /// A named type, a link to nowhere: nothing to read.
      case other
    }
    /// Without a leading `/`.
    var path: String
    var kind: Kind
  }

  /// Calls `body` for every object, a group before what it holds, in the order of names.
  static func forEachObject(
    in root: hid_t, file: String, _ body: (Object) throws(StorageError) -> Void
  ) throws(StorageError) {
    try visit(root, path: "", depth: 0, file: file, body)
  }

  private static func visit(
    _ group: hid_t, path: String, depth: Int, file: String,
    _ body: (Object) throws(StorageError) -> Void
  ) throws(StorageError) {
    guard depth < 64 else {
      throw StorageError(
        .unexpected, file: file, path: path, problem: "groups lie more than 64 deep",
        remedy: "remove the link that makes a circle")
    }
    for name in try linkNames(of: group, file: file, path: path) {
      let below = path.isEmpty ? name : path + "/" + name
      let id = H5Oopen(group, name, w2s_h5_default_properties())
      guard id >= 0 else {
        H5Eclear2(0)
        guard isHardLink(name, of: group) else {
          try body(Object(path: below, kind: .other))
          continue
        }
        throw StorageError(
          .damaged, file: file, path: below, problem: "cannot be opened",
          remedy: "remove the file so that it is made again")
      }
      let object = try Handle(
        id, closedBy: H5Oclose, file: file, path: below, "cannot be opened")
      switch H5Iget_type(object.id) {
      case H5I_GROUP:
        try body(Object(path: below, kind: .group(object.id)))
        try visit(object.id, path: below, depth: depth + 1, file: file, body)
      case H5I_DATASET: try body(Object(path: below, kind: .dataset(object.id)))
      default: try body(Object(path: below, kind: .other))
      }
    }
  }

  private static func isHardLink(_ name: String, of group: hid_t) -> Bool {
    var info = H5L_info_t()
    return H5Lget_info(group, name, &info, w2s_h5_default_properties()) >= 0
      && info.type == H5L_TYPE_HARD
  }

  private static func linkNames(
    of group: hid_t, file: String, path: String
  ) throws(StorageError) -> [String] {
    let action = "its members cannot be listed"
    let none = w2s_h5_default_properties()
    var info = H5G_info_t()
    try check(H5Gget_info(group, &info), file: file, path: path, action)
    var names: [String] = []
    for index in 0..<info.nlinks {
      let length = try check(
        H5Lget_name_by_idx(group, ".", H5_INDEX_NAME, H5_ITER_INC, index, nil, 0, none),
        file: file, path: path, action)
      var bytes = [CChar](repeating: 0, count: Int(length) + 1)
      try check(
        H5Lget_name_by_idx(
          group, ".", H5_INDEX_NAME, H5_ITER_INC, index, &bytes, bytes.count, none),
        file: file, path: path, action)
      names.append(String(decoding: bytes.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
    }
    return names
  }
}
