import Foundation
import Reporting
import Storage

/// `manifest.json` of a run: by what, on what, from what, when and with what outcome it was made.
///
/// It is written when a run begins (`running`) and again when it ends. A run that was killed leaves
/// it at `running`.
package struct Manifest: Codable, Equatable, Sendable {
  package var experiment: String
  package var status: Status
  /// Titles of the cells that failed.
  package var failedCells: [String]
  /// What went wrong, one line each; nil where nothing did.
  package var failures: [String]?
  package var arguments: [String]
  /// What makes the run again.
  package var command: String?
  /// Numbers of weights of the models, by name.
  package var weights: [String: Int]?
  /// The same where there are several tasks, by task.
  package var taskWeights: [String: [String: Int]]?
  package var program: Program
  package var machine: Machine
  package var inputs: [Input]
  package var started: Date
  package var finished: Date?
  package var peakMemoryBytes: Int
  package var stages: [StageTime]

  package enum Status: String, Codable, Sendable {
    case running, done, failed, stopped
  }

  /// A file that the run read.
  package struct Input: Codable, Equatable, Sendable {
    /// As the experiment names it: relative to the data root or the weights root.
    package var name: String
    package var sha256: String

    package init(name: String, sha256: String) {
      self.name = name
      self.sha256 = sha256
    }
  }

  package struct StageTime: Codable, Equatable, Sendable {
    package var kind: String
    package var title: String
    package var fingerprint: String
    /// How it ended: `done`, `cached`, `failed`, `blocked`, `stopped`.
    package var status: String
    /// 0 where nothing was computed.
    package var seconds: Double
    /// By this run and those before it that left the artifact, or the state to go on from, as far as they
    /// were not killed; nil where that is not known.
    package var spent: TimeSpent?

    package init(
      kind: String, title: String, fingerprint: String, status: String, seconds: Double,
      spent: TimeSpent? = nil
    ) {
      self.spent = spent
      self.kind = kind
      self.title = title
      self.fingerprint = fingerprint
      self.status = status
      self.seconds = seconds
    }
  }

  /// The manifest of a run that begins.
  package init(
    experiment: String, arguments: [String], inputs: [Input] = [],
    program: Program = .current(), machine: Machine = .current(), started: Date = Date()
  ) {
    self.experiment = experiment
    self.arguments = arguments
    self.program = program
    self.machine = machine
    self.inputs = inputs
    self.started = Manifest.wholeSeconds(started)
    status = .running
    failedCells = []
    peakMemoryBytes = Machine.peakMemoryBytes()
    stages = []
  }

  package mutating func finish(
    _ status: Status, failedCells: [String] = [], failures: [String] = [], stages: [StageTime],
    at date: Date = Date()
  ) {
    self.status = status
    self.failedCells = failedCells
    self.failures = failures.isEmpty ? nil : failures
    self.stages = stages
    finished = Manifest.wholeSeconds(date)
    peakMemoryBytes = Machine.peakMemoryBytes()
  }

  /// Notes how many weights the models have.
  package mutating func note(_ results: RunResults) {
    if results.ladders.isEmpty {
      note(results.ladder)
    } else {
      taskWeights = results.ladders.mapValues(Self.counts)
    }
  }

  package mutating func note(_ ladder: [LadderModel]) { weights = Self.counts(ladder) }

  private static func counts(_ ladder: [LadderModel]) -> [String: Int] {
    Dictionary(
      ladder.compactMap { model in model.parameters.map { (model.name, $0) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// - Parameter task: nil for the only task of a run.
  func weights(of model: String, task: String?) -> Int? {
    task.flatMap { taskWeights?[$0]?[model] } ?? weights?[model]
  }

  /// The times in the file have no fractions of seconds.
  private static func wholeSeconds(_ date: Date) -> Date {
    Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down))
  }

  package func write(to path: String) throws(StorageError) {
    do {
      try AtomicFile.write(try JSON.text(of: self), to: path)
    } catch let error as StorageError {
      throw error
    } catch {
      throw StorageError(
        .failed, file: path, problem: "the manifest cannot be written (\(error))",
        remedy: "report this as a defect")
    }
  }

  package static func read(_ path: String) throws(StorageError) -> Manifest {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw StorageError(
        .missing, file: path, problem: "there is no manifest",
        remedy: "name the folder of a run, Results/<name>")
    }
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    do {
      return try decoder.decode(Manifest.self, from: bytes)
    } catch {
      throw StorageError(
        .damaged, file: path, problem: "not a manifest of this version",
        remedy: "run the experiment again; what is stored is used again")
    }
  }
}
