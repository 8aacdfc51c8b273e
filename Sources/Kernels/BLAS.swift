import COpenBLAS

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The library that multiplies matrices.
package enum BLAS {
  /// One thread per caller: work is split by `WorkerTeam`, so that results depend on neither the
  /// number of cores nor on OpenBLAS's own choice of threads.
  static let prepared: Void = openblas_set_num_threads(1)

  /// The kernels that OpenBLAS uses, for example `SkylakeX`.
  package static var coreName: String {
    prepared
    return openblas_get_corename().map { String(cString: $0) } ?? "unknown"
  }

  /// How OpenBLAS was built: version, threading and what it was told at run time.
  package static var configuration: String {
    prepared
    return openblas_get_config().map { String(cString: $0) } ?? "unknown"
  }

  /// The core that the environment forces upon OpenBLAS (`OPENBLAS_CORETYPE`), if it does.
  package static var forcedCore: String? {
    guard let value = getenv("OPENBLAS_CORETYPE") else { return nil }
    return String(cString: value)
  }

  /// Whether a forced core leaves out instructions that this processor has: gemm then runs at about
  /// half its speed. A warning to the user; their setting is respected.
  package static var isLowered: Bool {
    guard forcedCore != nil else { return false }
    return Processor.supportsAVX512 && !coresWithAVX512.contains(coreName.lowercased())
      || Processor.supportsAVX2 && coresWithoutAVX2.contains(coreName.lowercased())
  }

  private static let coresWithAVX512: Set = ["skylakex", "cooperlake", "sapphirerapids"]
  private static let coresWithoutAVX2: Set = [
    "prescott", "core2", "penryn", "dunnington", "nehalem", "sandybridge", "atom", "opteron",
    "opteron_sse3", "barcelona", "bobcat", "bulldozer", "piledriver", "steamroller", "generic",
  ]
}
