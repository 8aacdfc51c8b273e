/// The ids of words met before. Words repeat so often that most of a text is looked up here instead
/// of being merged again. One per thread; what it holds never changes an encoding.
package final class WordCache {
  private var words = WordTable(capacity: 1 << 13)
  private var ends: [Int] = []
  private var ids: [Int32] = []
  private static let mostWords = 1 << 18
  private static let longestWord = 64

  package init() {}

  /// Appends the ids of a word, from `merge` if it is new.
  @inline(__always)
  func append(
    _ word: UnsafeBufferPointer<UInt8>, to result: inout [Int32],
    merge: (UnsafeBufferPointer<UInt8>, inout [Int32]) -> Void
  ) {
    guard word.count <= Self.longestWord,
      let (number, isNew) = words.number(of: word, limit: Self.mostWords)
    else { return merge(word, &result) }
    if isNew {
      merge(word, &ids)
      ends.append(ids.count)
    }
    for i in (number == 0 ? 0 : ends[number - 1])..<ends[number] { result.append(ids[i]) }
  }
}
