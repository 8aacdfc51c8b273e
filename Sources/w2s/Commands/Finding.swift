/// One line of `w2s doctor`.
struct Finding: Equatable, Encodable {
  enum Status: String, Encodable { case ok, warning, error }

  var name: String
  var status = Status.ok
  var value: String
  /// What to do where the status is not ok.
  var remedy: String?

  /// A line for each, names in a column, with the remedy below where there is one.
  static func text(_ findings: [Finding]) -> String {
    let width = (findings.map(\.name.count).max() ?? 0) + 2
    return findings.map { finding in
      let mark = finding.status == .ok ? "" : "\(finding.status.rawValue): "
      let name = finding.name + String(repeating: " ", count: width - finding.name.count)
      let remedy = finding.remedy.map { String(repeating: " ", count: width) + "→ \($0)\n" } ?? ""
      return name + mark + finding.value + "\n" + remedy
    }.joined()
  }
}
