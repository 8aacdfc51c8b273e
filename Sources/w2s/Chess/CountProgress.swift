import Dispatch
import Foundation

/// Shows how many of something are made: on a terminal a line that changes, elsewhere one every ten
/// seconds.
final class CountProgress {
  private let terminal = Terminal.standardError()
  private let isQuiet: Bool
  private let noun: String
  private let total: Int
  private let first: Int
  private let start = DispatchTime.now().uptimeNanoseconds
  private var lastShown: UInt64?
  private var isShowing = false

  /// - Parameter first: how many there were before.
  init(_ noun: String, of total: Int, from first: Int, isQuiet: Bool) {
    self.noun = noun
    self.total = total
    self.first = first
    self.isQuiet = isQuiet
  }

  /// - Parameter remark: what else is worth knowing.
  func update(_ count: Int, _ remark: String? = nil) {
    guard !isQuiet else { return }
    let now = DispatchTime.now().uptimeNanoseconds
    let interval: UInt64 = terminal.isLive ? 100_000_000 : 10_000_000_000
    guard now - (lastShown ?? start) >= interval else { return }
    lastShown = now
    let rate = Double(count - first) / (Double(now - start) / 1e9)
    var parts = ["\(count)/\(total) \(noun)", String(format: "%.1f per second", rate)]
    if rate > 0 { parts.append("\(ProgressText.duration(Double(total - count) / rate)) left") }
    if let remark { parts.append(remark) }
    let text = parts.joined(separator: " · ")
    StandardError.write(terminal.isLive ? "\r\u{1B}[2K" + text : text + "\n")
    isShowing = terminal.isLive
  }

  func finish() {
    if isShowing { StandardError.write("\r\u{1B}[2K") }
    isShowing = false
  }
}
