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
    do {
      let contents = FileContents(
        file: file, checksum: "ok", try ArtifactFile.read(file, only: only))
      try json.write(contents.json, else: contents.text)
    } catch let error as StorageError {
      guard error.kind == .foreign else { throw error }
      try showForeign()
    }
  }

  private var only: Set<String>? { names.isEmpty ? nil : Set(names) }

  private func showForeign() throws {
    if !json.isOn, names.isEmpty {
      // Files of others hold types that artifacts do not.
      StandardOutput.write(try HDF5Tree.describe(file))
      return
    }
    let artifact = try ArtifactFile.readForeign(file, only: only)
    let contents = FileContents(file: file, checksum: "none", artifact)
    try json.write(contents.json, else: contents.text)
  }
}
