import ArgumentParser
import Storage

/// Shows what an HDF5 file holds.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show names, shapes, types and attributes of what an HDF5 file holds.")

  @Argument(help: "An HDF5 file, of this program or any other.")
  var file: String

  func run() throws { StandardOutput.write(try HDF5Tree.describe(file)) }
}
