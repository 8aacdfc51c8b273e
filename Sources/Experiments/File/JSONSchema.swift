import Configuration

/// The form of an experiment file as JSON Schema (draft 2020-12), for editors.
package enum JSONSchema {
  /// The schema of a whole file: `schema`, an object or one of several, and the key `extends` that
  /// every file may have.
  package static func document(for schema: ValueSchema, title: String) -> JSON {
    guard case .object(var members) = extensible(schema) else { return value(schema) }
    members["$schema"] = .text("https://json-schema.org/draft/2020-12/schema")
    members["title"] = .text(title)
    return .object(members)
  }

  private static func extensible(_ schema: ValueSchema) -> JSON {
    switch schema {
    case .anyOf(let others): return .object(["anyOf": .list(others.map(extensible))])
    case .object(let fields):
      let extends = FieldSchema(
        name: ExperimentFile.extendsKey, summary: "a file, relative to this one, that it builds on",
        schema: .text)
      guard case .object(var members) = object(fields + [extends]) else { return value(schema) }
      // What a file leaves out may stand in the file it extends.
      members["required"] = nil
      return .object(members)
    default: return value(schema)
    }
  }

  package static func value(_ schema: ValueSchema) -> JSON {
    switch schema {
    case .boolean: type("boolean")
    case .integer: type("integer")
    case .number: type("number")
    case .text: type("string")
    case .choice(let words): .object(["enum": .list(words.map(JSON.text))])
    case .list(let element): .object(["type": .text("array"), "items": value(element)])
    case .map(let element):
      .object(["type": .text("object"), "additionalProperties": value(element)])
    case .optional(let wrapped): .object(["anyOf": .list([value(wrapped), type("null")])])
    case .object(let fields): object(fields)
    case .variant(let variants, let beside):
      .object(["oneOf": .list(variants.flatMap { byName($0, beside: beside) })])
    case .tagged(let tag, let variants):
      .object(["oneOf": .list(variants.map { tagged($0, tag: tag) })])
    case .anyOf(let others): .object(["anyOf": .list(others.map(value))])
    }
  }

  private static func type(_ name: String) -> JSON { .object(["type": .text(name)]) }

  private static func object(_ fields: [FieldSchema], also others: [String: JSON] = [:]) -> JSON {
    var properties = others
    for field in fields { properties[field.name] = property(field) }
    let required = others.keys.sorted() + fields.filter(\.required).map(\.name)
    var members: [String: JSON] = [
      "type": .text("object"), "properties": .object(properties),
      "additionalProperties": .boolean(false),
    ]
    if !required.isEmpty { members["required"] = .list(required.map(JSON.text)) }
    return .object(members)
  }

  private static func property(_ field: FieldSchema) -> JSON {
    guard case .object(var members) = value(field.schema) else { return value(field.schema) }
    members["description"] = .text(field.summary + (field.condition.map { "; \($0)" } ?? ""))
    if !field.required, field.defaultValue.content != .null {
      members["default"] = JSON(field.defaultValue)
    }
    return .object(members)
  }

  /// `name`, where no field is required, and `name: {fields}`.
  private static func byName(_ variant: VariantSchema, beside: [FieldSchema]) -> [JSON] {
    let description = JSON.text(variant.summary)
    var properties = [variant.name: object(variant.fields)]
    for field in beside { properties[field.name] = property(field) }
    let long = JSON.object([
      "type": .text("object"), "description": description,
      "properties": .object(properties),
      "required": .list([.text(variant.name)]), "additionalProperties": .boolean(false),
    ])
    if variant.fields.contains(where: \.required) { return [long] }
    return [.object(["const": .text(variant.name), "description": description]), long]
  }

  private static func tagged(_ variant: VariantSchema, tag: String) -> JSON {
    let name = JSON.object([
      "const": .text(variant.name), "description": .text(variant.summary),
    ])
    return object(variant.fields, also: [tag: name])
  }
}
