/// Artifacts as HDF5 files: one dataset for each array, groups where names hold `/`, attributes as
/// attributes, texts as UTF-8. The same artifact makes the same bytes, since nothing of time, machine
/// or order of insertion is stored. A file appears whole or not at all, and its content carries a
/// checksum (``ContentChecksum``) that every reading compares.
package enum ArtifactFile {
  /// Writes `artifact` in the place of `path`, whose folder must exist.
  ///
  /// Numbers go straight from memory to the disk, outside of HDF5's lock; the checksum is made of
  /// each piece while the disk writes it.
  package static func write(_ artifact: Artifact, to path: String) throws(StorageError) {
    try write(
      artifact.arrays.mapValues { .held($0) }, attributes: artifact.attributes, to: path
    ) { _ in }
  }

  /// Writes `artifact` and, beside its arrays, those that `fill` gives in pieces: the same bytes as if
  /// all had been in memory. Where `fill` throws, nothing is left, and its error is thrown.
  ///
  /// Traps if `fill` returns before each streamed array has got all its values.
  package static func write(
    _ artifact: Artifact, streaming streamed: [String: StreamedArray], to path: String,
    fill: (ArtifactStream) throws -> Void
  ) throws {
    var arrays: [String: ArrayContent] = artifact.arrays.mapValues { .held($0) }
    for (name, array) in streamed {
      precondition(arrays[name] == nil, "\(name): in memory and streamed")
      arrays[name] = .streamed(array)
    }
    // What is streamed takes long, and is large: a process that was killed left much.
    AtomicFile.removeAbandoned(of: path)
    var failure: (any Error)?
    do throws(StorageError) {
      try write(arrays, attributes: artifact.attributes, to: path) {
        (stream) throws(StorageError) in
        do { try fill(stream) } catch {
          failure = error
          throw StorageError(
            .cancelled, file: path, problem: "was given up", remedy: "run the same command again")
        }
      }
    } catch {
      // A failure of the disk while rows are written names the file in the making.
      if var storage = failure as? StorageError, storage.file.hasPrefix(path) {
        storage.file = path
        throw storage
      }
      throw failure ?? error
    }
  }

  private static func write(
    _ arrays: [String: ArrayContent], attributes: [String: AttributeValue], to path: String,
    fill: (ArtifactStream) throws(StorageError) -> Void
  ) throws(StorageError) {
    try checkNames(of: arrays, attributes, file: path)
    try AtomicFile.replace(path) { (file) throws(StorageError) in
      try ArtifactWriter(arrays, attributes: attributes, file: path)
        .write(through: file, fill: fill)
    }
  }

  /// Reads an artifact and checks what is read against the checksums.
  /// - Parameter names: the arrays to read; all where nil. A name that the file does not have is an
  ///   error.
  package static func read(
    _ path: String, only names: Set<String>? = nil
  ) throws(StorageError) -> Artifact {
    try ArtifactReader(path, only: names, isOurs: true).read()
  }

  /// Reads any HDF5 file: arrays of numbers and texts, in the narrowest of our types that holds them.
  /// Nothing is checked against a checksum.
  package static func readForeign(
    _ path: String, only names: Set<String>? = nil
  ) throws(StorageError) -> Artifact {
    try ArtifactReader(path, only: names, isOurs: false).read()
  }

  /// The root attributes alone, without reading any array.
  package static func attributes(
    _ path: String
  ) throws(StorageError) -> [String: AttributeValue] {
    try ArtifactReader(path, only: [], isOurs: true).read().attributes
  }

  /// Throws unless the file holds exactly what was written.
  package static func verify(_ path: String) throws(StorageError) {
    try ArtifactReader(path, only: nil, isOurs: true).verify()
  }

  /// Names that HDF5 could not keep, before anything is written.
  private static func checkNames(
    of arrays: [String: ArrayContent], _ attributes: [String: AttributeValue], file: String
  ) throws(StorageError) {
    func check(
      _ attributes: [String: AttributeValue], _ path: String
    ) throws(StorageError) {
      for (name, value) in attributes {
        precondition(
          !ContentChecksum.reservedNames.contains(name), "attribute '\(name)' is the file's own")
        let texts: [String] =
          switch value {
          case .text(let text): [text]
          case .texts(let texts): texts
          default: []
          }
        let place = path.isEmpty ? "attribute \(name)" : "\(path), attribute \(name)"
        try checkText([name] + texts, place)
        if name.isEmpty { throw unusable(place, "has an empty name") }
      }
    }
    func checkText(_ texts: [String], _ path: String) throws(StorageError) {
      if texts.contains(where: { HDF5.holdsNUL($0) }) {
        throw unusable(path, "holds a NUL character, which HDF5 texts cannot")
      }
    }
    func unusable(_ path: String, _ problem: String) -> StorageError {
      StorageError(
        .unexpected, file: file, path: path, problem: problem, remedy: "change it before storing")
    }
    try check(attributes, "")
    for (name, array) in arrays {
      let parts = name.split(separator: "/", omittingEmptySubsequences: false)
      if parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) {
        throw unusable(name, "is not a name of the form a/b/c")
      }
      for length in 1..<parts.count where arrays[parts[..<length].joined(separator: "/")] != nil {
        throw unusable(name, "stands below another array")
      }
      try checkText([name], name)
      if let texts = array.texts { try checkText(texts, name) }
      try check(array.attributes, name)
    }
  }
}
