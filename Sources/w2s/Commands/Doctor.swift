import ArgumentParser

/// Says whether this machine and this place are fit for a run.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Examine the machine, the libraries and the folders that a run uses.",
    discussion: """
      Exits with 0 if a run can begin, warnings or not, and with 74 if it cannot.
      """)

  @OptionGroup var roots: RootOptions
  @OptionGroup var json: JSONOption

  func run() throws {
    let findings = Examination(roots: roots).findings()
    try json.write(findings, else: Finding.text(findings))
    if findings.contains(where: { $0.status == .error }) { throw ExitStatus.inputOutput }
  }
}
