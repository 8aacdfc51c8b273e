import Chess
import Kernels

/// Positions and moves as tokens (`ChessVocabulary`): of a `ChessText`
///
///     [piece on square …] [en-passant file, where a capture is legal] [castlings left] [piece, target] …
///
/// seen from the side to move at the position, for which the board is turned round where it is black: a
/// position and its mirror image have the same tokens. Pieces come by square, a1 first. A move is two
/// tokens, of either side in the same view: the piece on the square that it leaves, named as it is at that
/// point of the game, and where it goes. Clocks are not among the tokens.
///
/// Of more than `moves` moves the first are played on the board: what is read is the position after them,
/// and the last `moves` moves, so that a game of any length fits.
package struct ChessTokenizer: ChoiceTokenizer {
  /// Most moves after the position.
  package let moves: Int
  /// Tokens of a text at most: 32 pieces, en passant, castlings, and two for each move.
  package var longest: Int { 34 + 2 * moves }

  package init(moves: Int = 8) {
    precondition(moves >= 0)
    self.moves = moves
  }

  package var vocabularySize: Int { ChessVocabulary.count }

  package var predictedAfter: Range<Int32>? { ChessVocabulary.states }

  package func bytes(of id: Int32) -> [UInt8]? {
    ChessVocabulary.names.indices.contains(Int(id))
      ? Array(ChessVocabulary.names[Int(id)].utf8) + [UInt8(ascii: " ")] : nil
  }

  /// A text that is no position gives no ids; `refusal` says why.
  package func encode(
    _ bytes: UnsafeBufferPointer<UInt8>, into ids: inout [Int32], _ cache: WordCache
  ) {
    guard let text = try? ChessText(String(decoding: bytes, as: UTF8.self)) else { return }
    append(text, to: &ids)
  }

  package func refusal(of text: String) -> DatasetError? {
    do throws(ChessError) {
      _ = try ChessText(text)
      return nil
    } catch {
      return DatasetError(
        .malformed, "tokenizer chess", "the text `\(text)` is no position: \(error.what)",
        remedy: error.remedy)
    }
  }

  /// Appends the tokens of a text.
  package func append(_ text: ChessText, to ids: inout [Int32]) {
    var view = View(text, moves: moves)
    view.appendBoard(to: &ids)
    view.play { ids += [$0.piece, $0.target] }
  }

  package func choices(_ texts: [String], team: WorkerTeam) -> EncodedTexts {
    let caches = WordCache.each(of: team)
    let pieces = team.map(count: texts.count, length: 128, scratches: caches) { range, _ in
      var piece = EncodedTexts()
      for place in range {
        if let text = try? ChessText(texts[place]) { piece.ids += choices(text) }
        piece.offsets.append(piece.ids.count)
      }
      return piece
    }
    return EncodedTexts(joining: pieces)
  }

  /// The tokens of the legal moves after a text, two for each, in the order of their classes: the first
  /// two are those of class 1 (`NextMoveClasses`). Where the side that looks is the one to move, they rise.
  package func choices(_ text: ChessText) -> [Int32] {
    var view = View(text, moves: moves)
    view.play()
    return NextMoveClasses.moves(of: text.end).flatMap { move in
      let tokens = view.tokens(move)
      return [tokens.piece, tokens.target]
    }
  }

  /// What is left of a text, and from which side it is seen.
  private struct View {
    /// As the side that looks sees it, which is white there.
    private var board: Position
    private let moves: ArraySlice<Move>
    private let isMirrored: Bool

    init(_ text: ChessText, moves most: Int) {
      moves = text.moves.suffix(most)
      let position = text.moves.dropLast(moves.count).reduce(into: text.start) { $0.play($1) }
      isMirrored = position.side == .black
      board = isMirrored ? position.mirrored : position
    }

    /// Plays the moves; each is told before it is played.
    mutating func play(_ each: (MoveTokens) -> Void = { _ in }) {
      for move in moves {
        each(tokens(move))
        board.play(isMirrored ? move.mirrored : move)
      }
    }

    func tokens(_ move: Move) -> MoveTokens {
      MoveTokens(isMirrored ? move.mirrored : move, on: board)
    }

    func appendBoard(to ids: inout [Int32]) {
      for square in 0..<64 {
        let square = Square(square)
        if let piece = board[square] {
          ids.append(ChessVocabulary.id(piece.kind, isOwn: piece.side == .white, on: square))
        }
      }
      if let passed = board.enPassant, board.canCapture(enPassant: passed) {
        ids.append(ChessVocabulary.id(enPassantFile: passed.file))
      }
      ids.append(ChessVocabulary.id(castling: board.castling))
    }
  }
}

extension Position {
  /// Whether a pawn of the side to move may capture on the square that was passed over.
  fileprivate func canCapture(enPassant passed: Square) -> Bool {
    let rank = side == .white ? passed.rank - 1 : passed.rank + 1
    return [passed.file - 1, passed.file + 1].contains { file in
      guard 0..<8 ~= file else { return false }
      let from = Square(file: file, rank: rank)
      return self[from] == Piece(side, .pawn) && isLegal(Move(from: from, to: passed))
    }
  }
}
