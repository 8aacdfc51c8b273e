import Configuration
import Testing
import Training
import WeakToStrong

@Suite struct ControlTests {
  /// Names of methods and controls stand in one column.
  @Test func namesDiffer() {
    let names = (Methods.all + Controls.all).map { $0.name }
    #expect(Set(names).count == names.count)
    for control in Controls.all {
      #expect(!control.summary.isEmpty && !control.source.isEmpty, "\(control.name)")
    }
  }

  @Test(arguments: [
    (ShuffledControl() as any Method, "shuffled"), (RandomControl(), "random"),
    (ConstantControl(), "constant"), (GroundTruthControl(), "ground-truth-mixture"),
  ])
  func aStudentOfOtherLabels(_ control: any Method, _ operation: String) throws {
    func student(_ method: some Method) -> RecordingPlanner {
      var planner = RecordingPlanner()
      _ = method.student(of: .sample, &planner)
      return planner
    }
    let planner = student(control)
    #expect(planner.trainings == ["large from \(operation)(small): cross-entropy, soft"])
    guard case .derived(let labels)? = planner.requests[0].teacher else {
      Issue.record("the teacher is derived")
      return
    }
    #expect(type(of: labels.operation.operation).name == operation)
    #expect(labels.inputs == [MethodCell.sample.supervisor] && labels.seed == 5)
  }

  @Test func aVariantForEachShare() throws {
    let control = try #require(
      try decode(
        GroundTruthControl.self, mapping(["fractions": list(word("0.1"), word("1"))])))
    #expect(control.isOracle)
    #expect(control.variants.map(\.suffix) == ["0.1", "1.0"])
    #expect(
      control.variants.map { ($0.method as? GroundTruthControl)?.fractions } == [[0.1], [1.0]])
  }

  @Test func theSupervisorsOwnExamples() {
    var planner = RecordingPlanner()
    _ = SupervisorSplitControl().student(of: .sample, &planner)
    #expect(planner.trainings == ["large from ground truth on supervisor"])
    #expect(SupervisorSplitControl().isOracle)
  }

  @Test(arguments: [ShuffledControl() as any Method, RandomControl(), ConstantControl()])
  func realTargetsHaveNoClasses(_ control: any Method) {
    let found = problems(control, target: .real, at: word("it"))
    let name = type(of: control).name
    #expect(
      found == [
        "a.yaml:3:5: control \(name) is for classes and the task has real targets; remove it"
      ])
  }
}
