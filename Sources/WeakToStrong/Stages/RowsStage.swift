import Datasets
import Storage
import Training

/// The examples of a split that a ``RowFilter`` keeps.
///
/// Artifact: `rows` [k], numbers of examples from 0, in the order in which they are learned from before
/// shuffling; attribute `of`: how many there were.
package struct RowsStage: Stage {
  package static let kind = "rows"
  package static let revision = 1
  private static let arrayName = "rows"

  package var filter: RowFilterChoice
  package var reading: LabelReading

  package init(_ filter: RowFilterChoice, _ reading: LabelReading) {
    self.filter = filter
    self.reading = reading
  }

  package var dependencies: [Fingerprint] { reading.dependencies }

  package func run(_ context: StageContext) throws -> Artifact {
    let material = try reading.material(context)
    let rows = try filter.filter.rows(material)
    guard !rows.isEmpty else {
      throw TrainingError.unsuitableData(
        set: reading.split.rawValue,
        problem: "filter \(type(of: filter.filter).name) leaves none of \(material.count) examples",
        remedy: "let it keep more")
    }
    return Artifact(
      arrays: [
        Self.arrayName: StoredArray(
          .int64(rows.map(Int64.init)),
          attributes: [
            "axes": .texts(["example"]), "meaning": "numbers of examples of the split, from 0",
          ])
      ],
      attributes: [
        "split": .text(reading.split.rawValue), "of": .integer(material.count),
      ])
  }

  static func rows(_ stage: Fingerprint, _ context: StageContext) throws -> [Int] {
    try context.artifact(stage, [arrayName]).int64(arrayName, in: context.place(stage))
      .map(Int.init)
  }
}
