import Testing

@testable import Datasets

@Suite struct ByteStreamTests {
  let folder: TemporaryFolder
  let bytes: [UInt8] = (0..<50_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }

  init() throws { folder = try TemporaryFolder() }

  /// Read in pieces of odd sizes through a small chunk, so that every boundary is met.
  private func readAll(_ path: String, chunk: Int = 257, piece: Int = 100) throws -> [UInt8] {
    let stream = try ByteStream(path: path, chunk: chunk)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: piece, alignment: 1)
    defer { buffer.deallocate() }
    var result: [UInt8] = []
    while true {
      let count = try stream.read(into: buffer)
      if count == 0 { return result }
      result += buffer[..<count]
    }
  }

  @Test func plainBytesComeAsTheyAre() throws {
    let path = try folder.write("plain.gz", bytes)
    #expect(try readAll(path) == bytes)
    #expect(try ByteStream(path: path).readAll() == bytes)
  }

  @Test func gzipIsKnownByItsContent() throws {
    let path = try folder.write("packed.txt", try gzip(bytes))
    #expect(try readAll(path) == bytes)
    #expect(try ByteStream(path: path).readAll() == bytes)
  }

  @Test(arguments: [0, 5])
  func membersOneAfterAnotherAreOneText(padding: Int) throws {
    let packed = try gzip(bytes) + gzip([]) + gzip([1, 2, 3])
    let path = try folder.write("m.gz", packed + [UInt8](repeating: 0, count: padding))
    #expect(try readAll(path) == bytes + [1, 2, 3])
  }

  @Test(arguments: [0, 1, 2])
  func tinyFiles(count: Int) throws {
    let path = try folder.write("tiny", Array([0x1f, 0x20].prefix(count)))
    #expect(try readAll(path).count == count)
  }

  @Test(arguments: [2, 10, 1000, -1, -8])
  func truncatedGzipIsAnError(length: Int) throws {
    let packed = try gzip(bytes)
    let path = try folder.write(
      "t.gz", Array(packed.prefix(length < 0 ? packed.count + length : length)))
    #expect(
      message(folder) { _ = try readAll(path) }
        == "t.gz: the gzip data end in the middle; fetch the file again")
  }

  @Test func corruptGzipIsAnError() throws {
    var packed = try gzip(bytes)
    packed[packed.count - 6] ^= 0xff
    let path = try folder.write("c.gz", packed)
    #expect(
      message(folder) { _ = try readAll(path) }
        == "c.gz: the gzip data are corrupt; fetch the file again")
    let trailing = try folder.write("d.gz", try gzip(bytes) + Array("text".utf8))
    #expect(
      message(folder) { _ = try readAll(trailing) }
        == "d.gz: something that is not gzip follows the gzip data; fetch the file again")
  }

  @Test func missingFilesAndFolders() throws {
    #expect(
      message(folder) { _ = try ByteStream(path: folder.path + "/none") }
        == "none: no such file; check the path")
    let error = #expect(throws: DatasetError.self) { _ = try ByteStream(path: folder.path) }
    #expect(error?.kind == .unreadable)
  }
}
