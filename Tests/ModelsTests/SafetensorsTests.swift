import Foundation
import Testing

@testable import Models

/// A safetensors file of the given header and data in a place of its own, removed afterwards.
@discardableResult private func withFile<Result>(
  header: String, data: [UInt8], length: UInt64? = nil, _ body: (String) throws -> Result
) throws -> Result {
  let url = FileManager.default.temporaryDirectory
    .appendingPathComponent("w2s-\(UUID().uuidString).safetensors")
  var bytes = Data()
  withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian) {
    bytes.append(contentsOf: $0)
  }
  bytes.append(contentsOf: header.utf8)
  bytes.append(contentsOf: data)
  try bytes.write(to: url)
  defer { try? FileManager.default.removeItem(at: url) }
  return try body(url.path)
}

private func bytes(_ words: [UInt16]) -> [UInt8] {
  words.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
}

@Suite struct SafetensorsTests {
  @Test func widensHalfPrecisionExactly() throws {
    // 1, −2, the greatest, the least normal, the least subnormal, −0, infinity
    let half: [UInt16] = [0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x8000, 0x7c00]
    let values: [Float] = [1, -2, 65504, 0x1p-14, 0x1p-24, -0.0, .infinity]
    try withFile(
      header: #"{"a":{"dtype":"F16","shape":[7],"data_offsets":[0,14]}}"#, data: bytes(half)
    ) { path in
      let found = try SafetensorsFile(path: path).floats("a")
      #expect(found.map(\.bitPattern) == values.map(\.bitPattern))
    }
  }

  @Test func widensBrainFloatsExactly() throws {
    let words: [UInt16] = [0x3f80, 0xc049, 0x0001, 0xff80]
    try withFile(
      header:
        #"{"a":{"dtype":"BF16","shape":[2,2],"data_offsets":[0,8]},"__metadata__":{"k":"v"}}"#,
      data: bytes(words)
    ) { path in
      let found = try SafetensorsFile(path: path).floats("a", shape: [2, 2])
      #expect(found.map(\.bitPattern) == words.map { UInt32($0) << 16 })
    }
  }

  @Test func refusesAnotherShapeAndAnUnknownName() throws {
    try withFile(
      header: #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, data: [0, 0, 128, 63]
    ) { path in
      let file = try SafetensorsFile(path: path)
      #expect(try file.floats("a") == [1])
      #expect(
        throws: ModelError.wrongShape(parameter: "a", expected: [1, 1], found: [1], from: path)
      ) { try file.floats("a", shape: [1, 1]) }
      #expect(throws: ModelError.missingParameter("b", from: path)) { try file.floats("b") }
    }
  }

  private static let a = #""a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#

  @Test(
    arguments: [
      ("", "its header is not the JSON of a safetensors file"),
      ("[1]", "its header is not the JSON of a safetensors file"),
      ("{\(a)", "its header is not the JSON of a safetensors file"),
      (
        #"{"a":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}}"#,
        "tensor 'a' has the unknown type 'F31'"
      ),
      (
        #"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}"#,
        "tensor 'a' lies at [0, 12], outside the 8 bytes of data"
      ),
      (
        #"{"a":{"dtype":"F32","shape":[0],"data_offsets":[4,0]}}"#,
        "tensor 'a' lies at [4, 0], outside the 8 bytes of data"
      ),
      (
        #"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#,
        "tensor 'a' has the impossible shape [-2]"
      ),
      (
        #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}"#,
        "tensor 'a' has the impossible shape [4611686018427387904, 4]"
      ),
      (
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}"#,
        "tensor 'a' of shape [1] needs 4 bytes, has 8"
      ),
      (
        #"{\#(a),"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}"#,
        "tensor 'b' overlaps another"
      ),
      ("{\(a)}", "4 bytes after the last tensor belong to nobody"),
      (
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
        "bytes before 'a' belong to nobody"
      ),
    ])
  func refusesAMalformedHeader(header: String, problem: String) throws {
    try withFile(header: header, data: [UInt8](repeating: 0, count: 8)) { path in
      #expect(
        throws: ModelError.malformedWeights(
          file: path, problem: problem, remedy: "download or export the file again")
      ) { _ = try SafetensorsFile(path: path) }
    }
  }

  @Test(arguments: [UInt64(3), 1000, .max])
  func refusesAHeaderLengthThatIsNotTrue(length: UInt64) throws {
    try withFile(header: "{}", data: [], length: length) { path in
      let error = #expect(throws: ModelError.self) { try SafetensorsFile(path: path) }
      #expect(error?.description.contains("claims a header of \(length) bytes") == true)
    }
  }

  @Test func refusesAnAbsentFile() {
    #expect(throws: ModelError.self) { try SafetensorsFile(path: "/nowhere/weights.safetensors") }
  }
}
