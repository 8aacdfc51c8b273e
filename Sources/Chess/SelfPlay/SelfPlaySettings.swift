/// How an engine plays against itself: what the games of one file have in common.
package struct SelfPlaySettings: Sendable, Equatable {
  /// Nodes per move. Each side of each game has its own number, drawn evenly on a logarithmic scale.
  package var nodes: ClosedRange<Int>
  /// Percent of its moves at which a side plays another move than the best that it found. Each side
  /// of each game has its own rate: the range's end times the square of an even draw, so that most
  /// sides slip rarely.
  package var slips: ClosedRange<Int>
  /// Percent of the slips that are any legal move; the others are the second to fourth best found.
  package var wild: Int
  /// Half-moves at the start of a game that are drawn, not chosen.
  package var opening: ClosedRange<Int>
  /// Half-moves after which a game is broken off.
  package var longest: Int
  /// Percent of the games in which a side that is lost resigns. The others go on to the mate.
  package var resigning: Int

  package init(
    nodes: ClosedRange<Int> = 50...1000, slips: ClosedRange<Int> = 0...20,
    wild: Int = 25, opening: ClosedRange<Int> = 2...12, longest: Int = 200, resigning: Int = 50
  ) {
    self.nodes = nodes
    self.slips = slips
    self.wild = wild
    self.opening = opening
    self.longest = longest
    self.resigning = resigning
  }
}
