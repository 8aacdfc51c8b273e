import Configuration
import WeakToStrong

/// Entries that are made of other entries.
extension ModelLadder {
  /// The entry and all that it is made of, directly or not.
  func parts(of name: String) -> Set<String> {
    var parts: Set<String> = []
    var open = [name]
    while let next = open.popLast() {
      guard parts.insert(next).inserted else { continue }
      open += self[next]?.recipe?.references ?? []
    }
    return parts
  }

  /// Whether it labels otherwise for each student.
  func dependsOnStudent(_ name: String) -> Bool {
    parts(of: name).contains { self[$0]?.recipe?.looksAtStudent == true }
  }

  /// Whether something of it learns the supervisors' examples.
  func isTrained(_ name: String) -> Bool {
    parts(of: name).contains { part in
      guard let entry = self[part] else { return false }
      return entry.recipe?.isTrained ?? !entry.isSupervisorOnly
    }
  }

  /// Reports entries that are made of what there is not, or of themselves.
  /// - Parameter node: the section of models.
  /// - Returns: whether there are none.
  func checkReferences(_ node: Node, _ diagnostics: inout Diagnostics) -> Bool {
    let before = diagnostics.problems.count
    var circle: Set<String> = []
    for entry in entries {
      guard let references = entry.recipe?.references else { continue }
      let mark = (node[entry.name] ?? node).mark
      for name in references where self[name] == nil {
        diagnostics.reportUnknown(
          "model", name, at: mark, among: names.filter { $0 != entry.name })
      }
      guard !circle.contains(entry.name),
        references.contains(where: { parts(of: $0).contains(entry.name) })
      else { continue }
      // Said once for all that stand in the same circle.
      circle.formUnion(parts(of: entry.name))
      diagnostics.report(
        "supervisor '\(entry.name)' is made of itself", at: mark, remedy: "name other models")
    }
    return diagnostics.problems.count == before
  }
}
