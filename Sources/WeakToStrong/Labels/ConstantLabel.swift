import Configuration
import Training

/// One class for every example.
package struct ConstantLabel: LabelOperation {
  /// The class that is given; the one that is most frequent in the truth of the split unless given
  /// (the lowest of equals).
  package var label: Int?

  package init() {}

  package static let name = "constant"
  package static let summary = "the same class for every example"
  package static let source = "the majority baseline"
  package static var fields: [Field<Self>] {
    [
      Field(
        "class", \.label, "number of the class, from 0; the most frequent one unless given",
        check: Check("of at least 0") { ($0 ?? 0) >= 0 })
    ]
  }

  package func labels(_ material: LabelMaterial) throws -> Targets {
    var counts = [Int](repeating: 0, count: material.classes)
    for label in material.truth.hardened { counts[label] += 1 }
    let frequent = counts.firstIndex(of: counts.max() ?? 0) ?? 0
    let chosen = label ?? frequent
    guard chosen < material.classes else {
      throw TrainingError.unsuitableData(
        set: material.split.rawValue,
        problem: "there is no class \(chosen) among \(material.classes)",
        remedy: "give a class from 0 to \(material.classes - 1)")
    }
    return .classes([Int](repeating: chosen, count: material.count), of: material.classes)
  }
}
