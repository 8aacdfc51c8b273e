import Configuration
import Foundation
import Kernels
import Testing

@testable import Theory

@Suite struct ParameterTests {
  @Test func everyStudyHasItsNameOnce() {
    let names = Studies.all.map { $0.name }
    #expect(Set(names).count == 10)
    #expect(names.count == 10)
    #expect(Studies.named("ridge") is Ridge.Type)
    #expect(Studies.named("rigde") == nil)
  }

  /// Defaults satisfy their own checks, and survive being written and read.
  @Test(arguments: Studies.all.map { $0.name }) func defaultsAreValid(name: String) throws {
    func check<S: Study>(_ type: S.Type) throws {
      #expect(try decode(type, [:]) == S())
      var diagnostics = Diagnostics()
      #expect(S.decode(S().node, &diagnostics) == S())
      #expect(diagnostics.problems.isEmpty)
      let data = try JSONEncoder().encode(S())
      #expect(try JSONDecoder().decode(S.self, from: data) == S())
      #expect(!S.source.isEmpty && !S.summary.isEmpty)
    }
    let type = try #require(Studies.named(name))
    try check(type)
  }

  @Test func listsComeAsOneOrSeveral() throws {
    #expect(try decode(Variance.self, ["overlap": "5,15,30"]).overlap == [5, 15, 30])
    #expect(try decode(Variance.self, ["overlap": "5"]).overlap == [5])
    #expect(try decode(Variance.self, ["overlap": "5, 15"]).overlap == [5, 15])
  }

  private func problems<S: Study>(_ type: S.Type, _ arguments: [String: String]) -> String {
    do {
      _ = try decode(type, arguments)
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func impossibleParametersAreRefusedWithTheReason() {
    #expect(
      problems(Variance.self, ["labelled": "51"])
        == "argument labelled=51: n − d_w − 1 = 0: the supervisor's variance is infinite; "
        + "give more than 51 labelled examples or fewer weak features")
    #expect(problems(Variance.self, ["unlabelled": "30"]).contains("N − d_s − 1 = -21"))
    #expect(problems(Variance.self, ["overlap": "60"]).contains("more than both have"))
    #expect(problems(Variance.self, ["overlap": "5,5"]).contains("all different"))
    #expect(problems(Variance.self, ["overlap": "5,x"]).contains("whole number"))
    #expect(problems(Variance.self, ["noise": "0"]).contains("above 0"))
    #expect(problems(Variance.self, ["overlpa": "5"]).contains("did you mean 'overlap'?"))
    #expect(problems(Surrogate.self, ["samples": "500"]).contains("nothing to interpolate"))
    #expect(problems(Ridge.self, ["samples": "150"]).contains("n_s − d − 1 = -51"))
    #expect(problems(Ridge.self, ["student-samples": "201"]).contains("n_s − d − 1 = 0"))
    #expect(problems(RandomFeatures.self, ["students": "64"]).contains("narrower than"))
    #expect(problems(FeaturesReLU.self, ["students": "8"]).contains("narrower than"))
    #expect(problems(Misfit.self, ["samples": "20"]).contains("leaves no misfit"))
    #expect(problems(KLMisfit.self, ["samples": "50"]).contains("32 weights"))
    #expect(problems(Benign.self, ["weak-p": "1"]).contains("cannot interpolate 40 labels"))
    #expect(problems(Benign.self, ["u": "2.6"]).contains("cannot interpolate"))
    #expect(problems(Benign.self, ["p": "4", "u": "2"]).contains("numbers per draw"))
  }

  @Test(arguments: [1, 3]) func sameNumbersForAnyNumberOfThreads(threads: Int) throws {
    let study = try decode(
      Ridge.self, ["dimension": "20", "samples": "60", "draws": "7", "ridges": "0.1"])
    let reference = try study.run(WorkerTeam(threads: 2))
    #expect(try study.run(WorkerTeam(threads: threads)).rows == reference.rows)
  }

  @Test func progressCountsToTheEnd() throws {
    let study = try decode(
      Ridge.self, ["dimension": "5", "samples": "20", "draws": "4", "ridges": "0.1"])
    let last = LastProgress()
    _ = try study.run(WorkerTeam()) { last.set($0) }
    #expect(last.value == StudyProgress(study: "ridge", done: 4, total: 4))
  }
}

private final class LastProgress: @unchecked Sendable {
  private let lock = NSLock()
  private var stored: StudyProgress?
  var value: StudyProgress? { lock.withLock { stored } }
  func set(_ value: StudyProgress) { lock.withLock { stored = value } }
}
