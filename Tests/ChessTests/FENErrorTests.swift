import Chess
import Testing

@Suite struct FENErrorTests {
  @Test func fourFieldsAreEnough() throws {
    let position = try Position(fen: "4k3/8/8/8/8/8/4P3/4K3 b - -")
    #expect(position.fen == "4k3/8/8/8/8/8/4P3/4K3 b - - 0 1")
  }

  @Test(arguments: [
    ("", "has 0 fields"),
    ("4k3/8/8/8/8/8/8/4K3 w - - 0", "has 5 fields"),
    ("4k3/8/8/8/8/8/4K3 w - -", "pieces: there are 7 ranks"),
    ("4k3/8/8/8/8/8p/8/4K3 w - -", "pieces: rank 3 holds 9 squares"),
    ("4k3/8/8/8/8/88888888/8/4K3 w - -", "pieces: rank 3 holds 64 squares"),
    ("4k3/8/8/7/8/8/8/4K3 w - -", "pieces: rank 5 holds 7 squares"),
    ("4k3/8/8/8/8/x7/8/4K3 w - -", "pieces: `x` in rank 3"),
    ("4k3/8/8/8/8/é7/8/4K3 w - -", "in rank 3"),
    ("4k3/8/8/8/8/9/8/4K3 w - -", "pieces: `9` in rank 3"),
    ("4k3/8/8/8/8/8/8/4KK2 w - -", "two white kings"),
    ("8/8/8/8/8/8/8/4K3 w - -", "no black king"),
    ("4k2P/8/8/8/8/8/8/4K3 w - -", "a pawn on the first or eighth rank"),
    ("4k3/8/8/8/8/P7/PPPPPPPP/4K3 w - -", "9 white pawns"),
    ("4k3/8/8/8/8/RRRRRRRR/RRRRRRRR/4K3 w - -", "17 white pieces"),
    ("4k3/8/8/8/8/8/8/4K3 W - -", "side to move: `W`; write w or b"),
    ("4k3/8/8/8/8/8/8/4K2R w KX -", "castling: `KX`"),
    ("4k3/8/8/8/8/8/8/4K2R w KK -", "castling: `KK`"),
    ("4k3/8/8/8/8/8/8/4K2R w KQ -", "`Q` without a white king on e1 and rook on a1"),
    ("4k3/8/8/8/8/8/8/4K2R w Kk -", "`k` without a black king on e8 and rook on h8"),
    ("4k3/8/8/8/8/8/8/4K3 w - x", "en passant: `x`; write - or a square"),
    ("4k3/8/8/8/4P3/8/8/4K3 w - e3", "en passant: `e3` with white to move"),
    ("4k3/8/8/8/8/8/8/4K3 w - e6", "no black pawn has just moved from e7 to e5"),
    ("4k3/8/8/8/4P3/4n3/8/4K3 b - e3", "no white pawn has just moved from e2 to e4"),
    ("4k3/8/8/8/8/8/8/4K3 w - - x 1", "half-move clock: `x`; write a whole number from 0"),
    ("4k3/8/8/8/8/8/8/4K3 w - - -1 1", "half-move clock: `-1`"),
    ("4k3/8/8/8/8/8/8/4K3 w - - 0 0", "move number: `0`; write a whole number from 1"),
    ("4k3/8/8/8/8/8/8/4KR2 w - - 99999999999999999999 1", "half-move clock"),
    ("4k3/8/8/8/8/8/8/4R2K w - -", "the side not to move (black) is in check"),
  ])
  func whatIsWrongIsNamed(fen: String, part: String) {
    let error = #expect(throws: ChessError.self) { try Position(fen: fen) }
    let text = error?.description ?? ""
    #expect(text.contains(part), "\(text)")
    #expect(text.contains("; ") && !text.contains("\n"))
  }
}
