import Configuration
import Datasets
import Reporting
import Storage

/// An experiment that is carried out as a run: what it plans, and what it makes of the artifacts. All
/// else (cache, workers, resumption, failures, the manifest) is the same for every kind.
package protocol RunSubject: Sendable {
  associatedtype Report: RunPage
  var name: String { get }
  /// As its file gives it, every default filled in.
  var node: Node { get }

  /// - Parameter timedOn: see `Planner.plan`.
  func plan(dataRoot: DataRoot, weightsRoot: String, timedOn cores: Int?) throws -> Plan

  /// Computes what the finished goals give and writes it into the run's folder.
  func writeResults(of run: FinishedRun) throws -> Report

  /// What a later report wants to know of the models and finds in no CSV file.
  func note(_ report: Report, in manifest: inout Manifest)
}

extension RunSubject {
  package func plan(dataRoot: DataRoot, weightsRoot: String) throws -> Plan {
    try plan(dataRoot: dataRoot, weightsRoot: weightsRoot, timedOn: nil)
  }
}

/// A run whose stages are done, as far as they could be.
package struct FinishedRun: Sendable {
  package var plan: Plan
  /// What the artifacts came out as.
  var statuses: [Fingerprint: StageStatus]
  package var folder: RunFolder
  package var dataRoot: DataRoot
  package var weightsRoot: String
  package var cores: Int
  package var command: String
  /// One line each.
  package var failures: [String]
  /// By whom and when: as it will stand in the manifest.
  package var manifest: Manifest
  /// Tells whoever watches what is computed next.
  package var announce: @Sendable (_ phase: String) -> Void

  func announceResults(of task: String) { announce("computing results and intervals of \(task)") }

  package func isDone(_ goal: any Goal) -> Bool {
    goal.targets.allSatisfy { statuses[$0]?.isAvailable == true }
  }
}
