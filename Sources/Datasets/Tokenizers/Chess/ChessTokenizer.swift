import Chess
import Kernels

/// Positions and moves as tokens (`ChessVocabulary`): of a `ChessText`
///
///     [castlings left] [en-passant file, where a capture is legal] [piece on square …] [move …]
///
/// seen from the side to move at the position, for which the board is turned round where it is black: a
/// position and its mirror image have the same tokens. Pieces come by square, a1 first. A move is one
/// token, of either side in the same view. Clocks are not among the tokens.
///
/// Of more than `moves` moves the first are played on the board: what is read is the position after them,
/// and the last `moves` moves, so that a game of any length fits.
package struct ChessTokenizer: ChoiceTokenizer {
  /// Most moves after the position.
  package let moves: Int
  /// Tokens of a text at most: castlings, en passant, 32 pieces and moves.
  package var longest: Int { 34 + moves }

  package init(moves: Int = 8) {
    precondition(moves >= 0)
    self.moves = moves
  }

  package var vocabularySize: Int { ChessVocabulary.count }

  package var predicted: Range<Int32>? { ChessVocabulary.moves }

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
    let view = View(text, moves: moves)
    view.append(view.position, to: &ids)
    for move in view.moves { ids.append(view.id(move)) }
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

  /// The tokens of the legal moves after a text, in the order of their classes: the first is that of
  /// class 1 (`NextMoveClasses`).
  package func choices(_ text: ChessText) -> [Int32] {
    let view = View(text, moves: moves)
    return NextMoveClasses.moves(of: text.end).map { view.id($0) }
  }

  /// What is left of a text, and from which side it is seen.
  private struct View {
    let position: Position
    let moves: ArraySlice<Move>
    let isMirrored: Bool

    init(_ text: ChessText, moves most: Int) {
      moves = text.moves.suffix(most)
      position = text.moves.dropLast(moves.count).reduce(into: text.start) { $0.play($1) }
      isMirrored = position.side == .black
    }

    func id(_ move: Move) -> Int32 {
      guard let id = ChessVocabulary.id(of: isMirrored ? move.mirrored : move) else {
        preconditionFailure("\(move) is a move that no piece makes")
      }
      return id
    }

    func append(_ position: Position, to ids: inout [Int32]) {
      let board = isMirrored ? position.mirrored : position
      ids.append(ChessVocabulary.id(castling: board.castling))
      if let passed = board.enPassant, board.canCapture(enPassant: passed) {
        ids.append(ChessVocabulary.id(enPassantFile: passed.file))
      }
      for square in 0..<64 {
        let square = Square(square)
        if let piece = board[square] {
          ids.append(ChessVocabulary.id(piece.kind, isOwn: piece.side == .white, on: square))
        }
      }
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
