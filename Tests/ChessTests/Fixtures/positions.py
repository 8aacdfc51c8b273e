"""Positions of seeded random games, and what python-chess says of them: positions.json, and games in
PGN as python-chess writes them: games.pgn with their moves in games.json.

    python positions.py
"""

import io
import json
import pathlib
import random

import chess
import chess.pgn

SEED = 20241
# What random play hardly finds: a square named in full, a pinned piece that needs no naming, castling with
# check, mates, stalemates, captures en passant that would open a line to the king.
RARE = [
    "1k6/8/8/8/4Q2Q/8/8/K6Q w - - 0 1",
    "1k6/8/8/3N4/8/8/8/K2N1N2 w - - 3 40",
    "1k6/8/8/8/R6R/8/8/R2K4 w - - 0 1",
    "4k3/8/8/8/1b6/2N3N1/8/4K3 w - - 0 1",
    "5k2/8/8/8/8/8/8/4K2R w K - 0 1",
    "3k4/8/8/8/8/8/8/R3K3 w Q - 0 1",
    "7k/5Q2/6K1/8/8/8/8/8 b - - 0 1",
    "k7/P7/K7/8/8/8/8/8 b - - 0 1",
    "rnb1kbnr/pppp1ppp/8/4p3/6Pq/5P2/PPPPP2P/RNBQKBNR w KQkq - 1 3",
    "8/8/8/K2pP2r/8/8/8/4k3 w - d6 0 2",
    "4k3/8/8/8/2KPp2r/8/8/8 b - d3 0 2",
    "4k3/4r3/8/3pP3/8/8/8/4K3 w - d6 0 2",
    "4k3/8/8/2KpP3/8/8/8/8 w - d6 0 2",
    "3r2k1/2P5/8/8/8/8/8/K7 w - - 0 1",
    "4k2r/6P1/8/8/8/8/8/K7 w - - 0 1",
    "6k1/5ppp/8/8/8/8/8/K2R4 w - - 0 1",
]
FOLDER = pathlib.Path(__file__).parent


def describe(board):
    assert board.is_valid(), board.fen()
    moves = sorted(
        board.legal_moves,
        key=lambda move: (move.from_square, move.to_square, move.promotion or 0),
    )
    return {
        "fen": board.fen(en_passant="fen"),
        "mirror": board.mirror().fen(),
        "moves": " ".join(move.uci() for move in moves),
        "san": " ".join(board.san(move) for move in moves),
        "after": [board_after(board, move) for move in moves[:: max(1, len(moves) // 3)]],
        "check": board.is_check(),
        "checkmate": board.is_checkmate(),
        "stalemate": board.is_stalemate(),
        "insufficient": board.is_insufficient_material(),
    }


def board_after(board, move):
    board = board.copy()
    board.push(move)
    return f"{move.uci()} {board.fen()}"


def random_game(draw, board, plies):
    for _ in range(plies):
        if board.is_game_over():
            break
        moves = list(board.legal_moves)
        rare = [
            move
            for move in moves
            if move.promotion or board.is_castling(move) or board.is_en_passant(move)
        ]
        board.push(draw.choice(rare if rare and draw.random() < 0.7 else moves))
    return board


def with_move(draw, test):
    """A position that has a legal move of a kind."""
    while True:
        board = chess.Board()
        while not board.is_game_over():
            board.push(draw.choice(list(board.legal_moves)))
            if any(test(board, move) for move in board.legal_moves):
                return board


def few_pieces(draw):
    """Kings and a few pieces anywhere: endings, mates, pins, pieces of a kind in numbers."""
    while True:
        board = chess.Board(None)
        squares = draw.sample(range(64), 8)
        board.set_piece_at(squares[0], chess.Piece(chess.KING, chess.WHITE))
        board.set_piece_at(squares[1], chess.Piece(chess.KING, chess.BLACK))
        kinds = draw.choice([[2, 3], [2], [3, 3], [5] * 6, [2] * 6, [3] * 5, [1, 1, 4, 5], [5, 4], []])
        alike = draw.random() < 0.5
        for square, kind in zip(squares[2:], kinds):
            colour = alike or draw.choice([chess.WHITE, chess.BLACK])
            board.set_piece_at(square, chess.Piece(kind, colour))
        board.turn = draw.choice([chess.WHITE, chess.BLACK])
        if board.is_valid():
            return board


def games(draw):
    for number in range(24):
        start = chess.Board() if number % 3 else few_pieces(draw)
        board = random_game(draw, start.copy(), draw.randrange(0, 160))
        game = chess.pgn.Game.from_board(board)
        game.headers["Event"] = "Random play"
        game.headers["Round"] = str(number + 1)
        game.headers["Annotator"] = "Łódź, Ñ"
        yield game


def annotated(draw, game):
    """The same game with comments, marks and variations to be skipped."""
    game = chess.pgn.read_game(io.StringIO(str(game)))
    game.comment = "before the first move"
    for node in list(game.mainline()):
        if draw.random() < 0.2:
            node.comment = draw.choice(["a word", "[%clk 0:01:00] ( ; 1-0 $4", "long " * 30])
        if draw.random() < 0.2:
            node.nags.add(draw.randrange(1, 140))
        others = [m for m in node.parent.board().legal_moves if m != node.move]
        if others and draw.random() < 0.2:
            side = node.parent.add_variation(draw.choice(others), comment="instead (")
            replies = list(side.board().legal_moves)
            if replies:
                side.add_variation(draw.choice(replies))
                if len(replies) > 1:
                    side.add_variation(replies[-1] if replies[-1] != side.variations[0].move else replies[0])
    return game


def wrapped(game):
    return game.accept(chess.pgn.StringExporter(columns=80))


def main():
    draw = random.Random(SEED)
    found = []
    for _ in range(120):
        board = random_game(draw, chess.Board(), draw.randrange(1, 200))
        found.append(describe(board))
    found += [describe(with_move(draw, chess.Board.is_en_passant)) for _ in range(30)]
    found += [describe(with_move(draw, chess.Board.is_castling)) for _ in range(30)]
    found += [describe(with_move(draw, lambda _, move: move.promotion)) for _ in range(20)]
    found += [describe(chess.Board(fen)) for fen in RARE]
    found += [describe(few_pieces(draw)) for _ in range(150)]
    (FOLDER / "positions.json").write_text(
        "[\n" + ",\n".join(json.dumps(entry) for entry in found) + "\n]\n"
    )
    played = list(games(draw))
    plain = "\n\n".join(wrapped(game) for game in played) + "\n"
    marked = "\n\n".join(wrapped(annotated(draw, game)) for game in played) + "\n"
    (FOLDER / "games.pgn").write_text(plain)
    (FOLDER / "annotated.pgn").write_text(marked)
    lines = [
        {
            "start": game.board().fen(),
            "moves": " ".join(move.uci() for move in game.mainline_moves()),
            "result": game.headers["Result"],
        }
        for game in played
    ]
    (FOLDER / "games.json").write_text(
        "[\n" + ",\n".join(json.dumps(entry) for entry in lines) + "\n]\n"
    )
    files = ["positions.json", "games.pgn", "annotated.pgn", "games.json"]
    origin = {"generator": "positions.py", "seed": SEED, "python-chess": chess.__version__}
    manifest = {name: origin for name in files}
    (FOLDER / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


main()
