import Configuration
import Kernels
import Testing

@testable import Theory

/// The parameters of a study as `key=value` arguments give them.
func decode<S: Study>(_ type: S.Type, _ arguments: [String: String]) throws -> S {
  var diagnostics = Diagnostics()
  let entries = arguments.sorted { $0.key < $1.key }.map { key, value in
    let mark = Mark.argument("\(key)=\(value)")
    return Node.Entry(key: key, mark: mark, value: Node(.scalar(value, quoted: false), mark: mark))
  }
  let node = Node(.mapping(entries), mark: .argument("theory \(type.name)"))
  let study = S.decode(node, &diagnostics)
  try diagnostics.throwIfAny()
  return try #require(study)
}

let team = WorkerTeam(threads: 2)

extension StudyResult {
  /// The claims that fall short, in words.
  var failures: [String] {
    claims.filter { $0.verdict == .fallsShort }.map { "\($0.name): \(short($0.measured))" }
  }

  func claim(_ start: String) throws -> Claim {
    try #require(claims.first { $0.name.hasPrefix(start) })
  }
}

/// Standard normal numbers.
struct RandomDraws {
  private var stream: RandomStream
  init(seed: Int) { stream = RandomStream(seed: UInt64(seed), "test") }
  mutating func next() -> Double { stream.normalDouble() }
}
