import Configuration

/// `word("x")` and `mapping(["a": …])`: nodes as YAML would give them.
func word(_ text: String) -> Node {
  Node(.scalar(text, quoted: false), mark: Mark(file: "a.yaml", line: 1, column: 1))
}

func mapping(_ entries: KeyValuePairs<String, String>) -> Node {
  let mark = Mark(file: "a.yaml", line: 1, column: 1)
  return Node(
    .mapping(entries.map { Node.Entry(key: $0.key, mark: mark, value: word($0.value)) }),
    mark: mark)
}

/// The value of a node, or the problems that it has.
func decode<Value: ConfigurationValue>(_ type: Value.Type, _ node: Node) throws -> Value? {
  var diagnostics = Diagnostics()
  let value = Value.decode(node, &diagnostics)
  try diagnostics.throwIfAny()
  return value
}
