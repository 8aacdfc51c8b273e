import Kernels

/// The ids of words met before. Words repeat so often that most of a text is looked up here instead
/// of being merged again. One per thread; what it holds never changes an encoding.
package final class WordCache {
  /// Words of 17 … 64 bytes.
  @exclusivity(unchecked) private var long = WordTable()
  /// Where the ids of each long word end.
  @exclusivity(unchecked) private var longEnds: [Int] = []
  @exclusivity(unchecked) private var longIDs: [Int32] = []
  @exclusivity(unchecked) private var short = ShortWordTable()
  /// The ids of short words that have several.
  @exclusivity(unchecked) private var shortIDs: [Int32] = []
  private static let mostWords = 1 << 18
  private static let longestWord = 64

  package init() {}

  /// One for each thread of a team.
  static func each(of team: WorkerTeam) -> [WordCache] {
    (0..<team.threads).map { _ in WordCache() }
  }

  /// Appends the ids of a word, which is not empty, if it was met before.
  @inline(__always)
  func append(_ word: UnsafeBufferPointer<UInt8>, to result: inout [Int32]) -> Bool {
    guard word.count <= ShortWordTable.longest else { return appendLong(word, &result) }
    guard let found = short.find(ShortWordTable.Key(word)) else { return false }
    if found.count == 1 {
      result.append(found.value)
    } else {
      let start = Int(found.value)
      for i in start..<start + found.count { result.append(shortIDs[i]) }
    }
    return true
  }

  /// Remembers what a word that was not met before has become.
  func remember(_ word: UnsafeBufferPointer<UInt8>, _ ids: ArraySlice<Int32>) {
    guard word.count <= ShortWordTable.longest else { return rememberLong(word, ids) }
    guard short.count < Self.mostWords, ids.count <= ShortWordTable.mostIDs else { return }
    if ids.count == 1 {
      short.insert(ShortWordTable.Key(word), value: ids[ids.startIndex], count: 1)
    } else {
      short.insert(ShortWordTable.Key(word), value: Int32(shortIDs.count), count: ids.count)
      shortIDs += ids
    }
  }

  private func appendLong(_ word: UnsafeBufferPointer<UInt8>, _ result: inout [Int32]) -> Bool {
    guard word.count <= Self.longestWord, let number = long.find(word) else { return false }
    result += longIDs[(number == 0 ? 0 : longEnds[number - 1])..<longEnds[number]]
    return true
  }

  private func rememberLong(_ word: UnsafeBufferPointer<UInt8>, _ ids: ArraySlice<Int32>) {
    guard word.count <= Self.longestWord,
      let (_, isNew) = long.number(of: word, limit: Self.mostWords), isNew
    else { return }
    longIDs += ids
    longEnds.append(longIDs.count)
  }
}
