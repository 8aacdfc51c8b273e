import COpenBLAS

/// The processor at hand against the one that this program was compiled for.
package enum Processor {
  /// Instruction sets that the numeric code uses and this processor lacks. If there are any, the
  /// program must say so and stop: it would die of an illegal instruction.
  package static func missingFeatures() -> [String] {
    var missing: [String] = []
    while let name = w2s_missing_feature(Int32(missing.count)) {
      missing.append(String(cString: name))
    }
    return missing
  }

  /// The widest instruction set in the numeric code, for example `AVX-512`.
  package static var instructionSet: String { String(cString: w2s_instruction_set()) }

  static var supportsAVX2: Bool { w2s_has_avx2() != 0 }
  static var supportsAVX512: Bool { w2s_has_avx512() != 0 }
}
