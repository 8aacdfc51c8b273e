import Reporting
import Theory

/// Claims of theory studies as a table: what was stated, what was measured, whether it holds.
package enum ClaimTable {
  package static func table(_ claims: [Claim]) -> TextTable {
    TextTable(
      columns: [
        .init("study"), .init("claim"), .init("expected", isNumeric: true),
        .init("measured", isNumeric: true), .init("verdict"), .init("source"),
      ],
      rows: claims.map { claim in
        [
          .init(claim.study), .init(claim.name), .init(claim.expected.text),
          .init(text(claim.measured)),
          .init(
            claim.verdict.rawValue, emphasis: claim.verdict == .fallsShort ? .warning : .plain),
          .init(claim.source, emphasis: .faint),
        ]
      })
  }

  private static func text(_ measured: Measured) -> String {
    let estimate =
      measured.count > 0
      ? Estimate(measured.value, low: measured.low, high: measured.high)
      : Estimate(measured.value)
    return NumberStyle.significant.text(estimate)
  }

  /// One line per claim.
  package static func text(_ claims: [Claim], colours: Bool) -> String {
    table(claims).terminal(colours: colours)
  }
}
