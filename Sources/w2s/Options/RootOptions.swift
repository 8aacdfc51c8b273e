import ArgumentParser

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where data, weights and results lie.
struct RootOptions: ParsableArguments {
  @Option(
    name: .customLong("data"),
    help: ArgumentHelp(
      "Data root. (default: the variable W2S_DATA, else Data)", valueName: "folder"))
  var givenData: String?

  @Option(help: ArgumentHelp("Weights root.", valueName: "folder"))
  var weights = "Weights"

  @Option(help: ArgumentHelp("Results root.", valueName: "folder"))
  var output = "Results"

  var data: String {
    if let givenData { return givenData }
    guard let variable = getenv("W2S_DATA"), variable.pointee != 0 else { return "Data" }
    return String(cString: variable)
  }
}
