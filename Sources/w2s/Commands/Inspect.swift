import ArgumentParser
import Storage

/// Shows what an HDF5 file holds.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the arrays and attributes of an HDF5 file.",
    discussion: """
      Files that w2s wrote are checked against their checksums; other files are shown as they are.
      """)

  @Argument(help: ArgumentHelp("An artifact or any other HDF5 file.", valueName: "file.h5"))
  var file: String

  @Option(
    name: .customLong("array"),
    help: ArgumentHelp("Show this array only. May be given several times.", valueName: "name"))
  var names: [String] = []

  @OptionGroup var json: JSONOption

  func run() throws {
    let contents = try contents()
    try json.write(contents.json, else: contents.text)
  }

  private func contents() throws(StorageError) -> FileContents {
    let only = names.isEmpty ? nil : Set(names)
    do throws(StorageError) {
      return FileContents(
        file: file, checksum: "ok", try ArtifactFile.read(file, only: only))
    } catch {
      guard error.kind == .foreign else { throw error }
      return FileContents(
        file: file, checksum: "none", try ArtifactFile.readForeign(file, only: only))
    }
  }
}
