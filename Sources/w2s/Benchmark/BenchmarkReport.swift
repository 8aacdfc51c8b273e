import Experiments
import Kernels
import Training

/// A measurement with everything that is needed to understand it elsewhere.
struct BenchmarkReport: Encodable {
  /// Where it was measured.
  struct Place: Encodable {
    var processor: String
    var cores: Int
    var memoryBytes: UInt64
    var system: String
    /// The instruction set that the numeric code was compiled for.
    var instructionSet: String
    /// The kernels that OpenBLAS uses.
    var blasCore: String
    var blas: String
    /// What `OPENBLAS_CORETYPE` forces upon it.
    var forcedCore: String?
    /// Whether the processor could do better than that.
    var isLowered: Bool
    /// Of the program.
    var version: String
    var commit: String

    static func current() -> Place {
      let (machine, program) = (Machine.current(), Program.current())
      return Place(
        processor: machine.processor, cores: machine.cores, memoryBytes: machine.memoryBytes,
        system: machine.system, instructionSet: program.instructionSet,
        blasCore: program.blas.core, blas: program.blas.configuration,
        forcedCore: program.blas.forcedCore, isLowered: BLAS.isLowered,
        version: program.version, commit: program.commit)
    }
  }

  var settings: BenchmarkSettings
  var machine: Place
  var peak: MatrixProductPeak
  var training: ModelBenchmark.Speed
  var inference: ModelBenchmark.Speed
  var memory: ModelBenchmark.Memory
  /// The most memory that the whole process ever held.
  var residentPeakBytes: Int
  var trainingProfile: [ModelBenchmark.Operation]?
  var inferenceProfile: [ModelBenchmark.Operation]?

  init(_ settings: BenchmarkSettings, _ result: ModelBenchmark.Result) {
    self.settings = settings
    machine = .current()
    peak = result.peak
    training = result.training
    inference = result.inference
    memory = result.memory
    residentPeakBytes = Machine.peakMemoryBytes()
    trainingProfile = result.trainingProfile
    inferenceProfile = result.inferenceProfile
  }
}
