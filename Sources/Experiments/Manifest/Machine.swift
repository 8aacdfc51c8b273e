import Foundation

/// The machine at hand, as far as it bears on speed.
package struct Machine: Codable, Equatable, Sendable {
  /// The processor's name as it gives it itself.
  package var processor: String
  /// Cores that this process may use.
  package var cores: Int
  package var memoryBytes: UInt64
  /// Operating system and kernel.
  package var system: String

  package init(processor: String, cores: Int, memoryBytes: UInt64, system: String) {
    self.processor = processor
    self.cores = cores
    self.memoryBytes = memoryBytes
    self.system = system
  }

  package static func current() -> Machine {
    let information = ProcessInfo.processInfo
    return Machine(
      processor: processorName(contents("/proc/cpuinfo")),
      cores: information.activeProcessorCount, memoryBytes: information.physicalMemory,
      system: systemName(release: contents("/etc/os-release")))
  }

  /// The name that `/proc/cpuinfo` gives, `unknown` where it gives none.
  static func processorName(_ information: String) -> String {
    for line in information.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let key = parts[0].trimmingCharacters(in: .whitespaces)
      guard ["model name", "Model"].contains(key) else { continue }
      return parts[1].trimmingCharacters(in: .whitespaces)
    }
    return "unknown"
  }

  /// The name in `/etc/os-release`, and the kernel.
  static func systemName(release: String) -> String {
    var name = ProcessInfo.processInfo.operatingSystemVersionString
    for line in release.split(separator: "\n") where line.hasPrefix("PRETTY_NAME=") {
      name = line.dropFirst("PRETTY_NAME=".count).trimmingCharacters(in: ["\""])
    }
    var kernel = utsname()
    guard uname(&kernel) == 0 else { return name }
    let (system, version) = (text(kernel.sysname), text(kernel.release))
    return "\(name) (\(system) \(version))"
  }

  private static func text<Characters>(_ characters: Characters) -> String {
    withUnsafeBytes(of: characters) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  /// A file of the system, empty where there is none: other systems have other files.
  private static func contents(_ path: String) -> String {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// The most memory that this process has held so far, in bytes.
  package static func peakMemoryBytes() -> Int {
    var usage = rusage()
    #if canImport(Glibc)
      let status = getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      let unit = 1024
    #else
      let status = getrusage(RUSAGE_SELF, &usage)
      let unit = 1
    #endif
    return status == 0 ? Int(usage.ru_maxrss) * unit : 0
  }
}
