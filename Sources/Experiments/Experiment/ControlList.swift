import Configuration
import WeakToStrong

/// `controls:`: `all`, or some of them, each by name or with settings.
package struct ControlList: ConfigurationValue, Equatable {
  package var entries: [MethodEntry] = []

  package init(_ entries: [MethodEntry] = []) { self.entries = entries }

  package static var schema: ValueSchema {
    .anyOf([.choice(["all"]), .list(.variant(Controls.all.map { $0.variantSchema }))])
  }

  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Self? {
    switch node.content {
    case .scalar("all", quoted: _):
      return Self(
        Controls.all.map { control in
          var entry = MethodEntry(control.init())
          entry.place = node
          return entry
        })
    case .sequence(let nodes):
      let entries = nodes.map {
        MethodEntry.decode($0, noun: "control", among: Controls.all, &diagnostics)
      }
      return entries.contains { $0 == nil } ? nil : Self(entries.compactMap { $0 })
    default:
      diagnostics.reportMismatch(
        node, wanted: "controls",
        example: "all, or a list such as [\(Controls.all.map { $0.name }.joined(separator: ", "))]")
      return nil
    }
  }

  package var node: Node { entries.node }
}
