import ArgumentParser

/// An experiment file and what the command line changes in it.
struct ExperimentOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("The experiment file.", valueName: "file"))
  var file: String

  @Argument(
    help: ArgumentHelp(
      "Overrides, such as training.epochs=1 seeds=0,1 methods.0=finetune.",
      valueName: "key=value"))
  var overrides: [String] = []
}
