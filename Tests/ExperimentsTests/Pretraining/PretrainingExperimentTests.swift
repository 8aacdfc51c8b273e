import Configuration
import Experiments
import Foundation
import Testing

/// What a file with `objective: next-token` says, and may not say.
@Suite struct PretrainingExperimentTests {
  @Test func whatAFileSays() throws {
    let experiment = try pretraining(textsExperiment())
    #expect(experiment.models.names == ["small", "1.5m"])
    guard case .network(_, _, let training)? = experiment.models["1.5m"]?.kind else {
      Issue.record("it is a network")
      return
    }
    // Its own rate, and all else as the experiment says.
    #expect(training.rate == 0.02 && training.epochs == 3)
    let again = try pretraining(YAMLWriter.write(experiment.node))
    #expect(again == experiment)
    let smoke = experiment.smoke
    #expect(smoke.name == "reviews-smoke" && smoke.training.steps == 4)
  }

  @Test func theLadderOfChessIsShipped() throws {
    let decoded = try ExperimentFile.decode(
      AnyExperiment.self, at: "\(shippedFolder)/chess/pretraining.yaml")
    guard case .pretraining(let experiment) = decoded.value else {
      Issue.record("it is a pretraining")
      return
    }
    #expect(experiment.models.names == ["50k", "130k", "370k", "1.3m", "5m"])
    #expect(try pretraining(YAMLWriter.write(experiment.node)) == experiment)
    #expect(try pretraining(YAMLWriter.write(experiment.smoke.node)) == experiment.smoke)
  }

  /// Keys with dots are found by what stands in the file.
  @Test func aModelWithADotInItsName() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("a.yaml", textsExperiment())
    let decoded = try ExperimentFile.decode(
      AnyExperiment.self, at: path,
      overrides: ["models.1.5m.training.rate=0.5", "models.1.5m.layers=3"])
    guard case .pretraining(let experiment) = decoded.value,
      case .network(let model, _, let training)? = experiment.models["1.5m"]?.kind
    else {
      Issue.record("it is a network")
      return
    }
    #expect(training.rate == 0.5 && training.epochs == 3)
    #expect(model.node["layers"]?.text == "3")
  }

  private static func texts(
    _ old: String, _ new: String, _ messages: String...
  ) -> (String, [String]) { (textsExperiment([old: new]), messages) }

  @Test(arguments: [
    texts(
      "next-token", "previous-token",
      "a.yaml:2:12: unknown value 'previous-token'; use one of: next-token"),
    texts(
      "splits: {transfer", "splits: {supervisor: 5, transfer",
      "a.yaml:5:24: nobody reads the supervisor split: language models learn the transfer split; "
        + "remove it, and give transfer its examples"),
    texts(
      "architecture: gpt, layers: 1", "architecture: bert, layers: 1",
      "a.yaml:8:10: architecture bert: does not predict the next token; choose a decoder such as gpt; "
        + "or remove the model"),
    texts(
      "tokenizer: byte", "tokenizer: words",
      "a.yaml:6:12: model 'small' has a tokenizer that cannot lie in its folder: words; "
        + "choose byte, bpe or the tokenizer of a model",
      "a.yaml:6:12: model '1.5m' has a tokenizer that cannot lie in its folder: words; "
        + "choose byte, bpe or the tokenizer of a model"),
    texts(
      "small:", "../small:",
      "a.yaml:8:13: model '../small' cannot be a folder's name; "
        + "give it a name of letters, digits, '.', '-' and '_'"),
    texts(
      "epochs: 3", "epochs: 3, selection: weak-validation",
      "a.yaml:9:84: model '1.5m' selects weak-validation, and a pretraining keeps its last weights; "
        + "remove selection",
      "a.yaml:11:11: model 'small' selects weak-validation, and a pretraining keeps its last weights; "
        + "remove selection"),
    texts(
      "name: reviews", "nam: reviews", "a.yaml:1:1: unknown key 'nam'; did you mean 'name'?",
      "a.yaml:1:1: key 'name' is missing; "
        + "add it: what the run is called; its folder under the results root"),
  ])
  func refusals(_ text: String, _ messages: [String]) {
    #expect(pretrainingProblems(text) == messages)
  }
}

/// An experiment that a test may change by replacing a text.
func textsExperiment(_ changes: KeyValuePairs<String, String> = [:]) -> String {
  var text = """
    name: reviews
    objective: next-token
    task:
      source: {path: reviews.csv, text: text, label: label}
      splits: {transfer: 40, validation: 8, test: 12}
    tokenizer: byte
    models:
      small: {architecture: gpt, layers: 1, width: 8, heads: 2, context: 16}
      1.5m: {architecture: gpt, layers: 2, width: 12, heads: 2, context: 16, training: {rate: 2e-2}}
    statistics: {draws: 100}
    training: {epochs: 3, batch: 8, rate: 1e-2, evaluations: 3}

    """
  for (old, new) in changes { text = text.replacingOccurrences(of: old, with: new) }
  return text
}

func pretraining(_ text: String) throws -> PretrainingExperiment {
  var diagnostics = Diagnostics()
  let value = AnyExperiment.decode(try YAMLReader.read(text, file: "a.yaml"), &diagnostics)
  try diagnostics.throwIfAny()
  guard case .pretraining(let experiment)? = value else { throw ConfigurationError([]) }
  return experiment
}

private func pretrainingProblems(_ text: String) -> [String] {
  do {
    _ = try pretraining(text)
    return []
  } catch let error as ConfigurationError {
    return error.problems.map(\.description)
  } catch {
    return ["\(error)"]
  }
}
