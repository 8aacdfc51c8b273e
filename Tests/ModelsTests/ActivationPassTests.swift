import Autograd
import Foundation
import Kernels
import Testing

@testable import Models

@Suite struct ActivationPassTests {
  private static let models = [
    "bert-masked", "gpt2-tied", "llama-tied", "neox-parallel", "qwen2-untied",
  ]

  /// What a pass gives, by output.
  private func outputs(
    _ fixture: ParityFixture, _ request: ActivationRequest, memory: Int, batchTokens: Int = 2048,
    threads: Int = 1
  ) throws -> [ActivationPass.Output: [Float]] {
    let pass = try ActivationPass(
      fixture.source, request, memory: memory, batchTokens: batchTokens,
      scratch: ScratchFolder(FileManager.default.temporaryDirectory.path, remedy: "try another"))
    #expect(pass.isStreamed == (memory < .max))
    var outputs: [ActivationPass.Output: [Float]] = [:]
    var fractions: [Double] = []
    try pass.run(
      fixture.packed, team: WorkerTeam(threads: threads), progress: { fractions.append($0) },
      sink: { outputs[$0, default: []] += $1 })
    #expect(fractions == fractions.sorted() && abs((fractions.last ?? 0) - 1) < 1e-9)
    return outputs
  }

  private func hasLogits(_ fixture: ParityFixture) -> Bool {
    fixture.source.layout.unembedding != .none
  }

  @Test(arguments: models, ActivationRequest.Position.allCases)
  func matchesTheWholeModel(name: String, position: ActivationRequest.Position) throws {
    let fixture = try ParityFixture(name)
    let layers = fixture.source.layout.layers
    let found = try outputs(
      fixture,
      ActivationRequest(layers: 0...layers, position: position, logits: hasLogits(fixture)),
      memory: .max)
    let (transformer, store) = try fixture.source.transformer()
    try withExtendedLifetime(store) {
      let tape = Tape(pool: MemoryPool(), team: WorkerTeam(), recording: false)
      let offsets = fixture.packed.offsets
      func pooled(_ x: Tensor) -> Tensor {
        switch position {
        case .all: x
        case .first: tape.gatherRows(x, rows: Array(offsets.dropLast()))
        case .last: tape.lastRows(x, offsets: offsets)
        case .mean: tape.meanRows(x, offsets: offsets)
        }
      }
      let states = transformer.hiddenStates(fixture.packed, on: tape)
      for (k, state) in states.enumerated() {
        #expect(relativeDifference(found[.layer(k)] ?? [], pooled(state).array) < 1e-6)
      }
      guard hasLogits(fixture) else { return }
      let rows = position == .all ? states[layers] : tape.lastRows(states[layers], offsets: offsets)
      let logits = try #require(transformer.vocabularyLogits(rows, on: tape))
      #expect(relativeDifference(found[.logits] ?? [], logits.array) < 1e-6)
    }
  }

  /// Layer by layer, in sections, with other numbers of threads: the same bytes.
  @Test(arguments: models)
  func streamingChangesNoByte(name: String) throws {
    let fixture = try ParityFixture(name)
    let request = ActivationRequest(
      layers: 0...fixture.source.layout.layers, position: .all, logits: hasLogits(fixture))
    let whole = try outputs(fixture, request, memory: .max, batchTokens: 8)
    let half = try fixture.source.byteCount / 2
    for (memory, threads) in [(0, 1), (half, 1), (0, 3)] {
      let streamed = try outputs(
        fixture, request, memory: memory, batchTokens: 8, threads: threads)
      #expect(
        streamed.mapValues { $0.map(\.bitPattern) } == whole.mapValues { $0.map(\.bitPattern) })
    }
  }

  /// Parts after the last one that is asked for are not computed.
  @Test func endsWhereNothingMoreIsWanted() throws {
    let fixture = try ParityFixture("llama-tied")
    let pass = try ActivationPass(
      fixture.source, ActivationRequest(layers: [1], position: .last), memory: 0,
      scratch: ScratchFolder("/tmp", remedy: "try another"))
    #expect(pass.sections == [0..<1, 1..<2])
  }

  @Test func sectionsFillTheMemory() {
    #expect(ActivationPass.sections([5, 2, 2, 2, 5], memory: 4) == [0..<1, 1..<3, 3..<4, 4..<5])
    #expect(ActivationPass.sections([5, 2, 2, 2, 5], memory: 7) == [0..<2, 2..<4, 4..<5])
    #expect(ActivationPass.sections([5, 2, 2], memory: 100) == [0..<3])
    #expect(ActivationPass.sections([5, 2, 2], memory: 0) == [0..<1, 1..<2, 2..<3])
  }

  @Test func batchesHoldAtMostSoManyTokens() throws {
    let fixture = try ParityFixture("llama-tied")
    let pass = try ActivationPass(
      fixture.source, ActivationRequest(layers: [0], position: .last), memory: .max,
      batchTokens: 5, scratch: ScratchFolder("/tmp", remedy: "try another"))
    let tokens = PackedTokens(
      [[1, 2], [1, 2, 3], [4], [1, 2, 3, 4, 5, 6], [1]].map { $0 as [Int32] })
    #expect(pass.batches(tokens) == [0..<2, 2..<3, 3..<4, 4..<5])
    #expect(pass.batches(PackedTokens()) == [])
  }

  @Test func aFolderThatTakesNothing() throws {
    let fixture = try ParityFixture("llama-tied")
    let pass = try ActivationPass(
      fixture.source, ActivationRequest(layers: [1], position: .last), memory: 0,
      scratch: ScratchFolder("/nowhere at all", remedy: "name another folder with TMPDIR"))
    let error = #expect(throws: ScratchError.self) {
      try pass.run(fixture.packed, team: WorkerTeam()) { _, _ in }
    }
    let message = error?.description ?? ""
    #expect(message.hasPrefix("/nowhere at all: cannot be written to"))
    #expect(message.hasSuffix("free some space, or name another folder with TMPDIR"))
  }
}
