import Foundation
import Storage
import Testing

@Suite struct FingerprintTests {
  private struct Stage: Encodable {
    var name = "train"
    var rate = 5e-5
    var small: Float = 0.1
    var whole = 1.0
    var seeds: [UInt64] = [0, .max]
    var missing: Int?
    var nested = ["b": ["é": true], "a": [:], "B": ["\"\\\n": false]]
    var tags: Set = ["z", "a", "m"]
    var never = Double.infinity

    enum Kind: String, Codable { case one, two }
    var kinds: [Kind: Int] = [.two: 2, .one: 1]
  }

  @Test func canonicalText() {
    let text =
      #"{"kinds":["one",1,"two",2],"name":"train","nested":{"B":{"\"\\\u000a":false},"a":{},"#
      + #""b":{"é":true}},"never":"inf","rate":5e-05,"seeds":[0,18446744073709551615],"#
      + #""small":0.1,"tags":["a","m","z"],"whole":1.0}"#
    for _ in 0..<20 { #expect(CanonicalJSON.text(of: Stage()) == text) }
  }

  @Test func canonicalTextIsJSON() throws {
    let data = Data(CanonicalJSON.text(of: Stage()).utf8)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object["rate"] as? Double == 5e-5)
  }

  @Test(arguments: [
    0.1 + 0.2, 1 / 3.0, .leastNonzeroMagnitude, 1.7976931348623157e308, -0.0, 123_456_789.123,
  ])
  func numbersReadBackTheSame(value: Double) {
    let text = CanonicalJSON.text(of: [value])
    #expect(Double(text.dropFirst().dropLast())?.bitPattern == value.bitPattern)
  }

  @Test func sha256OfKnownTexts() {
    #expect(
      Fingerprint(ofBytes: "abc".utf8).description
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      Fingerprint(ofBytes: []).description
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test func ofFiles() throws {
    let scratch = try Scratch()
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try scratch.write(bytes, to: "f")
    #expect(try Fingerprint(ofFile: scratch.file("f")) == Fingerprint(ofBytes: bytes))
    let error = #expect(throws: StorageError.self) { try Fingerprint(ofFile: scratch.file("g")) }
    #expect(error?.kind == .missing)
  }

  @Test func roundTripsAsText() throws {
    let fingerprint = Fingerprint(of: Stage())
    let data = try JSONEncoder().encode([fingerprint])
    #expect(try JSONDecoder().decode([Fingerprint].self, from: data) == [fingerprint])
    #expect(Fingerprint(fingerprint.description) == fingerprint)
    #expect(Fingerprint("abc") == nil)
    #expect(Fingerprint(fingerprint.description.uppercased()) == nil)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([Fingerprint].self, from: Data("[\"xyz\"]".utf8))
    }
  }
}
