import Foundation
import Testing

@testable import Storage

/// How fast artifacts are written and read, beside the disk itself. Measured only when asked
/// (`W2S_MEASURE=1 swift test --filter ThroughputTests`): a figure of the machine, not a property of
/// the code.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["W2S_MEASURE"] != nil), .serialized)
struct ThroughputTests {
  static let megabytes = 512.0

  static func artifact() -> Artifact {
    let count = Int(megabytes) << 18
    let values = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      for i in 0..<count { buffer[i] = Float(i % 977) * 0.31 }
      initialized = count
    }
    return Artifact(arrays: ["values": StoredArray(.float32(values))])
  }

  func measure(_ name: String, rounds: Int = 5, _ body: () throws -> Void) rethrows {
    var best = Double.infinity
    var all: [Double] = []
    for _ in 0..<rounds {
      let start = ContinuousClock.now
      try body()
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      best = min(best, seconds)
      all.append(seconds)
    }
    let median = all.sorted()[rounds / 2]
    print(
      "\(name): median \(Int(Self.megabytes / median)) MiB/s, best \(Int(Self.megabytes / best))")
  }

  @Test func writesAndReads() throws {
    let folder = try Scratch()
    let artifact = Self.artifact()
    let store = ArtifactStore(folder: folder.path)
    let name = Fingerprint(of: "throughput")
    let plain = folder.path + "/plain"
    if case .float32(let values)? = artifact["values"]?.values {
      try measure("plain write and fsync") {
        let file = try Descriptor(plain, flags: O_RDWR | O_CREAT | O_TRUNC, action: "opened")
        try values.withUnsafeBytes { bytes in
          for start in stride(from: 0, to: bytes.count, by: pieceSize) {
            let end = min(bytes.count, start + pieceSize)
            try file.write(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), at: start)
          }
        }
        try file.sync()
      }
      measure("checksum alone") {
        var hash = SHA256()
        values.withUnsafeBytes { hash.update($0) }
        _ = hash.hexadecimal()
      }
    }
    unlink(plain)
    try measure("write") { try store.write(artifact, as: name) }
    try measure("read") { _ = try store.read(name) }
    try measure("verify") { try ArtifactFile.verify(store.path(of: name)) }
  }
}
