import Storage
import WeakToStrong

/// What has to be done for an experiment: stages in an order in which each comes after what it
/// needs, and what they give results of.
package struct Plan: Sendable {
  package private(set) var stages: [PlannedStage] = []
  /// Of an experiment of supervisors and students.
  package var cells: [Cell] = []
  /// Of an experiment whose models learn texts.
  package var textModels: [TextModel] = []
  /// Files that the experiment reads: name and SHA-256.
  package var inputs: [InputDescription] = []
  private var positions: [Fingerprint: Int] = [:]

  package init() {}

  package subscript(fingerprint: Fingerprint) -> PlannedStage? {
    positions[fingerprint].map { stages[$0] }
  }

  /// Adds a stage unless the same work is planned already: supervisors and ceilings that several
  /// cells share are computed once.
  package mutating func add(_ stage: any Stage, title: String, cost: Double) -> Fingerprint {
    let fingerprint = stage.fingerprint
    guard positions[fingerprint] == nil else { return fingerprint }
    for dependency in stage.dependencies {
      precondition(positions[dependency] != nil, "a stage was planned before what it needs")
    }
    positions[fingerprint] = stages.count
    stages.append(
      PlannedStage(fingerprint: fingerprint, stage: stage, title: title, cost: cost))
    return fingerprint
  }

  /// What a run is for, whatever the experiment is.
  package var goals: [any Goal] { cells + textModels }

  /// Without stages that no cell reads: a ceiling that every method replaces by its own.
  var needed: Plan {
    let needed = missing(for: goals.flatMap(\.targets)) { _ in false }
    var plan = Plan()
    (plan.cells, plan.textModels, plan.inputs) = (cells, textModels, inputs)
    for planned in stages where needed.contains(planned.fingerprint) {
      plan.positions[planned.fingerprint] = plan.stages.count
      plan.stages.append(planned)
    }
    return plan
  }

  /// The stages that have to run so that every one of `targets` exists: an artifact that is there
  /// needs nothing of what it was made from.
  package func missing(
    for targets: some Sequence<Fingerprint>, exists: (Fingerprint) -> Bool
  ) -> Set<Fingerprint> {
    var missing: Set<Fingerprint> = []
    var open = Array(targets)
    while let fingerprint = open.popLast() {
      guard !missing.contains(fingerprint), !exists(fingerprint) else { continue }
      missing.insert(fingerprint)
      open.append(contentsOf: self[fingerprint]?.stage.dependencies ?? [])
    }
    return missing
  }
}

/// Something that a run gives results of, once the artifacts are there that they are computed from.
package protocol Goal: Sendable {
  /// For people.
  var title: String { get }
  var targets: [Fingerprint] { get }
}

/// A stage with what a person and a scheduler want to know of it.
package struct PlannedStage: Sendable {
  package var fingerprint: Fingerprint
  package var stage: any Stage
  /// For people: `student large on small's labels, finetune, seed 0`.
  package var title: String
  /// Floating-point operations, roughly.
  package var cost: Double

  package var kind: String { type(of: stage).kind }
}
