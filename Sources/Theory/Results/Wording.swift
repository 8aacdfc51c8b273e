#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A number in a label: three significant digits.
func short(_ value: Double) -> String {
  guard value.isFinite, value != 0 else { return "\(value)" }
  let digits = max(0, 2 - Int(floor(log10(abs(value)))))
  guard digits <= 6 else {
    // Too small for decimals: three digits and an exponent.
    let exponent = Int(floor(log10(abs(value))))
    let mantissa = (value / pow(10.0, Double(exponent)) * 100).rounded() / 100
    return mantissa == mantissa.rounded()
      ? "\(Int(mantissa))e\(exponent)" : "\(mantissa)e\(exponent)"
  }
  let scale = pow(10.0, Double(digits))
  let text = "\((value * scale).rounded() / scale)"
  return text.hasSuffix(".0") && digits == 0 ? String(text.dropLast(2)) : text
}

func short(_ estimate: Measured) -> String {
  "\(short(estimate.value)) [\(short(estimate.low)), \(short(estimate.high))]"
}
