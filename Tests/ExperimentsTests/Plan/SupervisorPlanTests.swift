import Datasets
import Foundation
import Models
import Storage
import Testing
import WeakToStrong

@testable import Experiments

/// What is planned for supervisors that are made of others, for filters and for controls.
@Suite struct SupervisorPlanTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    _ = try folder.file("points.csv", "x,y,label\n1,2,0\n")
  }

  private func plan(
    _ entry: String, pairs: String, _ changes: KeyValuePairs<String, String> = [:]
  ) throws -> Plan {
    var text = pointsExperiment([
      "  small:": "  it: \(entry)\n  small:", "pairs: all": "pairs: \(pairs)",
    ])
    for (old, new) in changes { text = text.replacingOccurrences(of: old, with: new) }
    return try Planner.plan(
      experiment(text), dataRoot: DataRoot(folder.path), weightsRoot: "Weights")
  }

  private func titles(_ plan: Plan, _ kind: String) -> [String] {
    plan.stages.filter { $0.kind == kind }.map(\.title)
  }

  /// Labels of three splits, no training but the student's and its ceiling's.
  @Test func simulated() throws {
    let plan = try plan("{simulated: {accuracy: 0.8}}", pairs: "[[it, large]]")
    #expect(
      titles(plan, "derive").sorted() == [
        "test labels it, seed 0", "transfer labels it, seed 0", "validation labels it, seed 0",
      ])
    #expect(
      titles(plan, "train") == [
        "student large on labels of it (cross-entropy), seed 0", "ceiling large, seed 0",
      ])
    #expect(plan.cells[0].supervisorRole.training == nil)
    #expect(plan.cells[0].supervisorRole.owner.student == nil)
  }

  /// It needs nothing of the supervisors' examples unless something of it is trained.
  @Test func theSplitOfSupervisors() throws {
    let none = ["{supervisor: 10,": "{supervisor: 0,"] as KeyValuePairs
    _ = try plan("{simulated: {accuracy: 0.8}}", pairs: "[[it, large]]", none)
    for entry in ["{simulated: {like: small}}", "{ensemble: {of: small}}"] {
      let error = #expect(throws: (any Error).self) {
        try plan(entry, pairs: "[[it, large]]", none)
      }
      #expect(
        error.map { "\($0)" }?.contains("supervisor 'it' has no examples to be trained on") == true)
    }
  }

  /// Students of one size share the ceiling that supervisor's errors follow; the supervisor is another
  /// for each size.
  @Test func errorsOfTheStudentsCeiling() throws {
    let plan = try plan(
      "{simulated: {like: small, errors: least-confident}}",
      pairs: "[[it, medium], [it, large], [small, large]]")
    let ceilings = titles(plan, "train").filter { $0.hasPrefix("ceiling") }
    #expect(ceilings.sorted() == ["ceiling large, seed 0", "ceiling medium, seed 0"])
    #expect(plan.cells.map(\.supervisorRole.owner.student) == ["medium", "large", nil])
    #expect(plan.cells[0].supervisorRole.test != plan.cells[1].supervisorRole.test)
    #expect(titles(plan, "train").count { $0.hasPrefix("supervisor small") } == 1)
  }

  @Test func whatDependsOnAStudentThroughOthers() throws {
    let plan = try plan(
      "{ensemble: {of: [small, other]}}\n  other: {simulated: {accuracy: 0.5, errors: most-confident}}",
      pairs: "[[it, medium], [it, large]]")
    #expect(plan.cells.map(\.supervisorRole.owner.student) == ["medium", "large"])
    #expect(plan.cells[0].supervisorRole.test != plan.cells[1].supervisorRole.test)
  }

  /// The first member is the supervisor of the pair beside it.
  @Test func anEnsembleSharesItsFirstMember() throws {
    let plan = try plan(
      "{ensemble: {of: small, members: 3}}", pairs: "[[it, large], [small, large]]")
    #expect(
      titles(plan, "train").filter { $0.hasPrefix("supervisor") } == [
        "supervisor small, seed 0", "supervisor small number 2, seed 0",
        "supervisor small number 3, seed 0",
      ])
    #expect(titles(plan, "rows").isEmpty)
  }

  @Test func baggedMembersHaveRowsOfTheirOwn() throws {
    let plan = try plan("{ensemble: {of: small, members: 3, bag: true}}", pairs: "[[it, large]]")
    #expect(titles(plan, "rows").count == 3)
    let trainings = plan.stages.compactMap { $0.stage as? TrainStage }
      .filter { $0.split == .supervisor }
    #expect(Set(trainings.compactMap(\.rows)).count == 3)
    #expect(Set(trainings.map(\.fingerprint)).count == 3)
    // Another seed draws other rows.
    let other = try self.plan(
      "{ensemble: {of: small, members: 3, bag: true}}", pairs: "[[it, large]]",
      ["seeds: [0]": "seeds: [1]"])
    func rows(_ plan: Plan) -> Set<Fingerprint> {
      Set(plan.stages.filter { $0.kind == "rows" }.map(\.fingerprint))
    }
    #expect(rows(plan).isDisjoint(with: rows(other)))
  }

  /// A linear model on the task's features: the same work whoever learns from it.
  @Test func firstFeatures() throws {
    let plan = try plan("{first-features: {k: 1}}", pairs: "[[it, medium], [it, large]]")
    let trainings = plan.stages.compactMap { $0.stage as? TrainStage }
      .filter { $0.split == .supervisor }
    #expect(trainings.count == 1)
    #expect((trainings[0].model.architecture as? LinearModel)?.first == 1)
    #expect(trainings[0].training.epochs == 200 && trainings[0].activations == nil)
    #expect(plan.cells.map(\.supervisorRole.owner.student) == ["medium", "large"])
    let error = #expect(throws: (any Error).self) {
      try self.plan("{first-features: {k: 3}}", pairs: "[[it, large]]")
    }
    #expect(
      error.map { "\($0)" }
        == "architecture linear: 3 features are to be read and there are 2; choose at most 2")
  }

  /// Labels of controls are new, ceilings and supervisors those that there are; a full share of true
  /// labels is derived, and learned like any other.
  @Test func controlsShareEverythingElse() throws {
    let plain = try plan("{simulated: {accuracy: 0.8}}", pairs: "[[small, large]]")
    let all = try plan(
      "{simulated: {accuracy: 0.8}}", pairs: "[[small, large]]",
      ["methods: [finetune]": "methods: [finetune]\ncontrols: all"])
    #expect(
      all.cells.map(\.method) == [
        "finetune", "shuffled-labels", "random-labels", "constant-label",
        "ground-truth-mixing-0.01", "ground-truth-mixing-0.1", "ground-truth-mixing-0.5",
        "ground-truth-mixing-1.0", "supervisor-split",
      ])
    let before = Set(plain.stages.map(\.fingerprint))
    #expect(before.isSubset(of: Set(all.stages.map(\.fingerprint))))
    let added = all.stages.filter { !before.contains($0.fingerprint) }
    // Seven sets of labels on transfer, validation and (for the curve) test; eight students with predictions on test.
    #expect(added.count { $0.kind == "derive" } == 7 * 3)
    #expect(added.count { $0.kind == "train" } == 8)
    #expect(added.count { $0.kind == "label" } == 8)
    #expect(added.count == 37)
    let roles = all.cells.map { [$0.supervisorRole, $0.ceilingRole] }
    #expect(roles.allSatisfy { $0 == roles[0] })
  }

  @Test func someControls() throws {
    let plan = try plan(
      "{simulated: {accuracy: 0.8}}", pairs: "[[small, large]]",
      [
        "methods: [finetune]":
          "methods: [finetune]\ncontrols: [{ground-truth-mixing: {fractions: [0.2]}}, random-labels]"
      ])
    #expect(plan.cells.map(\.method) == ["finetune", "ground-truth-mixing-0.2", "random-labels"])
  }

  /// What is learned from less is another training; supervisor and ceiling stay.
  @Test func filtersChangeTheStudentAlone() throws {
    let plan = try plan(
      "{simulated: {accuracy: 0.8}}", pairs: "[[small, large]]",
      [
        "[finetune]":
          "[finetune, {finetune: {filter: oracle}, as: right}, {finetune: {relabel: sharpen}, as: sure}]"
      ])
    #expect(titles(plan, "rows").count == 1)
    #expect(titles(plan, "derive").count == 3)
    #expect(plan.cells.allSatisfy { $0.supervisorRole == plan.cells[0].supervisorRole })
    #expect(Set(plan.cells.map(\.studentRole.test)).count == 3)
  }
}
