"""Games, their windows, and texts as tokens, all with python-chess.

The vocabulary is written down here a second time, from its definition: pieces on squares, squares that a
piece moves to, promotions by rank, file and piece, en-passant files, castlings.

    python generate.py
"""

import json
import platform
import random

import chess
import chess.pgn

SEED = 7
LENGTH = 8


def vocabulary():
    names = [letter + square for letter in "PNBRQKpnbrqk" for square in chess.SQUARE_NAMES]
    names += ["->" + square for square in chess.SQUARE_NAMES]
    for rank in "18":
        for file in "abcdefgh":
            names += [f"->{file}{rank}={piece}" for piece in "nbrq"]
    names += ["en-passant:" + file for file in "abcdefgh"]
    for rights in range(16):
        letters = "".join(letter for bit, letter in enumerate("KQkq") if rights >> bit & 1)
        names.append("castling:" + (letters or "-"))
    return names


NAMES = vocabulary()
IDS = {name: place for place, name in enumerate(NAMES)}


def mirrored(move):
    return chess.Move(
        chess.square_mirror(move.from_square), chess.square_mirror(move.to_square), move.promotion
    )


def pair(board, move, black):
    """The tokens of a move of this board, as the side that looks sees them."""
    piece = board.piece_at(move.from_square)
    if black:
        piece, move = chess.Piece(piece.piece_type, not piece.color), mirrored(move)
    target = "->" + chess.SQUARE_NAMES[move.to_square]
    if move.promotion:
        target += "=" + chess.piece_symbol(move.promotion)
    return [IDS[piece.symbol() + chess.SQUARE_NAMES[move.from_square]], IDS[target]]


def encode(fen, moves, kept):
    """Token ids of a text, and of the legal moves after it in the order of their classes."""
    board = chess.Board(fen)
    moves = [chess.Move.from_uci(move) for move in moves]
    for move in moves[: max(0, len(moves) - kept)]:
        board.push(move)
    moves = moves[max(0, len(moves) - kept) :]
    black = board.turn == chess.BLACK
    view = board.mirror() if black else board
    names = [
        piece.symbol() + chess.SQUARE_NAMES[square]
        for square, piece in sorted(view.piece_map().items())
    ]
    if view.has_legal_en_passant():
        names.append("en-passant:" + chess.FILE_NAMES[chess.square_file(view.ep_square)])
    names.append("castling:" + view.castling_xfen())
    ids = [IDS[name] for name in names]
    for move in moves:
        assert move in board.legal_moves
        ids += pair(board, move, black)
        board.push(move)
    # The classes are those of the side to move, whoever looks.
    own = board.turn == chess.BLACK
    legal = sorted(board.legal_moves, key=lambda move: pair(board, move, own))
    return ids, [token for move in legal for token in pair(board, move, black)]


def main():
    generator = random.Random(SEED)
    games, described, texts = [], [], []
    for number in range(12):
        board = chess.Board()
        game = chess.pgn.Game()
        game.headers["Event"] = f"random {number}"
        node = game
        plies = [0, 1, 2, 7][number] if number < 4 else generator.randint(20, 60)
        positions, moves = [board.fen(en_passant="legal")], []
        for _ in range(plies):
            legal = sorted(board.legal_moves, key=chess.Move.uci)
            if not legal:
                break
            # Captures and promotions more often, so that boards empty.
            weights = [4 if board.is_capture(move) or move.promotion else 1 for move in legal]
            move = generator.choices(legal, weights)[0]
            node = node.add_variation(move)
            board.push(move)
            moves.append(move.uci())
            positions.append(board.fen(en_passant="legal"))
        games.append(str(game))
        windows = [
            f"{positions[ply]} moves {' '.join(moves[ply : ply + LENGTH])}"
            for ply in range(len(moves))
        ]
        described.append(
            {"windows": windows, "answers": moves, "positions": positions[: len(moves)]}
        )
        for ply in range(0, len(moves) + 1, 9):
            texts.append((positions[0], moves[:ply], generator.choice([0, 1, 3, 8])))
        for ply in range(3, len(moves), 11):
            texts.append((positions[ply], moves[ply : ply + 2], 8))
    # En passant that is pinned, promotion, castlings of both sides.
    texts += [
        ("4r1k1/8/8/3pP3/8/8/8/4K3 w - d6 0 2", [], 8),
        ("4k3/8/8/3pP3/8/8/8/4K3 w - d6 0 2", [], 8),
        ("8/5P1k/8/8/8/8/p7/K7 w - - 0 1", ["f7f8q"], 8),
        ("r3k2r/8/8/8/8/8/8/R3K2R b Kq - 0 1", ["e8c8", "e1g1"], 8),
        ("r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1", ["e1c1"], 0),
        # Pieces that came to be within the history: by promotion, by castling, after en passant.
        ("8/5P1k/8/8/8/8/p7/K7 w - - 0 1", ["f7f8r", "h7g7", "f8f2", "g7g6", "f2a2"], 8),
        ("r3k2r/8/8/8/8/8/8/R3K2R b Kq - 0 1", ["e8c8", "e1g1", "d8d2", "f1f7"], 8),
        ("4k3/8/8/3pP3/8/8/8/4K3 w - d6 0 2", ["e5d6", "e8d7", "e1e2", "d7d6"], 8),
        ("4k3/8/8/8/5p2/8/4P3/4K3 w - - 0 1", ["e2e4", "f4e3", "e1d1", "e3e2"], 8),
        ("4k3/8/8/8/8/6p1/4p2P/4K1NR b K - 0 1", ["g3h2", "e1e2", "h2g1n", "h1g1"], 8),
    ]
    encoded = []
    for fen, moves, kept in texts:
        ids, choices = encode(fen, moves, kept)
        text = fen + (" moves " + " ".join(moves) if moves else "")
        encoded.append({"text": text, "kept": kept, "ids": ids, "choices": choices})
    with open("games.pgn", "w") as file:
        file.write("\n\n".join(games) + "\n")
    with open("windows.json", "w") as file:
        json.dump({"length": LENGTH, "games": described}, file, indent=0)
    with open("tokens.json", "w") as file:
        lines = ",\n".join(json.dumps(row) for row in encoded)
        file.write(f'{{"names": {json.dumps(NAMES)},\n"texts": [\n{lines}\n]}}\n')
    with open("manifest.json", "w") as file:
        manifest = {
            "chess": chess.__version__,
            "python": platform.python_version(),
            "seed": SEED,
            "command": "python generate.py",
        }
        json.dump(manifest, file, indent=2)
        file.write("\n")


main()
