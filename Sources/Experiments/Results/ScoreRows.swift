import Datasets
import Kernels
import Reporting
import Storage
import WeakToStrong

/// The rows of `results.csv` that say how well each model does: every metric of supervisors, students
/// and ceilings, seed by seed and over all seeds, with intervals.
struct ScoreRows {
  /// One model over its seeds.
  private struct Subject {
    var method: String
    var supervisor: String
    var student: String
    var split: Split
    var seeds: [(seed: Int, test: Fingerprint, task: Fingerprint)]
  }

  private let builder: TaskResults
  private var subjects: [Subject] = []
  private var positions: [String: Int] = [:]

  init(_ builder: TaskResults, _ groups: [CellGroup]) {
    self.builder = builder
    for group in groups {
      for cell in group.cells {
        let (method, student) = builder.supervisorName(cell)
        add(method, cell.supervisor, student, .test, cell, cell.supervisorRole.test)
        if let transfer = cell.supervisorRole.transfer {
          add(method, cell.supervisor, student, .transfer, cell, transfer)
        }
      }
    }
    for group in groups {
      for cell in group.cells {
        add(
          builder.ceilingName(cell) + builder.selectionSuffix(cell), "", cell.student, .test, cell,
          cell.ceilingRole.test)
      }
    }
    for group in groups {
      for cell in group.cells {
        add(
          group.key.method, cell.supervisor, cell.student, .test, cell, cell.studentRole.test)
      }
    }
  }

  private mutating func add(
    _ method: String, _ supervisor: String, _ student: String, _ split: Split, _ cell: Cell,
    _ predictions: Fingerprint
  ) {
    let key = [method, supervisor, student, split.rawValue].joined(separator: "\u{0}")
    let position = positions[key] ?? subjects.count
    if position == subjects.count {
      positions[key] = position
      subjects.append(
        Subject(
          method: method, supervisor: supervisor, student: student, split: split, seeds: []))
    }
    guard !subjects[position].seeds.contains(where: { $0.seed == cell.seed }) else { return }
    subjects[position].seeds.append((cell.seed, predictions, cell.task))
  }

  func rows() throws -> [ResultRow] {
    let measurements = try self.measurements()
    return subjects.indices.flatMap { rows(of: subjects[$0], measurements[$0]) }
  }

  /// Each metric of a subject with its values and bootstrap replicates, seed by seed.
  private struct Measurement {
    var metric: Metric
    var values: [Double?]
    var replicates: [[Double]]
    var counts: [Int]
  }

  /// Where a replicated statistic belongs.
  private struct Place {
    var subject: Int
    var measurement: Int
    var seed: Int
  }

  /// The resamples of a set of examples are made once for all models that are scored on it.
  private func measurements() throws -> [[Measurement]] {
    var measurements = [[Measurement]](repeating: [], count: subjects.count)
    var sets: [(task: Fingerprint, split: Split, count: Int)] = []
    var pending: [[(Place, WeightedStatistic)]] = []
    for (index, subject) in subjects.enumerated() {
      let predictions = try subject.seeds.map {
        try builder.predictions.predictions($0.test, of: $0.task, on: subject.split)
      }
      for metric in Metric.allCases {
        let statistics = predictions.compactMap(metric.statistic)
        guard statistics.count == predictions.count else { continue }
        for (seed, statistic) in statistics.enumerated() {
          let task = subject.seeds[seed].task
          let set =
            sets.firstIndex { $0.task == task && $0.split == subject.split } ?? sets.count
          if set == sets.count {
            sets.append((task, subject.split, predictions[seed].count))
            pending.append([])
          }
          pending[set].append(
            (Place(subject: index, measurement: measurements[index].count, seed: seed), statistic))
        }
        measurements[index].append(
          Measurement(
            metric: metric, values: zip(statistics, predictions).map { $0.value(count: $1.count) },
            replicates: statistics.map { _ in [] }, counts: predictions.map(\.count)))
      }
    }
    for (set, statistics) in zip(sets, pending) {
      let bootstrap = CrossedBootstrap(
        examples: set.count,
        groups: try builder.predictions.groups(.init(tasks: [set.task]), split: set.split),
        configuration: builder.experiment.statistics)
      let replicates = bootstrap.replicates(of: statistics.map(\.1), team: builder.team)
      for (place, values) in zip(statistics.map(\.0), replicates) {
        measurements[place.subject][place.measurement].replicates[place.seed] = values
      }
    }
    return measurements
  }

  private func rows(of subject: Subject, _ measurements: [Measurement]) -> [ResultRow] {
    let isPaired = Set(subject.seeds.map(\.task)).count == 1
    var rows: [ResultRow] = []
    for found in measurements {
      for (index, seed) in subject.seeds.enumerated() {
        rows.append(
          row(
            subject, seed: seed.seed, metric: found.metric,
            estimate(found.values[index], found.replicates[index]), value: found.values[index],
            count: found.counts[index]))
      }
      let known = found.values.compactMap { $0 }
      guard isPaired, subject.seeds.count > 1, known.count == found.values.count else { continue }
      let mean = known.reduce(0, +) / Double(known.count)
      let bootstrap = CrossedBootstrap(
        examples: found.counts[0], configuration: builder.experiment.statistics)
      rows.append(
        row(
          subject, seed: nil, metric: found.metric,
          estimate(mean, bootstrap.overSeeds(found.replicates)), value: mean,
          count: found.counts[0]))
    }
    return rows
  }

  private func estimate(_ value: Double?, _ replicates: [Double]) -> WeakToStrong.Estimate? {
    WeakToStrong.Estimate(
      value: value, replicates: replicates,
      confidence: builder.experiment.statistics.confidence)
  }

  private func row(
    _ subject: Subject, seed: Int?, metric: Metric, _ estimate: WeakToStrong.Estimate?,
    value: Double?, count: Int
  ) -> ResultRow {
    ResultRow(
      experiment: builder.experiment.name, task: builder.experiment.taskName,
      method: subject.method, supervisor: subject.supervisor, student: subject.student, seed: seed,
      split: subject.split.rawValue, metric: metric.columnName, value: value,
      ciLow: estimate?.low, ciHigh: estimate?.high, n: count)
  }
}
