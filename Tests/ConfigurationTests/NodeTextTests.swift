import Testing

@testable import Configuration

@Suite struct NodeTextTests {
  @Test(arguments: [
    ("finetune", "finetune"), ("gap too small", "gap too small"), ("Größe", "Größe"),
    ("a/b.h5", "a/b.h5"), ("../x", "../x"), ("-x", "-x"),
    ("", #""""#), ("5", #""5""#), ("5e-5", #""5e-5""#), ("1_000", #""1_000""#),
    ("null", #""null""#), ("Yes", #""Yes""#), ("nan", #""nan""#), ("2024-01-01", #""2024-01-01""#),
    ("- x", #""- x""#), ("---x", #""---x""#), ("...x", #""...x""#), ("~", #""~""#),
    ("{sentence}", #""{sentence}""#), ("a: b", #""a: b""#), (" a", #"" a""#), ("a ", #""a ""#),
    ("a\nb\t\"\\", #""a\nb\t\"\\""#), ("\u{7}\u{2028}\u{F0000}", #""\u0007\u2028\U000F0000""#),
  ])
  func quotesWhatWouldBeReadOtherwise(text: String, written: String) {
    #expect(Node.text(text).text == written)
    #expect(text.text == written)
  }

  @Test(arguments: [(0.5, "0.5"), (5e-5, "5e-05"), (1e20, "1e+20"), (-3.0, "-3.0")])
  func writesNumbersThatReadBack(number: Double, written: String) {
    #expect(number.text == written)
    #expect(Double(written) == number)
  }
}
