import Foundation

/// The commit of the checkout that a program lies in, read from git's own files.
package enum SourceRevision {
  /// The commit of the checkout around the running program or, for a program that was carried
  /// elsewhere, around the current folder if that is a checkout of this project; else `unknown`.
  package static func current() -> String {
    let manager = FileManager.default
    let program = URL(fileURLWithPath: CommandLine.arguments.first ?? "").resolvingSymlinksInPath()
    let running = (try? manager.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? program.path
    for start in [running, manager.currentDirectoryPath] {
      if let commit = commit(around: start) { return commit }
    }
    return "unknown"
  }

  /// The commit that is checked out in the nearest folder above `path` that holds this project.
  static func commit(around path: String) -> String? {
    var folder = URL(fileURLWithPath: path)
    while folder.path != "/" {
      let git = folder.appendingPathComponent(".git").path
      if FileManager.default.fileExists(atPath: git) {
        let sources = folder.appendingPathComponent("Sources/w2s").path
        return FileManager.default.fileExists(atPath: sources) ? commit(git: git) : nil
      }
      folder.deleteLastPathComponent()
    }
    return nil
  }

  private static func commit(git: String) -> String? {
    let repository = repository(git)
    guard let head = line(repository + "/HEAD") else { return nil }
    guard head.hasPrefix("ref: ") else { return valid(head) }
    let name = String(head.dropFirst("ref: ".count))
    let common = line(repository + "/commondir").map { resolve($0, in: repository) } ?? repository
    for folder in [repository, common] {
      if let commit = line(folder + "/" + name) { return valid(commit) }
    }
    guard let packed = text(common + "/packed-refs") else { return nil }
    for entry in packed.split(separator: "\n") where entry.hasSuffix(" " + name) {
      return valid(String(entry.prefix { $0 != " " }))
    }
    return nil
  }

  /// A `.git` folder, or what the `.git` file of a further work tree points to.
  private static func repository(_ git: String) -> String {
    guard let pointer = line(git), pointer.hasPrefix("gitdir: ") else { return git }
    let parent = (git as NSString).deletingLastPathComponent
    return resolve(String(pointer.dropFirst("gitdir: ".count)), in: parent)
  }

  private static func resolve(_ path: String, in folder: String) -> String {
    path.hasPrefix("/") ? path : (folder as NSString).appendingPathComponent(path)
  }

  private static func valid(_ commit: String) -> String? {
    [40, 64].contains(commit.count) && commit.allSatisfy(\.isHexDigit) ? commit : nil
  }

  private static func text(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func line(_ path: String) -> String? {
    text(path)?.split(separator: "\n").first.map(String.init)
  }
}
