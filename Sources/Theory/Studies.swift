import Configuration

/// The registry of studies, in the order in which they are reported.
package enum Studies {
  package static let all: [any Study.Type] = [
    Misfit.self, KLMisfit.self, RandomFeatures.self, RandomFeaturesLinear.self, Surrogate.self,
    Variance.self, Ridge.self, FeaturesLinear.self, FeaturesReLU.self, Benign.self,
  ]

  package static func named(_ name: String) -> (any Study.Type)? {
    all.first { $0.name == name }
  }

  /// Decodes `name` or `name: {parameters}`.
  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> (any Study)? {
    Variant.decode(node, noun: "study", among: all, &diagnostics) as? any Study
  }

  /// Decodes the parameters of one study, for example from `key=value` arguments.
  package static func decode(
    _ name: String, parameters: Node, _ diagnostics: inout Diagnostics
  ) -> (any Study)? {
    guard let type = named(name) else {
      diagnostics.reportUnknown("study", name, at: parameters.mark, among: all.map { $0.name })
      return nil
    }
    return type.decode(parameters, &diagnostics)
  }
}
