/// One token per byte of UTF-8: ids 0 … 255.
package struct ByteTokenizer: Tokenizer {
  package let vocabularySize = 256

  package init() {}

  package func encode(
    _ bytes: UnsafeBufferPointer<UInt8>, into ids: inout [Int32], _ cache: WordCache
  ) {
    for byte in bytes { ids.append(Int32(byte)) }
  }

  package func bytes(of id: Int32) -> [UInt8]? { UInt8(exactly: id).map { [$0] } }

  /// Byte-level pairs of which none is joined.
  package var modelFiles: [TokenizerFile]? {
    BytePairTokenizer(tokens: (0..<256).map { [UInt8($0)] }, merges: []).modelFiles
  }
}
