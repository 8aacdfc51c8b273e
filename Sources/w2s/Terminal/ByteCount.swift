import Foundation

/// Sizes for people: `25.3 GB`, in powers of ten.
enum ByteCount {
  static func text(_ bytes: Double) -> String {
    let units = [(1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")]
    guard let (unit, name) = units.first(where: { bytes >= $0.0 }) else {
      return "\(Int(bytes)) bytes"
    }
    return String(format: "%.1f %@", bytes / unit, name)
  }
}
