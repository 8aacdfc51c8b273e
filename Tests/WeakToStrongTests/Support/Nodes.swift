import Configuration

/// Nodes as YAML would give them, all at one place.
let place = Mark(file: "a.yaml", line: 3, column: 5)

func word(_ text: String) -> Node { Node(.scalar(text, quoted: false), mark: place) }

func list(_ items: Node...) -> Node { Node(.sequence(items), mark: place) }

func mapping(_ entries: KeyValuePairs<String, Node>) -> Node {
  Node(.mapping(entries.map { Node.Entry(key: $0.key, mark: place, value: $0.value) }), mark: place)
}

/// The value of a node, or the problems that it has.
func decode<Value: ConfigurationValue>(_ type: Value.Type, _ node: Node) throws -> Value? {
  var diagnostics = Diagnostics()
  let value = Value.decode(node, &diagnostics)
  try diagnostics.throwIfAny()
  return value
}
