import ArgumentParser
import Experiments

/// Writes the form of experiment files.
struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the JSON Schema of experiment files, for editors and programs.")

  func run() throws {
    let document = JSONSchema.document(for: AnyExperiment.schema, title: "w2s experiment")
    StandardOutput.write(try JSON.text(of: document))
  }
}
