import Testing

@testable import Kernels

@Suite struct ProcessorTests {
  @Test func thisProcessorRunsWhatWasCompiledForIt() {
    #expect(Processor.missingFeatures() == [])
    #expect(!Processor.instructionSet.isEmpty)
  }

  @Test func blasTellsWhatItIs() {
    #expect(!BLAS.coreName.isEmpty && BLAS.coreName != "unknown")
    #expect(BLAS.configuration.contains("OpenBLAS"))
  }

  /// Whoever forces an older core upon OpenBLAS is told; without that there is nothing to tell.
  @Test func aForcedOlderCoreIsNoticed() {
    switch BLAS.forcedCore?.lowercased() {
    case nil: #expect(!BLAS.isLowered)
    case "haswell", "zen": #expect(BLAS.isLowered == Processor.supportsAVX512)
    case "prescott", "nehalem": #expect(BLAS.isLowered == Processor.supportsAVX2)
    default: break
    }
  }
}
