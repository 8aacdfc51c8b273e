import Datasets
import Kernels
import Storage
import WeakToStrong

/// What a run would do: its stages, which of them are stored, and about how long the rest takes.
package struct PlanOverview: Encodable, Sendable {
  package struct Entry: Encodable, Sendable {
    package var kind: String
    package var title: String
    package var fingerprint: String
    package var isStored: Bool
    /// Whether the run would do it: what is not stored may not be needed either.
    package var isToDo: Bool
    /// On one core, from a few steps of its model.
    package var estimatedSeconds: Double
  }

  package var experiment: String
  package var cells: Int
  package var stages: [Entry]
  package var inputs: [InputDescription]
  /// Of the stages that are missing, on all cores.
  package var estimatedSeconds: Double

  package init(
    _ experiment: some RunSubject, dataRoot: DataRoot, weightsRoot: String, store: ArtifactStore,
    cores: Int
  ) throws {
    let plan = try experiment.plan(
      dataRoot: dataRoot, weightsRoot: weightsRoot, timedOn: cores)
    let missing = plan.missing(
      for: plan.goals.flatMap(\.targets), exists: { store.contains($0) })
    self.experiment = experiment.name
    cells = plan.goals.count
    inputs = plan.inputs
    stages = plan.stages.map {
      Entry(
        kind: $0.kind, title: $0.title, fingerprint: $0.fingerprint.description,
        isStored: store.contains($0.fingerprint), isToDo: missing.contains($0.fingerprint),
        estimatedSeconds: $0.cost)
    }
    estimatedSeconds = Self.time(plan.stages.filter { missing.contains($0.fingerprint) }, cores)
  }

  /// Of stages on all cores: their sum, divided, but not less than the longest chain in which each
  /// needs the one before.
  private static func time(_ stages: [PlannedStage], _ cores: Int) -> Double {
    var chains: [Fingerprint: Double] = [:]
    for stage in stages {
      let before = stage.stage.dependencies.compactMap { chains[$0] }.max() ?? 0
      chains[stage.fingerprint] = before + stage.cost
    }
    let sum = stages.map(\.cost).reduce(0, +)
    return max(sum / Double(cores), chains.values.max() ?? 0)
  }

  package var text: String {
    var lines = stages.map { stage in
      let state = stage.isToDo ? "to do" : stage.isStored ? "stored" : "unused"
      return "\(state.padding(to: 6))  \(stage.fingerprint.prefix(12))  "
        + stage.kind.padding(to: 11) + "  \(stage.title)"
    }
    let stored = stages.count { $0.isStored }
    let isDone = !stages.contains { $0.isToDo }
    lines.append("")
    lines.append(
      "\(cells) cells, \(stages.count) stages, \(stored) stored; "
        + (isDone
          ? "nothing left to compute" : "about \(Self.duration(estimatedSeconds)) of work left"))
    return lines.joined(separator: "\n") + "\n"
  }

  private static func duration(_ seconds: Double) -> String {
    switch seconds {
    case ..<1: "a second"
    case ..<90: "\(Int(seconds.rounded())) s"
    case ..<5400: "\(Int((seconds / 60).rounded())) min"
    default: "\(Int((seconds / 3600).rounded())) h"
    }
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
