import Configuration
import Experiments
import Foundation

/// The experiment that a text declares, or all that is wrong with it.
func experiment(_ text: String) throws -> Experiment {
  var diagnostics = Diagnostics()
  let value = Experiment.decode(try YAMLReader.read(text, file: "a.yaml"), &diagnostics)
  try diagnostics.throwIfAny()
  guard let value else { throw ConfigurationError([]) }
  return value
}

/// The problems of an experiment, one line each.
func problems(_ text: String) -> [String] {
  do {
    _ = try experiment(text)
    return []
  } catch let error as ConfigurationError {
    return error.problems.map(\.description)
  } catch {
    return ["\(error)"]
  }
}

/// A small experiment on features that a test may change by replacing a line.
func pointsExperiment(_ changes: KeyValuePairs<String, String> = [:]) -> String {
  var text = """
    name: points
    task:
      kind: features
      source: {path: points.csv, features: [x, y], label: label}
      splits: {supervisor: 10, transfer: 10, validation: 10, test: 10}
    models:
      small: {architecture: mlp, hidden: [2]}
      medium: {architecture: mlp, hidden: [4]}
      large: {architecture: mlp, hidden: [8]}
    pairs: all
    methods: [finetune]
    training: {epochs: 2}
    seeds: [0]

    """
  for (old, new) in changes { text = text.replacingOccurrences(of: old, with: new) }
  return text
}

/// The files of Experiments/, by name.
let shippedExperiments: [String] = {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: shippedFolder)) ?? []
  return names.filter { $0.hasSuffix(".yaml") }.sorted()
}()

let shippedFolder: String = {
  var url = URL(fileURLWithPath: #filePath)
  for _ in 0..<4 { url.deleteLastPathComponent() }
  return url.appendingPathComponent("Experiments").path
}()
