/// The shortest decimal that reads back as the same number, whatever the locale: `0.1`, `250`,
/// `1e-05`. Missing and non-finite numbers are the empty text, as in every CSV file of a run.
package func exactDecimal(_ value: Double?) -> String {
  guard let value, value.isFinite else { return "" }
  if value == 0 { return "0" }
  let text = value.description
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

/// `value` unless it is NaN or infinite: what a record keeps of a number that may be undefined.
func finite(_ value: Double?) -> Double? {
  guard let value, value.isFinite else { return nil }
  return value
}
