import Chess
import Foundation
import Testing

@testable import Datasets

/// `Experiments/chess/puzzles.csv.gz`.
@Suite struct ShippedPuzzlesTests {
  private static let path: String = {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { url.deleteLastPathComponent() }
    return url.appendingPathComponent("Experiments/chess/puzzles.csv.gz").path
  }()

  @Test func everyPuzzleIsLegalAndStandsOnce() throws {
    let file = try PuzzleFile(Self.path)
    #expect(file.hasRatings)
    var positions: Set<String> = []
    var ratings: [Double] = []
    while let puzzle = try file.next() {
      // Without the counters of moves.
      positions.insert(puzzle.position.fen.split(separator: " ").prefix(4).joined(separator: " "))
      ratings.append(try #require(puzzle.rating))
    }
    #expect(ratings.count == 10_800)
    #expect(positions.count == ratings.count)
    ratings.sort()
    // Ratings tell puzzles apart: the hardest tenth from the easiest.
    #expect(ratings[ratings.count * 9 / 10] - ratings[ratings.count / 10] > 400)
  }
}
