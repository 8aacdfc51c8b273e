import Foundation
import Reporting
import Testing

@Suite struct RecordTests {
  static let result = ResultRow(
    experiment: "sst2", task: "sst2", method: "confidence, \"paper\"", supervisor: "small",
    student: "line\nbreak", seed: 2, split: "test", metric: "accuracy", value: 0.1,
    ciLow: 1e-5, ciHigh: 250, n: 872)
  static let undefined = ResultRow(
    experiment: "sst2", task: "sst2", method: "ceiling", supervisor: "", student: "größer",
    seed: nil, split: "test", metric: "auroc", value: .nan)
  static let pgr = PGRRow(
    experiment: "sst2", task: "sst2", method: "finetune", supervisor: "small", student: "large",
    seeds: 3, supervisorScore: 0.7, studentScore: 0.75, ceilingScore: 0.8, pgr: 0.5,
    pgrLow: 0.25, pgrHigh: 1.0 / 3, agreement: 0.9, agreementRight: 0.95, agreementWrong: nil,
    verdict: "gap too small")
  static let curve = CurveRow(
    experiment: "e", task: "t", method: "finetune", supervisor: "s", student: "l", seed: 0,
    role: "student", step: 12, fraction: 0.25, set: CurveRow.test, metric: "accuracy",
    value: 0.5, selected: ["final", "weak-validation"])
  static let comparison = ComparisonRow(
    experiment: "e", task: "t", supervisor: "s", student: "l", first: "confidence",
    second: "finetune", metric: "accuracy", difference: 0.03, ciLow: -0.01, ciHigh: 1.0 / 15,
    p: 0.125, pHolm: 0.25, n: 872, seeds: 3)

  @Test func headersArePartOfTheInterface() {
    #expect(
      CSV.line(ComparisonRow.columns)
        == "experiment,task,supervisor,student,first,second,metric,difference,ci_low,ci_high,p,"
        + "p_holm,n,seeds")
    #expect(
      CSV.line(ResultRow.columns)
        == "experiment,task,method,supervisor,student,seed,split,metric,value,ci_low,ci_high,n")
    #expect(
      CSV.line(PGRRow.columns)
        == "experiment,task,method,supervisor,student,seeds,supervisor_score,student_score,"
        + "ceiling_score,pgr,pgr_low,pgr_high,agreement,agreement_right,agreement_wrong,verdict")
    #expect(
      CSV.line(CurveRow.columns)
        == "experiment,task,method,supervisor,student,seed,role,step,fraction,set,metric,value,"
        + "selected")
  }

  @Test func resultsAreWrittenExactly() {
    let expected =
      CSV.line(ResultRow.columns) + "\n"
      + "sst2,sst2,\"confidence, \"\"paper\"\"\",small,\"line\nbreak\",2,test,accuracy,0.1,"
      + "1e-05,250,872\n" + "sst2,sst2,ceiling,,größer,,test,auroc,,,,\n"
    #expect(ResultRow.csv([Self.result, Self.undefined]) == expected)
  }

  @Test func everyRecordComesBack() throws {
    #expect(try roundTrip([Self.result, Self.undefined]) == [Self.result, Self.undefined])
    #expect(try roundTrip([Self.pgr]) == [Self.pgr])
    #expect(try roundTrip([Self.curve]) == [Self.curve])
    #expect(try roundTrip([Self.comparison]) == [Self.comparison])
    #expect(
      ComparisonRow.csv([Self.comparison]).hasSuffix(
        "\ne,t,s,l,confidence,finetune,accuracy,0.03,-0.01,0.06666666666666667,0.125,0.25,872,3\n"))
    let lines = try JSONLines.text([Self.curve, Self.curve])
    #expect(lines.hasPrefix("{\"experiment\":\"e\",\"fraction\":0.25,\"method\":\"finetune\""))
    let back = try JSONLines.records(CurveRow.self, text: lines, file: "metrics.jsonl")
    #expect(back == [Self.curve, Self.curve])
  }

  func roundTrip<Record: CSVRecord>(_ rows: [Record]) throws -> [Record] {
    try Record.rows(csv: Record.csv(rows), file: "rows.csv")
  }

  @Test func numbersSurviveToTheLastBit() {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    for _ in 0..<2000 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      let value = Double(bitPattern: state)
      guard value.isFinite else { continue }
      #expect(Double(exactDecimal(value)) == value)
    }
  }

  @Test(
    arguments: [
      (nil, ""), (.nan, ""), (-Double.infinity, ""), (-0.0, "0"), (3, "3"), (0.1, "0.1"),
      (-2.5e-7, "-2.5e-07"), (1e22, "1e+22"),
    ] as [(Double?, String)])
  func decimalsAreShort(value: Double?, text: String) {
    #expect(exactDecimal(value) == text)
  }

  static let header = CSV.line(PGRRow.columns) + "\n"

  @Test(arguments: [
    ("", "pgr.csv: the file is empty; rerun the experiment"),
    (
      header + "a,b\n",
      "pgr.csv: row 2: 2 fields instead of 16; restore the row or rerun the experiment"
    ),
    (
      header + "e,t,m,s,l,three,,,,,,,,,,\n",
      "pgr.csv: row 2, column 'seeds': 'three' is not an integer; "
        + "restore the row or rerun the experiment"
    ),
    (
      header + "e,t,m,s,l,3,,,,,,,,,,\ne,t,m,s,l,3,nan,,,,,,,,,\n",
      "pgr.csv: row 3, column 'supervisor_score': 'nan' is not a finite number; "
        + "restore the row or rerun the experiment"
    ),
    (
      header + "e,\"t,m,s\n",
      "pgr.csv: row 2: a quote that is never closed; quote it as RFC 4180 asks, or rerun"
    ),
    (
      header + "e,\"t\"x,m\n",
      "pgr.csv: row 2: text after a closing quote; quote it as RFC 4180 asks, or rerun"
    ),
  ])
  func brokenFilesAreNamed(text: String, message: String) {
    let error = #expect(throws: CSVError.self) { try PGRRow.rows(csv: text, file: "pgr.csv") }
    #expect(error?.description == message)
  }

  @Test func aForeignHeaderIsRefused() {
    let error = #expect(throws: CSVError.self) {
      try PGRRow.rows(csv: "experiment,task\n", file: "pgr.csv")
    }
    #expect(error?.row == 1)
  }

  @Test func bothLineEndsAreRead() throws {
    let text = CSV.line(ResultRow.columns) + "\r\n" + CSV.line(Self.undefined.fields)
    #expect(try ResultRow.rows(csv: text, file: "r.csv") == [Self.undefined])
  }
}
