import Autograd
import Foundation
import Kernels
import Testing

@testable import Models

/// Models that this program wrote, with what transformers computes of them (Fixtures/written).
private let written = WeightsRoot(
  "\((fixtures.path as NSString).deletingLastPathComponent)/written")
private let names = ["gpt", "gpt-neox", "llama"]

private func contents(_ path: String) throws -> [UInt8] {
  Array(try Data(contentsOf: URL(fileURLWithPath: path)))
}

@Suite struct CheckpointFormTests {
  @Test(arguments: names) func transformersReadsWhatIsWritten(name: String) throws {
    let model = try PretrainedTransformer(try written.folder(name)).languageModel()
    let reference = try SafetensorsFile(path: "\(written.path)/\(name)/reference.safetensors")
    let packed = PackedTokens(
      ids: try reference.integers("ids"),
      offsets: try reference.integers("offsets").map { Int($0) })
    let logits = model.logits(
      packed, on: Tape(pool: MemoryPool(), team: WorkerTeam(threads: 1), recording: false))
    let wanted = try reference.floats("logits", shape: logits.shape)
    #expect(relativeDifference(logits.array, wanted) < 1e-5)
  }

  @Test(arguments: names) func readAndWrittenAgain(name: String) throws {
    let architecture = Pretrained(weights: name)
    let model = try architecture.languageModel(vocabulary: 256, seed: 1, weights: written)
    let form = try architecture.checkpointForm(vocabulary: 256, weights: written)
    let files = try form.files(of: model)
    #expect(files.map(\.name) == ["config.json", "model.safetensors"])
    for file in files {
      #expect(try file.bytes == contents("\(written.path)/\(name)/\(file.name)"), "\(file.name)")
    }
  }

  @Test(
    arguments: [
      GPT(layers: 2, width: 12, heads: 3, context: 9), llama(), neox(),
    ] as [any Architecture])
  func fromScratchToTheBit(architecture: any Architecture) throws {
    let folder = try TemporaryFolder()
    let root = WeightsRoot(folder.path)
    let model = try architecture.languageModel(vocabulary: 37, seed: 3, weights: root)
    let form = try architecture.checkpointForm(vocabulary: 37, weights: root)
    for file in try form.files(of: model) { try folder.write(file.name, Data(file.bytes)) }
    let source = try PretrainedTransformer(try ModelFolder(path: folder.path))
    #expect(source.layout == model.transformer.layout && source.kind == form.kind)
    let found = try source.languageModel(isTrained: true)
    #expect(found.parameters.parameters.map(\.name) == model.parameters.parameters.map(\.name))
    for (one, other) in zip(found.parameters.parameters, model.parameters.parameters) {
      #expect(one.array.map(\.bitPattern) == other.array.map(\.bitPattern), "\(one.name)")
    }
  }

  private static func llama() -> Llama {
    var model = Llama()
    (model.width, model.heads, model.keyValueHeads, model.contextLength) = (16, 4, 2, 9)
    return model
  }

  private static func neox() -> GPTNeoX {
    var model = GPTNeoX()
    (model.width, model.heads, model.rotaryFraction, model.contextLength) = (16, 2, 0.5, 9)
    return model
  }

  @Test func whatCannotBeWritten() throws {
    let refusals: [(any Architecture, String)] = [
      (
        BERT(),
        "architecture bert: models of its kind can be read and not written; "
          + "use a model of architecture gpt, llama or gpt-neox"
      ),
      (
        BagOfWords(),
        "architecture bag-of-words: does not predict the next token; choose a decoder such as gpt"
      ),
      (
        Pretrained(weights: "qwen"),
        "\(fixtures.path)/qwen: models of its kind can be read and not written; "
          + "use a model of architecture gpt, llama or gpt-neox"
      ),
      (
        Pretrained(weights: "llama-scaled"),
        "\(fixtures.path)/llama-scaled: it has options that the configuration of a llama cannot say; "
          + "use a model of architecture gpt, llama or gpt-neox"
      ),
      (
        adapted("gpt2-tied"),
        "\(fixtures.path)/gpt2-tied: with finetuning: lora its weights stay in their file; "
          + "write finetuning: full"
      ),
    ]
    for (architecture, message) in refusals {
      let error = #expect(throws: ModelError.self) {
        try architecture.checkpointForm(vocabulary: 40, weights: fixtures)
      }
      #expect(error?.description == message)
    }
  }

  private func adapted(_ weights: String) -> Pretrained {
    var model = Pretrained(weights: weights)
    model.finetuning = .lora
    return model
  }

  @Test func dataOfAFileAreAligned() throws {
    for length in 1...9 {
      let name = String(repeating: "a", count: length)
      let bytes = try SafetensorsWriter.bytes(of: [
        .init(name: name, shape: [2], values: [1, -0.0])
      ])
      let header = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
      #expect(header % 8 == 0 && bytes.count == 8 + header + 8)
      let folder = try TemporaryFolder()
      try folder.write("model.safetensors", Data(bytes))
      let file = try SafetensorsFile(path: "\(folder.path)/model.safetensors")
      #expect(try file.floats(name, shape: [2]).map(\.sign) == [.plus, .minus])
    }
  }
}
