import CHDF5

extension HDF5 {
  /// Writes attributes in the order of their names.
  static func write(
    _ attributes: [String: AttributeValue], on object: hid_t, file: String, path: String
  ) throws(StorageError) {
    for (name, value) in attributes.sorted(by: { ContentChecksum.precedes($0.key, $1.key) }) {
      try write(value, as: name, on: object, file: file, path: attributePath(path, name))
    }
  }

  private static func write(
    _ value: AttributeValue, as name: String, on object: hid_t, file: String, path: String
  ) throws(StorageError) {
    let (type, shape): (ElementType, [Int]) =
      switch value {
      case .integer: (.int64, [])
      case .number: (.float64, [])
      case .text: (.text, [])
      case .integers(let values): (.int64, [values.count])
      case .numbers(let values): (.float64, [values.count])
      case .texts(let values): (.text, [values.count])
      }
    let typeHandle = try type.handle(file: file)
    let space = try Handle(space: shape, file: file, path: path)
    let properties = w2s_h5_default_properties()
    let attribute = try Handle(
      H5Acreate2(object, name, typeHandle.id, space.id, properties, properties),
      closedBy: H5Aclose, file: file, path: path, "cannot be made")
    let status: herr_t
    switch value {
    case .integer(let value):
      status = withUnsafeBytes(of: value) { H5Awrite(attribute.id, typeHandle.id, $0.baseAddress) }
    case .number(let value):
      status = withUnsafeBytes(of: value) { H5Awrite(attribute.id, typeHandle.id, $0.baseAddress) }
    case .integers(let values):
      status =
        values.isEmpty
        ? 0 : values.withUnsafeBytes { H5Awrite(attribute.id, typeHandle.id, $0.baseAddress) }
    case .numbers(let values):
      status =
        values.isEmpty
        ? 0 : values.withUnsafeBytes { H5Awrite(attribute.id, typeHandle.id, $0.baseAddress) }
    case .text(let text):
      return try write(
        [text], to: .attribute(attribute.id), type: typeHandle.id, file: file, path: path)
    case .texts(let texts):
      return try write(
        texts, to: .attribute(attribute.id), type: typeHandle.id, file: file, path: path)
    }
    try check(status, file: file, path: path, "cannot be written")
  }

  /// The attributes of an object; those of kinds that ``AttributeValue`` does not know (references,
  /// compounds) are left out.
  static func attributes(
    of object: hid_t, file: String, path: String
  ) throws(StorageError) -> [String: AttributeValue] {
    var values: [String: AttributeValue] = [:]
    for name in try attributeNames(of: object, file: file, path: path) {
      values[name] = try attribute(
        name, of: object, file: file, path: attributePath(path, name))
    }
    return values
  }

  static func attributeNames(
    of object: hid_t, file: String, path: String
  ) throws(StorageError) -> [String] {
    final class Names {
      var list: [String] = []
    }
    let names = Names()
    var position: hsize_t = 0
    try check(
      H5Aiterate2(
        object, H5_INDEX_NAME, H5_ITER_INC, &position,
        { _, name, _, names in
          guard let name, let names else { return 0 }
          Unmanaged<Names>.fromOpaque(names).takeUnretainedValue()
            .list.append(String(cString: name))
          return 0
        }, Unmanaged.passUnretained(names).toOpaque()),
      file: file, path: path, "its attributes cannot be read")
    return names.list
  }

  /// One attribute, or nil where its kind is not known.
  static func attribute(
    _ name: String, of object: hid_t, file: String, path: String
  ) throws(StorageError) -> AttributeValue? {
    let action = "cannot be read"
    let attribute = try Handle(
      H5Aopen(object, name, w2s_h5_default_properties()), closedBy: H5Aclose, file: file,
      path: path, action)
    let type = try Handle(
      H5Aget_type(attribute.id), closedBy: H5Tclose, file: file, path: path, action)
    let space = try Handle(
      H5Aget_space(attribute.id), closedBy: H5Sclose, file: file, path: path, action)
    let shape = try shape(ofSpace: space.id, file: file, path: path)
    let count = shape.reduce(1, *)
    switch ElementType(holding: type.id) {
    case nil: return nil
    case .text:
      let texts = try readTexts(
        count, from: .attribute(attribute.id), type: type.id, space: space.id, file: file,
        path: path)
      return shape.isEmpty ? texts.first.map { .text($0) } : .texts(texts)
    case .float32, .float64:
      var values = [Double](repeating: 0, count: count)
      if count > 0 {
        try check(
          H5Aread(attribute.id, w2s_h5_float64(), &values), file: file, path: path, action)
      }
      return shape.isEmpty ? .number(values[0]) : .numbers(values)
    case .int32, .int64, .uint8:
      var values = [Int](repeating: 0, count: count)
      if count > 0 {
        try check(
          H5Aread(attribute.id, w2s_h5_int64(), &values), file: file, path: path, action)
      }
      return shape.isEmpty ? .integer(values[0]) : .integers(values)
    }
  }

  private static func attributePath(_ path: String, _ name: String) -> String {
    path == "/" ? "attribute \(name)" : "\(path), attribute \(name)"
  }
}
