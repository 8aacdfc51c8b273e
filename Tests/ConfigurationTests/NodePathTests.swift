import Testing

@testable import Configuration

@Suite struct NodePathTests {
  private let file = Node.fields([
    ("name", .text("sst2")),
    ("seeds", [0, 1].node),
    ("methods", Node(.sequence([.text("finetune"), .text("confidence")]), mark: .defaults)),
    ("empty", [Int]().node),
  ])

  private func setting(_ path: [String], to value: Node) -> (node: Node, problems: [String]) {
    var node = file
    var diagnostics = Diagnostics()
    node.set(path, to: value, &diagnostics)
    return (node, diagnostics.problems.map(\.description))
  }

  @Test(arguments: [
    (["training", "epochs"], "training", "{epochs: 2}"),
    (["seeds"], "seeds", "2"),
    (["seeds", "1"], "seeds", "[0, 2]"),
    (["methods", "0"], "methods", "[2, confidence]"),
    (["methods", "1", "confidence", "weight"], "methods", "[finetune, {confidence: {weight: 2}}]"),
  ])
  func sets(path: [String], key: String, text: String) {
    let (node, problems) = setting(path, to: 2.node)
    #expect(node[key]?.text == text)
    #expect(problems.isEmpty)
  }

  @Test(arguments: [
    (
      ["seeds", "2"],
      "'seeds' is a list of 2 without a place '2'; "
        + "use an index from 0 to 1, or set the whole list: seeds=[…]"
    ),
    (
      ["seeds", "x"],
      "'seeds' is a list of 2 without a place 'x'; "
        + "use an index from 0 to 1, or set the whole list: seeds=[…]"
    ),
    (["empty", "0"], "'empty' is a list of 0 without a place '0'; set the whole list: empty=[…]"),
    (["name", "x"], "'name' is 'sst2', which has no key 'x'; set it as a whole: name=…"),
    (
      ["methods", "0", "weight"],
      "'methods.0' is 'finetune', which has no key 'weight'; set it as a whole: methods.0=…"
    ),
  ])
  func saysWhyThereIsNoSuchPlace(path: [String], message: String) {
    let (node, problems) = setting(path, to: 2.node)
    #expect(node == file)
    #expect(problems == ["default: " + message])
  }

  @Test func keepsThePlacesOfKeysOnTheWay() {
    let place = Mark(file: "a.yaml", line: 3, column: 1)
    let inner = Node(
      .mapping([.init(key: "epochs", mark: place, value: Node(1.node.content, mark: place))]),
      mark: place)
    var node = Node(.mapping([.init(key: "training", mark: place, value: inner)]), mark: place)
    var diagnostics = Diagnostics()
    let argument = Mark.argument("x=2")
    for key in ["epochs", "rate"] {
      node.set(["training", key], to: Node(2.node.content, mark: argument), &diagnostics)
    }
    guard case .mapping(let entries) = node.content,
      case .mapping(let inside)? = entries.first?.value.content
    else {
      Issue.record("not a mapping")
      return
    }
    #expect(entries.map(\.mark) == [place])
    #expect(inside.map(\.mark) == [argument, argument])
  }
}
