import CHDF5

/// What is in an HDF5 file, ours or any other, as a text for people: names, types, shapes and
/// attributes.
package enum HDF5Tree {
  package static func describe(_ path: String) throws(StorageError) -> String {
    // Whether the file is there and may be read, said by the system rather than by HDF5.
    _ = try Descriptor(reading: path)
    return try HDF5.exclusively { () throws(StorageError) in
      guard H5Fis_hdf5(path) > 0 else {
        throw HDF5.isNotHDF5(path)
      }
      let file = try Handle(
        H5Fopen(path, w2s_h5_read_only(), w2s_h5_default_properties()), closedBy: H5Fclose,
        file: path, "cannot be opened")
      var lines = [path]
      lines += try attributeLines(of: file.id, file: path, path: "/", indent: "  ")
      try HDF5.forEachObject(in: file.id, file: path) { (object) throws(StorageError) in
        let parts = object.path.split(separator: "/")
        let indent = String(repeating: "  ", count: parts.count)
        let name = parts.last.map(String.init) ?? object.path
        switch object.kind {
        case .group(let id):
          lines.append("\(indent)\(name)/")
          lines += try attributeLines(
            of: id, file: path, path: object.path, indent: indent + "  ")
        case .dataset(let id):
          lines.append("\(indent)\(name)  \(try summary(of: id, file: path, path: object.path))")
          lines += try attributeLines(
            of: id, file: path, path: object.path, indent: indent + "  ")
        case .other: lines.append("\(indent)\(name)  (link or type)")
        }
      }
      return lines.joined(separator: "\n")
    }
  }

  private static func attributeLines(
    of object: hid_t, file: String, path: String, indent: String
  ) throws(StorageError) -> [String] {
    var lines: [String] = []
    for name in try HDF5.attributeNames(of: object, file: file, path: path) {
      let value = try HDF5.attribute(name, of: object, file: file, path: path)
      lines.append("\(indent)@\(name) = \(value.map(text) ?? "(of a kind not shown)")")
    }
    return lines
  }

  private static func summary(
    of dataset: hid_t, file: String, path: String
  ) throws(StorageError) -> String {
    let action = "cannot be read"
    let type = try Handle(
      H5Dget_type(dataset), closedBy: H5Tclose, file: file, path: path, action)
    let space = try Handle(
      H5Dget_space(dataset), closedBy: H5Sclose, file: file, path: path, action)
    let creation = try Handle(
      H5Dget_create_plist(dataset), closedBy: H5Pclose, file: file, path: path, action)
    let shape = try HDF5.shape(ofSpace: space.id, file: file, path: path)
    var text = "\(typeName(type.id)) \(shape)"
    if H5Pget_layout(creation.id) == H5D_CHUNKED {
      text += H5Pget_nfilters(creation.id) > 0 ? ", chunked and filtered" : ", chunked"
    }
    return text
  }

  private static func typeName(_ type: hid_t) -> String {
    let bits = H5Tget_size(type) * 8
    switch H5Tget_class(type) {
    case H5T_FLOAT: return "float\(bits)"
    case H5T_INTEGER: return H5Tget_sign(type) == H5T_SGN_NONE ? "uint\(bits)" : "int\(bits)"
    case H5T_STRING: return H5Tis_variable_str(type) > 0 ? "text" : "text of \(bits / 8) bytes"
    case H5T_ENUM: return "enumeration of \(bits) bits"
    case H5T_COMPOUND: return "compound of \(bits / 8) bytes"
    case H5T_REFERENCE: return "reference"
    case H5T_VLEN: return "lists of varying length"
    case H5T_ARRAY: return "array of \(bits / 8) bytes"
    case H5T_BITFIELD: return "bits"
    default: return "opaque of \(bits / 8) bytes"
    }
  }

  private static func text(_ value: AttributeValue) -> String {
    switch value {
    case .integer(let value): String(value)
    case .number(let value): String(value)
    case .text(let value): quoted(value)
    case .integers(let values): list(values.map(String.init))
    case .numbers(let values): list(values.map { String($0) })
    case .texts(let values): list(values.map(quoted))
    }
  }

  private static func list(_ elements: [String]) -> String {
    let shown = elements.prefix(16).joined(separator: ", ")
    return elements.count > 16 ? "[\(shown), … \(elements.count) in all]" : "[\(shown)]"
  }

  private static func quoted(_ text: String) -> String {
    let shown = text.count > 200 ? text.prefix(200) + "…" : Substring(text)
    return "\""
      + shown.split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "\\n") + "\""
  }
}
