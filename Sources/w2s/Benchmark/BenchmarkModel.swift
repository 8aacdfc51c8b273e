import ArgumentParser
import Configuration
import Foundation
import Models

/// The model of a measurement: from scratch by its sizes, or a pretrained one.
struct BenchmarkModel {
  let configuration: ModelConfiguration
  /// Of a pretrained model.
  let pretrained: PretrainedTransformer?
  let layers: Int
  let width: Int
  let heads: Int
  let vocabulary: Int
  private let weights: WeightsRoot

  private static let fields = ["layers", "width", "heads", "context"]

  /// Families that sizes alone describe.
  static var families: [String] { families(of: Architectures.all).map { $0.name } }

  private static func families(
    of all: [any Architecture.Type]
  ) -> [any Architecture.Type] {
    all.filter { type in
      let names = Set(type.fieldSchemas.map(\.name))
      return fields.allSatisfy(names.contains) && type.name != Pretrained.name
    }
  }

  /// From scratch, decoded and checked as in an experiment file.
  init(
    _ architecture: String, layers: Int, width: Int, heads: Int, vocabulary: Int, length: Int
  ) throws {
    try Self.check(architecture)
    let numbers = [layers, width, heads, max(length, 1024)].map { Node.plain(String($0)) }
    let node = Node.fields(
      [(ModelConfiguration.tag, .plain(architecture))]
        + zip(Self.fields, numbers).map { (name: $0, value: $1) })
    var diagnostics = Diagnostics()
    let decoded = ModelConfiguration.decode(node, &diagnostics)
    guard let decoded, diagnostics.problems.isEmpty else {
      throw ValidationError(
        diagnostics.problems.map { "\($0.what); \($0.remedy)" }.joined(separator: "\n"))
    }
    configuration = decoded
    pretrained = nil
    (self.layers, self.width, self.heads) = (layers, width, heads)
    self.vocabulary = vocabulary
    weights = WeightsRoot("")
  }

  /// - Parameters:
  ///   - name: a folder or a llama2.c checkpoint, or a name under the root of weights.
  ///   - layers: blocks to keep; nil for all.
  init(pretrained name: String, layers: Int?, weights: WeightsRoot) throws {
    var architecture = Pretrained(weights: Self.place(name))
    architecture.layers = layers
    let source = try architecture.source(in: weights)
    configuration = ModelConfiguration(architecture)
    pretrained = source
    let layout = source.layout
    (self.layers, width, heads) = (layout.layers, layout.width, layout.heads)
    vocabulary = layout.vocabulary
    self.weights = weights
  }

  /// What is there as a path is meant as one.
  private static func place(_ name: String) -> String {
    let isPath = FileManager.default.fileExists(atPath: name)
    return isPath && !name.hasPrefix("/") && !name.hasPrefix(".") ? "./\(name)" : name
  }

  private static func check(_ architecture: String) throws {
    guard !families.contains(architecture) else { return }
    guard let other = Architectures.all.first(where: { $0.name == architecture }) else {
      var diagnostics = Diagnostics()
      diagnostics.reportUnknown(
        ModelConfiguration.tag, architecture, at: .defaults, among: families)
      throw ValidationError(
        diagnostics.problems.map { "\($0.what); \($0.remedy)" }.joined(separator: "\n"))
    }
    let choices = families.joined(separator: ", ")
    if other.name == Pretrained.name {
      throw ValidationError("a pretrained model has a name; give it with --model")
    }
    throw ValidationError(
      other.reads == .features
        ? "architecture '\(architecture)' reads features, not tokens; use one of: \(choices)"
        : "architecture '\(architecture)' has no layers and heads; use one of: \(choices)")
  }

  private var shape: ModelShape {
    ModelShape(input: .tokens(vocabulary: vocabulary), outputs: 2)
  }

  var activeWeights: Int { configuration.architecture.activeWeights(shape, weights: weights) }

  func build() throws -> any Model { try configuration.build(shape, seed: 0, weights: weights) }
}
