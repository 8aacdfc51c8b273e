/// A position of standard chess: the board, whose move it is, and what the rules remember.
///
/// A value of about 90 bytes, two of which are equal if all six fields of their FEN are.
package struct Position: Hashable, Sendable {
  var white: Bitboard = 0
  var black: Bitboard = 0
  var pawns: Bitboard = 0
  var knights: Bitboard = 0
  var bishops: Bitboard = 0
  var rooks: Bitboard = 0
  var queens: Bitboard = 0
  var kings: Bitboard = 0

  /// Whose move it is.
  package internal(set) var side: Side = .white
  package internal(set) var castling: CastlingRights = []
  /// The square that a pawn has just passed over with its double step: as the FEN had it; after a move
  /// only where it can really be captured there, so that equal positions are equal.
  package internal(set) var enPassant: Square?
  /// Half-moves since the last capture or pawn move.
  package internal(set) var halfmoveClock = 0
  /// 1 to begin with, one more after each move of black.
  package internal(set) var fullmoveNumber = 1

  /// An empty board, which is no position yet.
  init() {}

  package static let initial: Position = {
    var position = Position()
    let pieces: [PieceKind] = [.rook, .knight, .bishop, .queen, .king, .bishop, .knight, .rook]
    for (file, kind) in pieces.enumerated() {
      position.put(Piece(.white, kind), on: Square(file: file, rank: 0))
      position.put(Piece(.white, .pawn), on: Square(file: file, rank: 1))
      position.put(Piece(.black, .pawn), on: Square(file: file, rank: 6))
      position.put(Piece(.black, kind), on: Square(file: file, rank: 7))
    }
    position.castling = .all
    return position
  }()

  package subscript(square: Square) -> Piece? {
    let own = Bitboard(square)
    guard occupied & own != 0 else { return nil }
    return Piece(white & own != 0 ? .white : .black, kind(at: square))
  }

  var occupied: Bitboard { white | black }

  func pieces(_ side: Side) -> Bitboard { side == .white ? white : black }

  func pieces(_ kind: PieceKind) -> Bitboard {
    switch kind {
    case .pawn: pawns
    case .knight: knights
    case .bishop: bishops
    case .rook: rooks
    case .queen: queens
    case .king: kings
    }
  }

  /// The square of a king; every position that can be had has one of each side.
  func king(_ side: Side) -> Square {
    Square((kings & pieces(side)).trailingZeroBitCount & 63)
  }

  /// - Precondition: there is a piece.
  @inline(__always)
  func kind(at square: Square) -> PieceKind {
    let own = Bitboard(square)
    if pawns & own != 0 { return .pawn }
    if knights & own != 0 { return .knight }
    if bishops & own != 0 { return .bishop }
    if rooks & own != 0 { return .rook }
    return queens & own != 0 ? .queen : .king
  }

  mutating func put(_ piece: Piece, on square: Square) {
    toggle(piece.side, piece.kind, Bitboard(square))
  }

  /// Puts pieces where there are none, takes them away where there are.
  @inline(__always)
  mutating func toggle(_ side: Side, _ kind: PieceKind, _ squares: Bitboard) {
    if side == .white { white ^= squares } else { black ^= squares }
    switch kind {
    case .pawn: pawns ^= squares
    case .knight: knights ^= squares
    case .bishop: bishops ^= squares
    case .rook: rooks ^= squares
    case .queen: queens ^= squares
    case .king: kings ^= squares
    }
  }

  /// The same position seen from the other side: ranks are turned round, colours swapped. Its legal
  /// moves are the mirrored moves.
  package var mirrored: Position {
    var other = self
    (other.white, other.black) = (black.byteSwapped, white.byteSwapped)
    other.pawns = pawns.byteSwapped
    other.knights = knights.byteSwapped
    other.bishops = bishops.byteSwapped
    other.rooks = rooks.byteSwapped
    other.queens = queens.byteSwapped
    other.kings = kings.byteSwapped
    other.side = side.opponent
    other.castling = castling.mirrored
    other.enPassant = enPassant?.mirrored
    return other
  }
}
