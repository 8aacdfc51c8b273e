import Configuration
import Storage
import Testing

@testable import w2s

/// Testing has a type of that name too.
typealias Status = w2s.ExitStatus

@Suite struct ExitStatusTests {
  @Test func hasTheCodesOfTheDesign() {
    #expect(Status.allCases.map(\.rawValue) == [0, 1, 64, 65, 74, 75, 130])
  }

  @Test(arguments: [
    (StorageError.Kind.missing, Status.inputOutput), (.diskFull, .inputOutput),
    (.locked(process: 5), .inputOutput), (.failed, .inputOutput), (.cancelled, .inputOutput),
    (.foreign, .badData), (.damaged, .badData), (.unexpected, .badData),
  ])
  func followsFromStorageErrors(kind: StorageError.Kind, status: Status) {
    let error = StorageError(kind, file: "a.h5", problem: "x", remedy: "y")
    #expect(Status(error) == status)
  }

  @Test func followsFromOtherErrors() {
    #expect(Status(ConfigurationError([])) == .usage)
    #expect(Status(UnsuitableProcessor(missing: ["avx2"])) == .usage)
    #expect(Status(CancellationError()) == .cellFailed)
  }

  @Test func namesTheInstructionsThatLack() {
    #expect(
      UnsuitableProcessor(missing: ["avx2", "fma"]).description
        == "this processor lacks avx2, fma, which this program was built for; "
        + "build it on this machine, or with W2S_MARCH=x86-64-v2")
  }
}
