import Configuration
import Datasets
import Kernels
import Storage
import Training

/// Labels made of other labels: flipped, averaged, drawn. A function of its material alone.
package protocol LabelOperation: NamedConfigurable {
  /// Labels of the split's examples.
  func labels(_ material: LabelMaterial) throws -> Targets

  /// Whose hidden states it compares examples by; nil where it compares none.
  var examplesBy: Likeness? { get }

  /// Reports what does not fit the task.
  func check(_ setting: MethodSetting, at node: Node, _ diagnostics: inout Diagnostics)
}

extension LabelOperation {
  package var examplesBy: Likeness? { nil }
  package func check(
    _ setting: MethodSetting, at node: Node, _ diagnostics: inout Diagnostics
  ) {}
}

/// Every operation on labels.
package enum LabelOperations: VariantRegistry {
  package typealias Value = any LabelOperation
  package static let noun = "operation on labels"
  package static let all: [any LabelOperation.Type] =
    Relabellings.all + LabelCombinations.all + [
      ShuffledLabels.self, RandomLabels.self, ConstantLabel.self, GroundTruthMixture.self,
      SimulatedLabels.self, SampledLabels.self,
    ]
  package static var variants: [any NamedConfigurable.Type] { all }
}

package typealias LabelOperationChoice = Choice<LabelOperations>

extension LabelOperationChoice {
  package var operation: any LabelOperation { value }
}

/// Those that a method's key `relabel` can name.
package enum Relabellings: VariantRegistry {
  package typealias Value = any LabelOperation
  package static let noun = "way to relabel"
  package static let all: [any LabelOperation.Type] = [
    NeighbourLabels.self, SharpenedLabels.self, BalancedLabels.self,
  ]
  package static var variants: [any NamedConfigurable.Type] { all }
}

package typealias RelabellingChoice = Choice<Relabellings>

extension RelabellingChoice {
  package var operation: any LabelOperation { value }
}

/// What an operation on labels, or a filter of rows, can look at: one split.
package struct LabelMaterial {
  package let split: Split
  /// Labels of the predictors that it was given, in their order.
  package let inputs: [Targets]
  /// The ground truth.
  package let truth: Targets
  /// Hidden states [n, d]; nil where none were asked for.
  package let hidden: FeatureRows?
  /// Lengths of the inputs: tokens or characters of the text; nil for features.
  package let lengths: [Int]?
  /// Draws of this operation on this split.
  package let seed: UInt64
  package let team: WorkerTeam
  /// Whether the classes of an example are its own choices, and the first stands for every answer that
  /// is none of them.
  package var areChoices = false

  package init(
    split: Split, inputs: [Targets], truth: Targets, hidden: FeatureRows? = nil,
    lengths: [Int]? = nil, seed: UInt64, team: WorkerTeam = WorkerTeam()
  ) {
    self.split = split
    self.inputs = inputs
    self.truth = truth
    self.hidden = hidden
    self.lengths = lengths
    self.seed = seed
    self.team = team
  }

  package var count: Int { truth.count }
  package var classes: Int { truth.columns }

  /// The labels of the first predictor.
  package var labels: Targets {
    guard let first = inputs.first else { preconditionFailure("no labels were given") }
    return first
  }

  /// A stream of random numbers of its own for each purpose.
  package func stream(_ purpose: String) -> RandomStream {
    RandomStream(seed: seed, "labels/\(purpose)/\(split.rawValue)")
  }
}

/// Rows of numbers, `[count, columns]`.
package struct FeatureRows: Sendable, Equatable {
  package var values: [Float]
  package var columns: Int

  package init(_ values: [Float], columns: Int) {
    self.values = values
    self.columns = columns
  }
}
