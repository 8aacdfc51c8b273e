import Experiments
import Synchronization
import Testing

@testable import w2s

@Suite struct ProgressTextTests {
  private let progress = Progress(
    cellsDone: 3, cells: 12, cellsFailed: 1,
    running: [
      .init(title: "student large", fraction: 0.429), .init(title: "ceiling", fraction: 0),
    ],
    secondsLeft: 125)

  @Test(arguments: [
    (200, "3/12 cells · 1 failed · 2 min left · student large 42 % · ceiling 0 %"),
    (65, "3/12 cells · 1 failed · 2 min left · student large 42 % · ceilin…"),
    (12, "3/12 cells …"), (10, "3/12 cell…"), (1, "3"), (0, ""), (-1, ""),
  ])
  func fitsTheWidth(width: Int, line: String) {
    #expect(ProgressText.line(progress, width: width) == line)
  }

  @Test func colorsFailures() {
    #expect(
      ProgressText.line(progress, width: 22, hasColor: true)
        == "3/12 cells · \u{1B}[31m1 failed\u{1B}[0m…")
    #expect(!ProgressText.line(progress, width: 200).contains("\u{1B}"))
  }

  @Test func beginsWithNothingKnown() {
    #expect(ProgressText.line(Progress(cells: 4), width: 80) == "0/4 cells")
  }

  @Test(arguments: [
    (0, "0 s"), (59.4, "59 s"), (60, "1 min"), (3540, "59 min"), (3600, "1 h"),
    (11_100, "3 h 5 min"),
    (172_800, "2 days"), (-5, "0 s"), (.infinity, "11574 days"),
  ])
  func saysHowLong(seconds: Double, text: String) {
    #expect(ProgressText.duration(seconds) == text)
  }
}

@Suite struct ProgressLineTests {
  private final class Record: Sendable {
    let written = Mutex("")
    let time = Mutex<UInt64>(0)
  }

  private func line(_ record: Record, isLive: Bool, isQuiet: Bool = false) -> ProgressLine {
    ProgressLine(
      terminal: Terminal(isLive: isLive, width: 40, hasColor: false), isQuiet: isQuiet,
      write: { text in record.written.withLock { $0 += text } },
      now: { record.time.withLock { $0 } })
  }

  private func show(_ line: ProgressLine, _ record: Record, at milliseconds: [UInt64]) {
    for (count, time) in milliseconds.enumerated() {
      record.time.withLock { $0 = time * 1_000_000 }
      line.update(Progress(cellsDone: count, cells: 9))
    }
  }

  @Test func writesOverItselfOnATerminal() {
    let record = Record()
    let line = line(record, isLive: true)
    show(line, record, at: [0, 50, 120])
    line.say("a cell failed")
    line.finish()
    #expect(
      record.written.withLock { $0 }
        == "\r\u{1B}[2K0/9 cells\r\u{1B}[2K2/9 cells\r\u{1B}[2Ka cell failed\n")
  }

  @Test func writesALineNowAndThenElsewhere() {
    let record = Record()
    let line = line(record, isLive: false)
    show(line, record, at: [0, 5_000, 10_000, 12_000])
    line.say("a cell failed")
    line.finish()
    #expect(record.written.withLock { $0 } == "0/9 cells\n2/9 cells\na cell failed\n3/9 cells\n")
  }

  @Test func keepsQuietButForMessages() {
    let record = Record()
    let line = line(record, isLive: true, isQuiet: true)
    show(line, record, at: [0, 5_000])
    line.say("a cell failed")
    line.finish()
    #expect(record.written.withLock { $0 } == "a cell failed\n")
  }
}
