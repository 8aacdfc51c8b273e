import ArgumentParser
import Experiments

/// `--json`: the same for programs.
struct JSONOption: ParsableArguments {
  @Flag(name: .customLong("json"), help: "Write JSON.")
  var isOn = false

  /// Writes `value` as JSON to standard output if asked to, else `text`.
  func write(_ value: some Encodable, else text: @autoclosure () -> String) throws {
    StandardOutput.write(isOn ? try JSON.text(of: value) : text())
  }
}
