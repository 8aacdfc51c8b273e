import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Folders that are there whole: written under a temporary name beside their place, flushed to the
/// disk, then renamed.
///
/// Where a folder stood before, a kill between two renames leaves none of that name; whoever wrote it
/// writes it again when asked to go on.
package enum AtomicFolder {
  /// Puts a folder of these files, and of nothing else, in the place of `path`.
  package static func write(
    _ files: [(name: String, bytes: [UInt8])], to path: String
  ) throws(StorageError) {
    if let above = AtomicFile.parent(of: path) { try AtomicFile.makeFolder(above) }
    removeAbandoned(of: path)
    let (new, old) = (TemporaryName.next(for: path), TemporaryName.next(for: path))
    do throws(StorageError) {
      try AtomicFile.makeFolder(new)
      for file in files { try AtomicFile.write(bytes: file.bytes, to: "\(new)/\(file.name)") }
      if AtomicFile.isFolder(path) { try move(path, to: old) }
      try move(new, to: path)
      try AtomicFile.syncFolder(of: path)
      try remove(old)
    } catch {
      // What is left under a temporary name is removed when the folder is written again.
      try? remove(new)
      throw error
    }
  }

  private static func move(_ path: String, to place: String) throws(StorageError) {
    guard rename(path, place) == 0 else {
      throw .system(errno, file: path, "the folder cannot be replaced")
    }
  }

  private static func remove(_ path: String) throws(StorageError) {
    guard AtomicFile.isFolder(path) else { return }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      throw StorageError(
        .failed, file: path, problem: "cannot be removed (\(error.localizedDescription))",
        remedy: "remove it")
    }
  }

  /// Removes what processes that were killed left of the folder in the making.
  private static func removeAbandoned(of path: String) {
    let folder = AtomicFile.parent(of: path) ?? "."
    let name = path.split(separator: "/").last.map(String.init) ?? path
    // A folder that cannot be listed is reported when something is written into it.
    for found in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    where found.hasPrefix(name + ".") && TemporaryName.isAbandoned(found) {
      try? remove("\(folder)/\(found)")
    }
  }
}
