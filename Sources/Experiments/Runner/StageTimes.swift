import Foundation
import Storage

/// What became of the stages of a run and what they took, with what earlier runs into the same folder
/// spent on them.
struct StageTimes {
  private let plan: Plan
  /// Of stages whose artifact, or state to go on from, is there.
  private var before: [Fingerprint: TimeSpent] = [:]

  init(_ plan: Plan, before folder: RunFolder, store: ArtifactStore) {
    self.plan = plan
    guard FileManager.default.fileExists(atPath: folder.manifest),
      // One that cannot be read is replaced by that of this run.
      let manifest = try? Manifest.read(folder.manifest)
    else { return }
    for stage in manifest.stages {
      guard let spent = stage.spent, let fingerprint = Fingerprint(stage.fingerprint),
        store.contains(fingerprint)
          || FileManager.default.fileExists(atPath: store.partialPath(of: fingerprint))
      else { continue }
      before[fingerprint] = spent
    }
  }

  func list(
    _ statuses: [Fingerprint: StageStatus] = [:], _ spent: [Fingerprint: TimeSpent] = [:]
  ) -> [Manifest.StageTime] {
    plan.stages.map { planned in
      let status = statuses[planned.fingerprint]
      var seconds = 0.0
      if case .done(let taken)? = status { seconds = taken }
      let times = [before[planned.fingerprint], spent[planned.fingerprint]].compactMap { $0 }
      return Manifest.StageTime(
        kind: planned.kind, title: planned.title, fingerprint: planned.fingerprint.description,
        status: status?.word ?? "planned", seconds: seconds,
        spent: times.isEmpty ? nil : times.reduce(TimeSpent(), +))
    }
  }
}

extension StageStatus {
  fileprivate var word: String {
    switch self {
    case .cached: "cached"
    case .done: "done"
    case .failed: "failed"
    case .blocked: "blocked"
    case .stopped: "stopped"
    }
  }
}
