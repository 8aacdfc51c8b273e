import Configuration
import Reporting
import WeakToStrong

/// An entry of `methods:`: `finetune`, `confidence: {…}`, and a name of its own where one method
/// stands there twice: `{confidence: {…}, as: half weight}`.
package struct MethodEntry: ConfigurationValue, Equatable {
  package static let labelKey = "as"

  /// What results call it.
  package var label: String
  package var method: any Method
  /// Where it stands in the file.
  package var place: Node

  package init(_ method: any Method, label: String? = nil) {
    self.method = method
    self.label = label ?? type(of: method).name
    place = Node(.null, mark: Mark(file: "", line: 0, column: 0))
  }

  package static var schema: ValueSchema {
    .variant(
      Methods.all.map { $0.variantSchema },
      beside: [
        FieldSchema(
          name: labelKey, summary: "what results call it, for one method in several forms",
          schema: .text)
      ])
  }

  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Self? {
    decode(node, noun: "method", among: Methods.all, &diagnostics)
  }

  static func decode(
    _ node: Node, noun: String, among types: [any Method.Type], _ diagnostics: inout Diagnostics
  ) -> Self? {
    var (body, label) = (node, String?.none)
    if case .mapping(let entries) = node.content, let named = node[labelKey] {
      label = decodeLabel(named, &diagnostics)
      body = Node(.mapping(entries.filter { $0.key != labelKey }), mark: node.mark)
    }
    let decoded = Variant.decode(body, noun: noun, among: types, &diagnostics)
    guard let method = decoded as? any Method else { return nil }
    var entry = Self(method, label: label)
    entry.place = node
    return entry
  }

  /// Results keep supervisors, ceilings and selections apart by their names.
  private static func decodeLabel(_ node: Node, _ diagnostics: inout Diagnostics) -> String? {
    guard let label = String.decode(node, &diagnostics) else { return nil }
    let reserved = [ResultRow.supervisorMethod, ResultRow.ceilingMethod]
    let isReserved = reserved.contains {
      label == $0 || label.hasPrefix($0 + RunResults.ownerMark)
    }
    if label.isEmpty || isReserved || label.contains(RunResults.selectionMark) {
      diagnostics.report(
        "a method cannot be called '\(label)'", at: node.mark,
        remedy: "give a name without '\(RunResults.selectionMark)' other than "
          + reserved.joined(separator: " and "))
    }
    return label
  }

  package var node: Node {
    let name = type(of: method).name
    var fields = [(name: name, value: method.node)]
    if label != name { fields.append((Self.labelKey, label.node)) }
    return .fields(fields)
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.label == right.label && Variant.equal(left.method, right.method)
  }
}
