import Kernels
import Storage

/// The program that made a result.
package struct Program: Codable, Equatable, Sendable {
  package var version: String
  /// Of the checkout it lies in; `unknown` for a program that was carried elsewhere.
  package var commit: String
  /// The instruction set that the numeric code was compiled for.
  package var instructionSet: String
  package var blas: Library
  /// Version by name.
  package var libraries: [String: String]

  /// The library that multiplies matrices.
  package struct Library: Codable, Equatable, Sendable {
    package var core: String
    /// Threads that it uses in one call.
    package var threads: Int
    package var configuration: String
    /// What `OPENBLAS_CORETYPE` forces upon it.
    package var forcedCore: String?
  }

  /// What `w2s --version` says.
  package static let version = "0.1.0"

  /// The Swift compiler that built the program.
  package static var compiler: String {
    #if compiler(>=6.4)
      "6.4 or later"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }

  package static func current() -> Program {
    Program(
      version: version, commit: SourceRevision.current(),
      instructionSet: Processor.instructionSet,
      blas: Library(
        core: BLAS.coreName, threads: 1, configuration: BLAS.configuration,
        forcedCore: BLAS.forcedCore),
      libraries: ["HDF5": HDF5Version.text, "Swift": compiler])
  }
}
