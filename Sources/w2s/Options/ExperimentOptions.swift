import ArgumentParser
import Configuration
import Datasets
import Experiments

/// An experiment file and what the command line changes in it.
struct ExperimentOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("The experiment file.", valueName: "file"))
  var file: String

  @Argument(
    help: ArgumentHelp(
      "Overrides, such as training.epochs=1 seeds=0,1 methods.0=finetune.",
      valueName: "key=value"))
  var overrides: [String] = []

  /// The experiment as it is understood.
  /// - Parameter smoke: shrinks it to almost nothing.
  func decode(smoke: Bool = false) throws(ConfigurationError) -> AnyExperiment {
    let experiment = try ExperimentFile.decode(
      AnyExperiment.self, at: file, overrides: overrides
    ).value
    return smoke ? experiment.smoke : experiment
  }

  /// Where its files are looked up: under the data root, then beside it and beside the file that it
  /// extends.
  func data(_ roots: RootOptions) throws(ConfigurationError) -> DataRoot {
    DataRoot(roots.data, beside: try ExperimentFile.folders(of: file))
  }

  /// What a reader types to do the same again.
  func command(_ name: String, smoke: Bool) -> String {
    ShellWords.text(["w2s", name, file] + overrides + (smoke ? ["--smoke"] : []))
  }
}
