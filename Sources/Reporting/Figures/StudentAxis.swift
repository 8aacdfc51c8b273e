import Foundation

/// Where students lie on the x axis: at their number of parameters on a logarithmic axis where all
/// are known and far enough apart to be told from each other, else one step per rung of the ladder.
struct StudentAxis {
  let axis: Axis
  private let places: [String: Double]

  init(_ results: RunResults) {
    let students = results.students
    let sizes = students.compactMap { results.parameters(of: $0) }.map(Double.init)
    func label(_ student: String) -> String {
      let name = TextStyle.tick.truncated(student, to: 110)
      guard let parameters = results.parameters(of: student) else { return name }
      return "\(name)\n\(countText(parameters))"
    }
    if sizes.count == students.count, Self.areApart(sizes) {
      places = Dictionary(uniqueKeysWithValues: zip(students, sizes))
      axis = Axis(
        "student (parameters, logarithmic)", scale: .logarithmic,
        ticks: zip(students, sizes).map { Tick($1, label($0)) }, padding: 0.14)
    } else {
      let steps = students.indices.map(Double.init)
      places = Dictionary(uniqueKeysWithValues: zip(students, steps))
      axis = Axis(
        "student, weak → strong", range: -0.7...max(0.5, Double(students.count) - 0.5),
        ticks: zip(students, steps).map { Tick($1, label($0)) })
    }
  }

  /// Whether neighbours are at least a fifteenth of the axis apart.
  private static func areApart(_ sizes: [Double]) -> Bool {
    guard sizes.count > 1, sizes.allSatisfy({ $0 > 0 }) else { return false }
    let places = sizes.map(log10).sorted()
    let span = places[places.count - 1] - places[0]
    let closest = zip(places, places.dropFirst()).map { $1 - $0 }.min() ?? 0
    return closest > span / 15
  }

  subscript(student: String) -> Double { places[student] ?? .nan }
}
