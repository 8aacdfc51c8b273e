#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the stream that progress goes to can show.
struct Terminal: Sendable, Equatable {
  /// Whether a line can be written over.
  var isLive: Bool
  var width: Int
  var hasColor: Bool

  static func standardError() -> Terminal {
    let kind = variable("TERM") ?? "dumb"
    let isLive = isatty(STDERR_FILENO) == 1 && kind != "dumb"
    // https://no-color.org: any value but the empty one.
    let isPlain = !(variable("NO_COLOR") ?? "").isEmpty
    return Terminal(isLive: isLive, width: currentWidth(), hasColor: isLive && !isPlain)
  }

  /// Whether colours suit standard output.
  static var outputHasColor: Bool {
    isatty(STDOUT_FILENO) == 1 && (variable("TERM") ?? "dumb") != "dumb"
      && (variable("NO_COLOR") ?? "").isEmpty
  }

  static func currentWidth() -> Int {
    var size = winsize()
    if ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      return Int(size.ws_col)
    }
    return variable("COLUMNS").flatMap(Int.init) ?? 80
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}
