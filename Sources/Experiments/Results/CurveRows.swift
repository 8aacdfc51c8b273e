import Reporting
import Storage
import Training
import WeakToStrong

/// The training curves of every model of an experiment, as rows.
struct CurveRows {
  private let builder: TaskResults

  init(_ builder: TaskResults) { self.builder = builder }

  func rows() throws -> [CurveRow] {
    var rows: [CurveRow] = []
    var seen: Set<String> = []
    for cell in builder.cells {
      let (supervisorName, taught) = builder.supervisorName(cell)
      let subjects = [
        (supervisorName, cell.supervisor, taught, "supervisor", cell.supervisorRole),
        (builder.ceilingName(cell), "", cell.student, "ceiling", cell.ceilingRole),
        (cell.method, cell.supervisor, cell.student, "student", cell.studentRole),
      ]
      for (method, supervisor, student, kind, role) in subjects {
        guard let training = role.training else { continue }
        let key = [method, supervisor, student, kind, "\(cell.seed)"].joined(separator: "\u{0}")
        guard seen.insert(key).inserted else { continue }
        let empty = CurveRow(
          experiment: builder.experiment.name, task: builder.experiment.taskName, method: method,
          supervisor: supervisor, student: student, seed: cell.seed, role: kind, step: 0,
          fraction: 0, set: "", metric: "", value: nil)
        rows += try self.rows(of: training, like: empty)
      }
    }
    return rows
  }

  private func rows(of training: Fingerprint, like empty: CurveRow) throws -> [CurveRow] {
    let (curve, artifact) = try builder.predictions.curve(of: training)
    var rows: [CurveRow] = []
    for point in curve.points {
      var row = empty
      row.step = point.step
      row.fraction = point.fraction
      row.selected = Selection.allCases.map(\.rawValue).filter {
        artifact.attributes["\($0)-step"] == .integer(point.step)
      }
      func add(_ set: String, _ metric: String, _ value: Double?) {
        guard let value else { return }
        row.set = set
        row.metric = metric
        row.value = value
        rows.append(row)
      }
      add("train", "loss", point.trainLoss)
      for scores in point.sets {
        rows += both(scores.groundTruth, as: scores.set, like: row)
        guard let weakSet = CurveRow.weakSets[scores.set] else { continue }
        rows += both(scores.weak, as: weakSet, like: row)
        // A model trained on ground truth has no weak labels to agree with.
        guard empty.role == "student" else { continue }
        add(weakSet, CurveRow.agreementRight, scores.agreementWhereRight)
        add(weakSet, CurveRow.agreementWrong, scores.agreementWhereWrong)
      }
    }
    return rows
  }

  /// The score that PGR is computed from, and the loss.
  private func both(_ score: Score?, as set: String, like empty: CurveRow) -> [CurveRow] {
    guard let score else { return [] }
    var (main, loss) = (empty, empty)
    main.set = set
    main.metric = builder.score.columnName
    main.value = builder.score == .squaredError ? score.loss : score.accuracy
    loss.set = set
    loss.metric = "loss"
    loss.value = score.loss
    return [main, loss]
  }
}
