import Configuration
import Testing
import Training
import WeakToStrong

@Suite struct ProbeTests {
  /// Supervisor, student and ceiling are linear models, each on the hidden states of its own model.
  @Test func everyoneIsAProbe() {
    var planner = RecordingPlanner()
    var cell = MethodCell.sample
    let supervisor = Probe().supervisor(of: cell, &planner)
    #expect(supervisor != cell.supervisor)
    cell.supervisor = supervisor
    _ = Probe().student(of: cell, &planner)
    _ = Probe().ceiling(of: cell, &planner)
    #expect(
      planner.trainings == [
        "small from ground truth on supervisor, hidden states of small",
        "large from small: cross-entropy, soft, hidden states of large",
        "large from ground truth on transfer, hidden states of large",
      ])
    #expect(planner.requests[1].teacher == supervisor)
    for request in planner.requests {
      #expect(request.training?.epochs == 200)
      #expect(request.training?.batch == .examples(128))
      #expect(request.training?.rate == 1e-3)
    }
  }

  @Test func theSupervisorMayStayWhatItIs() throws {
    var planner = RecordingPlanner()
    let method = try #require(try decode(Probe.self, mapping(["supervisor": word("false")])))
    #expect(method.supervisor(of: .sample, &planner) == MethodCell.sample.supervisor)
    var imported = MethodCell.sample
    imported.supervisorName = "elsewhere"
    #expect(Probe().supervisor(of: imported, &planner) == imported.supervisor)
    #expect(planner.requests.isEmpty)
  }

  @Test func theFileChangesWhatItSays() throws {
    let method = try #require(
      try decode(
        Probe.self, mapping(["training": mapping(["steps": word("10"), "rate": word("0.1")])])))
    #expect(method.training.configuration.steps == 10)
    #expect(method.training.configuration.rate == 0.1)
    #expect(method.training.configuration.batch == .examples(128))
    #expect(try decode(Probe.self, method.node) == method)
  }

  @Test func textsComeFirstWhereTheOptionsSaySo() throws {
    var planner = RecordingPlanner()
    let method = try #require(
      try decode(Probe.self, mapping(["generative": mapping(["splits": list(word("transfer"))])])))
    _ = method.student(of: .sample, &planner)
    _ = method.supervisor(of: .sample, &planner)
    #expect(
      planner.trainings == [
        "large from small: cross-entropy, soft, hidden states after texts",
        "small from ground truth on supervisor, hidden states of small",
      ])
  }
}

@Suite struct FinetuneThenProbeTests {
  @Test func theProbeOfTheStudentSeesTheTruth() {
    var planner = RecordingPlanner()
    _ = FinetuneThenProbe().student(of: .sample, &planner)
    #expect(
      planner.trainings == [
        "large from small: cross-entropy, soft",
        "large from ground truth on transfer, hidden states of a trained model",
      ])
    #expect(FinetuneThenProbe().isOracle)
  }

  /// Beside it the same probe of a student that nobody trained.
  @Test func isComparedWithTheUntouchedModel() throws {
    var method = FinetuneThenProbe()
    method.training.configuration.rate = 0.5
    let control = try #require(method.matchedControls.first?.method as? GroundTruthProbe)
    #expect(control.training == method.training)
    var planner = RecordingPlanner()
    _ = control.student(of: .sample, &planner)
    #expect(
      planner.trainings == ["large from ground truth on transfer, hidden states of large"])
  }
}
