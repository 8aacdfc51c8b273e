import Configuration

extension ValueSchema {
  package var isList: Bool {
    if case .list = self { true } else { false }
  }

  /// What holds at a path of keys where a file says nothing, if the path leads through fields only.
  func defaultValue(at path: ArraySlice<String>) -> Node? {
    guard case .object(let fields) = self, let key = path.first,
      let field = fields.first(where: { $0.name == key })
    else { return nil }
    let rest = path.dropFirst()
    return rest.isEmpty ? field.defaultValue : field.schema.defaultValue(at: rest)
  }

  /// The forms that a value at a path of keys and list indices may have; none where the schema has
  /// no such place. Options and alternatives are taken apart.
  package func forms(at path: ArraySlice<String>) -> [ValueSchema] {
    switch self {
    case .optional(let wrapped): return wrapped.forms(at: path)
    case .anyOf(let others): return others.flatMap { $0.forms(at: path) }
    default: break
    }
    guard let key = path.first else { return [self] }
    let rest = path.dropFirst()
    switch self {
    case .boolean, .integer, .number, .text, .choice, .optional, .anyOf: return []
    case .list(let element): return Int(key) == nil ? [] : element.forms(at: rest)
    case .map(let value): return value.forms(at: rest)
    case .object(let fields): return fields.forms(at: path)
    case .variant(let variants, let beside):
      return variants.filter { $0.name == key }
        .flatMap { ValueSchema.object($0.fields).forms(at: rest) } + beside.forms(at: path)
    case .tagged(let tag, let variants):
      if key == tag { return [.choice(variants.map(\.name))] }
      return variants.flatMap { $0.fields.forms(at: path) }
    }
  }
}

extension [FieldSchema] {
  fileprivate func forms(at path: ArraySlice<String>) -> [ValueSchema] {
    filter { $0.name == path.first }.flatMap { $0.schema.forms(at: path.dropFirst()) }
  }
}
