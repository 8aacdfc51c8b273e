import Testing

@testable import Datasets

@Suite struct IDXFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func header(_ type: UInt8, _ shape: [UInt8]) -> [UInt8] {
    [0, 0, type, UInt8(shape.count)] + shape.flatMap { [0, 0, 0, $0] }
  }

  @Test(arguments: [false, true])
  func readsBytes(packed: Bool) throws {
    let bytes = header(0x08, [2, 1, 3]) + [0, 51, 255, 102, 153, 204]
    let file = try IDXFile(path: try folder.write("x", packed ? try gzip(bytes) : bytes))
    #expect(file.shape == [2, 1, 3])
    #expect((file.records, file.width) == (2, 3))
    var values: [Float] = []
    file.append(record: 1, to: &values)
    #expect(values == [0.4, 0.6, 0.8])
  }

  @Test(
    arguments: [
      (0x09, [0xfe, 2], [-2, 2]), (0x0b, [0xff, 0xfe, 1, 0], [-2, 256]),
      (0x0c, [0xff, 0xff, 0xff, 0xfe, 0, 1, 0, 0], [-2, 65536]),
      (0x0d, [0x3f, 0xc0, 0, 0, 0xbf, 0x80, 0, 0], [1.5, -1]),
      (0x0e, [0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0], [1.5, -2]),
    ] as [(UInt8, [UInt8], [Double])])
  func readsOtherTypes(type: UInt8, bytes: [UInt8], values: [Double]) throws {
    let file = try IDXFile(path: try folder.write("x", header(type, [2]) + bytes))
    #expect((0..<2).map { file.value($0) } == values)
  }

  @Test(
    arguments: [
      ([], "x: the file is empty; fetch the file again"),
      ([1, 2, 3, 4], "x: this is no IDX file; name its format with `format:`"),
      ([0, 0, 8, 2, 0, 0], "x: the IDX header ends in the middle; fetch the file again"),
      (
        [0, 0, 8, 1, 0, 0, 0, 3, 1],
        "x: the IDX header says [3], 3 bytes of values, but there are 1; fetch the file again"
      ),
    ] as [([UInt8], String)])
  func saysWhatIsWrong(bytes: [UInt8], expected: String) throws {
    let path = try folder.write("x", bytes)
    #expect(message(folder) { _ = try IDXFile(path: path) } == expected)
  }
}
