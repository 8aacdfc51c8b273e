import Configuration

/// What `w2s list losses` and its like show: every variant with its fields and its source.
package enum VariantList {
  /// For people: a block for each variant, its fields in columns.
  package static func text(_ variants: [VariantSchema]) -> String {
    variants.map(block).joined(separator: "\n")
  }

  private static func block(_ variant: VariantSchema) -> String {
    var lines = [variant.name, "  " + variant.summary, "  source: " + variant.source]
    let names = variant.fields.map { $0.name }
    let values = variant.fields.map { $0.required ? "required" : $0.defaultValue.text }
    let nameWidth = names.map(\.count).max() ?? 0
    // A long one, of a section of its own, does not push the others' summaries away.
    let valueWidth = values.map(\.count).filter { $0 <= longestValue }.max() ?? 0
    for (index, field) in variant.fields.enumerated() {
      let condition = field.condition.map { " (\($0))" } ?? ""
      lines.append(
        "    " + padded(names[index], nameWidth) + "  " + padded(values[index], valueWidth) + "  "
          + field.summary + condition)
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static let longestValue = 32

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// For programs: a list of `{name, summary, source, fields: [{name, summary, required, default,
  /// condition, schema}]}`.
  package static func json(_ variants: [VariantSchema]) -> JSON {
    .list(
      variants.map { variant in
        .object([
          "name": .text(variant.name), "summary": .text(variant.summary),
          "source": .text(variant.source), "fields": .list(variant.fields.map(field)),
        ])
      })
  }

  private static func field(_ field: FieldSchema) -> JSON {
    .object([
      "name": .text(field.name), "summary": .text(field.summary),
      "required": .boolean(field.required), "default": JSON(field.defaultValue),
      "condition": field.condition.map(JSON.text) ?? .null,
      "schema": JSONSchema.value(field.schema),
    ])
  }
}
