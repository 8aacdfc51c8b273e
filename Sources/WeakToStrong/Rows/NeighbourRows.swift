import Configuration
import Training

/// The examples whose weak label fits those of the examples most alike.
///
/// How well it fits, with ŷ the weak label's class, N the k nearest and s cosine similarity:
/// - agreement: (1/k) Σ_{j∈N} p_j(ŷᵢ), the probability that the neighbours give its class;
/// - cut-statistic: −(Jᵢ − μᵢ)/σᵢ with Jᵢ = Σ_{j∈N} wᵢⱼ 1[ŷⱼ ≠ ŷᵢ], wᵢⱼ = 1/(1 + √(2 − 2sᵢⱼ)), and its mean
///   μᵢ = (1 − P(ŷᵢ)) Σ w and variance σᵢ² = P(ŷᵢ)(1 − P(ŷᵢ)) Σ w² if classes were drawn with their shares P.
package struct NeighbourRows: RowFilter {
  package enum Measure: String, CaseIterable, WordValue {
    case agreement
    case cutStatistic = "cut-statistic"
  }

  package enum Rule: String, CaseIterable, WordValue {
    /// The share `keep` that fits best.
    case best
    /// All to which the neighbours' mean label gives the same class.
    case majority
  }

  package var neighbourhood = Neighbourhood()
  package var rule = Rule.best
  package var keep = 0.5
  package var byClass = true
  package var measure = Measure.agreement

  package init() {}

  package static let name = "neighbours"
  package static let summary = "the examples whose weak labels fit those of the examples most alike"
  package static let source =
    "Lang et al. 2022, section 3 (cut statistic); EleutherAI/w2s, knn.py (agreement); Wilson 1972"
  package static var fields: [Field<Self>] {
    Neighbourhood.fields.map { $0.lifted(to: \Self.neighbourhood) } + [
      Field("rule", \.rule, "keep the share that fits best, or all that the majority agrees with"),
      Field(
        "keep", \.keep, "share of the examples that is kept, by the rule best",
        check: Check("above 0 and at most 1") { $0 > 0 && $0 <= 1 }),
      Field("by-class", \.byClass, "keep that share of each predicted class"),
      Field(
        "measure", \.measure,
        "how well a label fits: the probability that the neighbours give it (agreement), or how few "
          + "edges to other labels there are for chance (cut-statistic)"),
    ]
  }

  package var examplesBy: Likeness? { neighbourhood.by }

  package func check(
    _ setting: MethodSetting, at node: Node, _ diagnostics: inout Diagnostics
  ) {
    setting.requireSharedClasses("filter \(Self.name)", at: node, &diagnostics)
    neighbourhood.check(setting, at: node, &diagnostics)
  }

  package func rows(_ material: LabelMaterial) -> [Int] {
    let neighbours = neighbourhood.of(material)
    let (labels, given) = (material.labels, material.labels.hardened)
    if rule == .majority {
      var smooth = NeighbourLabels()
      smooth.neighbourhood = neighbourhood
      let voted = smooth.labels(material).hardened
      return given.indices.filter { given[$0] == voted[$0] }
    }
    let scores =
      switch measure {
      case .agreement: agreement(neighbours, labels, given)
      case .cutStatistic: cutStatistic(neighbours, given, classes: labels.columns).map { -$0 }
      }
    return material.best(scores, keep: keep, byClass: byClass)
  }

  private func agreement(
    _ neighbours: NearestNeighbours, _ labels: Targets, _ given: [Int]
  ) -> [Double] {
    given.indices.map { row in
      neighbours[row].reduce(0.0) { sum, neighbour in
        sum + Double(labels.values[neighbour.row * labels.columns + given[row]])
      } / Double(max(1, neighbours.count))
    }
  }

  private func cutStatistic(
    _ neighbours: NearestNeighbours, _ given: [Int], classes: Int
  ) -> [Double] {
    var shares = [Double](repeating: 0, count: classes)
    for label in given { shares[label] += 1 }
    shares = shares.map { $0 / Double(given.count) }
    return given.indices.map { row in
      var (cut, sum, squares) = (0.0, 0.0, 0.0)
      for neighbour in neighbours[row] {
        let distance = max(0, 2 - 2 * Double(neighbour.similarity)).squareRoot()
        let weight = 1 / (1 + distance)
        if given[neighbour.row] != given[row] { cut += weight }
        sum += weight
        squares += weight * weight
      }
      let share = shares[given[row]]
      let deviation = (share * (1 - share) * squares).squareRoot()
      return deviation > 0 ? (cut - (1 - share) * sum) / deviation : 0
    }
  }
}
