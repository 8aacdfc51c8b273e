import Configuration
import Experiments
import Testing

@Suite struct OverrideTests {
  private func decode(_ overrides: [String]) throws -> Sample {
    let folder = try TemporaryFolder()
    let path = try folder.file(
      "a.yaml", "name: x\nlosses: [cross-entropy, confidence: {weight: 0.5}]\n")
    return try ExperimentFile.decode(Sample.self, at: path, overrides: overrides).value
  }

  @Test(arguments: [
    ("training.epochs=7", "training", "{epochs: 7, rate: 5e-05, schedule: cosine, balance: true}"),
    ("seeds=0,1", "seeds", "[0, 1]"),
    ("seeds=3", "seeds", "[3]"),
    ("seeds=[3]", "seeds", "[3]"),
    ("seeds.0=3", "seeds", "[3]"),
    ("pairs=all", "pairs", "all"),
    ("pairs=[[a, b], [b, c]]", "pairs", "[[a, b], [b, c]]"),
    ("through=a,b", "through", "[a, b]"),
    ("through=a", "through", "[a]"),
    ("through=", "through", "null"),
    ("through=null", "through", "null"),
    ("limit=5", "limit", "5"),
    ("limit=null", "limit", "null"),
    ("name=a,b", "name", "\"a,b\""),
    ("name='5'", "name", "\"5\""),
    ("name=5", "name", "\"5\""),
    ("template={sentence}: x # y", "template", "\"{sentence}: x # y\""),
    ("template=\"a\\nb\"", "template", "\"a\\nb\""),
    ("loss=confidence", "loss", "{confidence: {weight: 0.75, warmup: 0.2}}"),
    ("loss.confidence.weight=1", "loss", "{confidence: {weight: 1.0, warmup: 0.2}}"),
    (
      "losses.0=confidence", "losses",
      "[{confidence: {weight: 0.75, warmup: 0.2}}, "
        + "{confidence: {weight: 0.5, warmup: 0.2}}]"
    ),
    (
      "losses.1.confidence.warmup=0", "losses",
      "[cross-entropy, {confidence: {weight: 0.5, warmup: 0.0}}]"
    ),
    (
      "losses=confidence,cross-entropy", "losses",
      "[{confidence: {weight: 0.75, warmup: 0.2}}, cross-entropy]"
    ),
  ])
  func sets(argument: String, key: String, text: String) throws {
    #expect(try decode([argument]).node[key]?.text == text)
  }

  @Test func appliesInOrder() throws {
    #expect(try decode(["seeds=1,2", "seeds.1=9"]).seeds == [1, 9])
  }

  @Test(arguments: [
    ("training.epohcs=1", "unknown key 'epohcs'; did you mean 'epochs'?"),
    ("trainig.epochs=1", "unknown key 'trainig'; did you mean 'training'?"),
    ("training.epochs=x", "expected a whole number, found 'x'; write a number such as 32"),
    ("training.epochs=0", "epochs is 0; give a value at least 1"),
    ("training.epochs=1,2", "expected a whole number, found '1,2'; write a number such as 32"),
    ("training.epochs", "expected key=value; write an override such as training.epochs=1"),
    ("training..epochs=1", "an empty key before '='; write an override such as training.epochs=1"),
    ("=1", "an empty key before '='; write an override such as training.epochs=1"),
    ("limit=[1", "a list in brackets that is never closed; write [a, b]"),
    (
      "seeds.4=1",
      "'seeds' is a list of 1 without a place '4'; use an index from 0 to 0, or set the whole list: seeds=[…]"
    ),
    (
      "losses.4=1",
      "'losses' is a list of 2 without a place '4'; "
        + "use an index from 0 to 1, or set the whole list: losses=[…]"
    ),
    ("name.y=1", "'name' is 'x', which has no key 'y'; set it as a whole: name=…"),
    (
      "extends=b.yaml",
      "unknown key 'extends'; use one of: name, seeds, pairs, training, loss, "
        + "losses, limit, through, template"
    ),
  ])
  func saysWhatIsWrong(argument: String, message: String) {
    let error = #expect(throws: ConfigurationError.self) { try decode([argument]) }
    #expect(error?.description == "argument \(argument): \(message)")
  }

  @Test func reportsEveryArgumentThatIsNoOverride() {
    let error = #expect(throws: ConfigurationError.self) { try decode(["a", "b", "limit=2"]) }
    #expect(error?.problems.map(\.mark) == [.argument("a"), .argument("b")])
  }
}
