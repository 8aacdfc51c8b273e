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
    if BLAS.forcedCore == nil { #expect(!BLAS.isLowered) }
  }
}
