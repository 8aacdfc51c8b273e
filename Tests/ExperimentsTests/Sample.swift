import Configuration

/// A small experiment with every form of value, for tests of what holds for all of them.
struct Sample: Configurable {
  var name = ""
  var seeds = [0]
  var pairs = Pairs.all
  var training = SampleTraining()
  var loss = SampleLoss(SampleCrossEntropy())
  var losses: [SampleLoss] = []
  var limit: Int?
  var through: [String]?
  var template = "{text}"

  static var fields: [Field<Sample>] {
    [
      Field("name", \.name, "what the run is called", required: true),
      Field("seeds", \.seeds, "one run for each"),
      Field("pairs", \.pairs, "who supervises whom"),
      Field("training", \.training, "how models are trained"),
      Field("loss", \.loss, "what training lowers"),
      Field("losses", \.losses, "further losses"),
      Field("limit", \.limit, "examples at most"),
      Field("through", \.through, "models in between"),
      Field("template", \.template, "how a row becomes a text"),
    ]
  }
}

struct SampleTraining: Configurable {
  var epochs = 2
  var rate = 5e-5
  var schedule = Schedule.cosine
  var balance = true

  enum Schedule: String, WordValue { case constant, linear, cosine }

  static var fields: [Field<SampleTraining>] {
    [
      Field("epochs", \.epochs, "passes over the data", check: .atLeast(1)),
      Field("rate", \.rate, "peak learning rate", check: .above(0)),
      Field("schedule", \.schedule, "course of the learning rate"),
      Field("balance", \.balance, "as many examples of each class"),
    ]
  }
}

/// The word `all`, or a list of pairs of names.
enum Pairs: ConfigurationValue, Codable, Equatable {
  case all
  case these([[String]])

  static var schema: ValueSchema { .anyOf([.choice(["all"]), [[String]].schema]) }

  static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Pairs? {
    if case .scalar("all", quoted: _) = node.content { return .all }
    return [[String]].decode(node, &diagnostics).map(Pairs.these)
  }

  var node: Node {
    switch self {
    case .all: .text("all")
    case .these(let pairs): pairs.node
    }
  }
}

struct SampleCrossEntropy: NamedConfigurable {
  static let name = "cross-entropy"
  static let summary = "soft cross-entropy"
  static let source = "textbook"
  static var fields: [Field<SampleCrossEntropy>] { [] }
}

struct SampleConfidence: NamedConfigurable {
  var weight = 0.75
  var warmup = 0.2
  static let name = "confidence"
  static let summary = "cross-entropy against a mixture of labels and own predictions"
  static let source = "Burns et al. 2023, eq. 1"
  static var fields: [Field<SampleConfidence>] {
    [
      Field("weight", \.weight, "largest weight of own predictions", check: .within(0...1)),
      Field("warmup", \.warmup, "share of training until the weight is reached"),
    ]
  }
}

/// One of the losses, by name.
struct SampleLoss: ConfigurationValue, Codable, Equatable {
  static let all: [any NamedConfigurable.Type] = [SampleCrossEntropy.self, SampleConfidence.self]
  let value: any NamedConfigurable

  init(_ value: any NamedConfigurable) { self.value = value }
  init(from decoder: any Decoder) throws {
    value = try Variant.decode(from: decoder, among: Self.all)
  }
  func encode(to encoder: any Encoder) throws { try Variant.encode(value, to: encoder) }
  static func == (left: SampleLoss, right: SampleLoss) -> Bool {
    Variant.equal(left.value, right.value)
  }

  static var schema: ValueSchema { .variant(all.map { $0.variantSchema }) }
  static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> SampleLoss? {
    Variant.decode(node, noun: "loss", among: all, &diagnostics).map(SampleLoss.init)
  }
  var node: Node { Variant.node(value) }
}
