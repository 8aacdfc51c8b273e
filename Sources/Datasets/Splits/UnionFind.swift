/// Sets of 0 ..< count that grow together. Links cost nearly constant time.
struct UnionFind {
  private var parents: [Int]

  init(count: Int) { parents = Array(0..<count) }

  /// The smallest member of the set that holds `element`.
  mutating func find(_ element: Int) -> Int {
    var root = element
    while parents[root] != root { root = parents[root] }
    var next = element
    while parents[next] != root { (parents[next], next) = (root, parents[next]) }
    return root
  }

  mutating func link(_ left: Int, _ right: Int) {
    let (a, b) = (find(left), find(right))
    parents[max(a, b)] = min(a, b)
  }

  /// Set numbers 0, 1, … in the order of their first members, and how many there are.
  mutating func numbered() -> (sets: [Int], count: Int) {
    var numbers = [Int](repeating: -1, count: parents.count)
    var count = 0
    let sets = parents.indices.map { element in
      let root = find(element)
      if numbers[root] < 0 {
        numbers[root] = count
        count += 1
      }
      return numbers[root]
    }
    return (sets, count)
  }
}
