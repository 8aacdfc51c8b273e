import ArgumentParser
import Experiments
import Storage

/// Looks after the stored artifacts.
struct Cache: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List, verify or clean the stored artifacts.",
    subcommands: [CacheList.self, CacheVerify.self, CacheClean.self])
}

struct CacheList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the artifacts under the results root.")

  @OptionGroup var roots: RootOptions

  func run() throws {
    let entries = try RunFolder.store(in: roots.output).list()
    for entry in entries {
      let kind = (entry.kind ?? "unreadable") + (entry.isPartial ? " (saved state)" : "")
      StandardOutput.write("\(entry.fingerprint)  \(entry.byteCount.bytes)  \(kind)\n")
    }
    let total = entries.map(\.byteCount).reduce(0, +)
    StandardOutput.write("\(entries.count) artifacts, \(total.bytes)\n")
  }
}

struct CacheVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Read every artifact and compare it with its checksum.")

  @OptionGroup var roots: RootOptions

  func run() throws {
    let problems = try RunFolder.store(in: roots.output).verify()
    for problem in problems { StandardError.write("error: \(problem)\n") }
    guard problems.isEmpty else { throw ExitStatus.badData }
    StandardOutput.write("every artifact is whole\n")
  }
}

struct CacheClean: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean",
    abstract: "Remove artifacts that no run under the results root refers to.")

  @OptionGroup var roots: RootOptions

  @Flag(help: "Remove every artifact; runs compute them anew.")
  var all = false

  @Flag(help: "Only say what would go.")
  var dryRun = false

  func run() throws {
    let kept = all ? [] : try RunFolder.fingerprintsInUse(in: roots.output)
    let cleaning = try RunFolder.store(in: roots.output).clean(keeping: kept, dryRun: dryRun)
    for path in cleaning.busy {
      StandardError.write("left, because another process is at work on it: \(path)\n")
    }
    StandardOutput.write(
      "\(dryRun ? "would remove" : "removed") \(cleaning.removed.count) files, "
        + "\(cleaning.byteCount.bytes)\n")
  }
}

extension Int {
  /// A number of bytes for people.
  fileprivate var bytes: String {
    let units = ["B", "kB", "MB", "GB", "TB"]
    var (value, unit) = (Double(self), 0)
    while value >= 1000, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
    let tenths = (value * 10).rounded() / 10
    return "\(unit == 0 ? "\(self)" : "\(tenths)") \(units[unit])"
  }
}
