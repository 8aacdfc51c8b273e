"""How well decoders of one shape learn moves that are written as one token, or as two.

One token: each of the 1,968 moves of a queen or a knight, with promotions. Two tokens, as the tokenizer
`chess` has them: the moving piece on its square, which is also its token in the position, and the target.
The same windows of the same games, in the same order, for either; printed are nats per move on games that
were not trained on. Needs torch, numpy and chess (python-chess).

    w2s chess games --count 25000 --seed 1 --output games.pgn
    python3 chess_tokens.py games.pgn --windows 100000
"""

import argparse
import math
import time

import chess
import chess.pgn
import numpy as np
import torch

PIECES, TARGETS, PROMOTIONS, STATES = 768, 64, 64, 24


def square(index, flip):
    return chess.square_mirror(index) if flip else index


def state(board, flip):
    """Castling rights of both sides and the en passant file, as one of 16 + 8 tokens (the latter first)."""
    tokens = []
    if board.has_legal_en_passant():
        tokens.append(16 + chess.square_file(board.ep_square))
    rights = 0
    for bit, (mine, king_side) in enumerate(((1, 1), (1, 0), (0, 1), (0, 0))):
        color = chess.WHITE if bool(mine) != flip else chess.BLACK
        has = board.has_kingside_castling_rights if king_side else board.has_queenside_castling_rights
        rights |= has(color) << bit
    return tokens + [rights]


def piece_token(piece, index, flip):
    theirs = (piece.color == chess.WHITE) == flip
    return ((piece.piece_type - 1) + 6 * theirs) * 64 + square(index, flip)


def windows(path, every, length, limit):
    """(game, position tokens, one-token moves, two-token moves), from the side to move's view."""
    made, number = 0, 0
    with open(path) as file:
        while made < limit and (game := chess.pgn.read_game(file)) is not None:
            moves = list(game.mainline_moves())
            board = game.board()
            first = number % every
            for ply, move in enumerate(moves):
                if ply >= first and (ply - first) % every == 0 and made < limit:
                    yield number, *window(board.copy(stack=False), moves[ply : ply + length])
                    made += 1
                board.push(move)
            number += 1


def window(board, moves):
    flip = board.turn == chess.BLACK
    position = sorted(piece_token(piece, index, flip) for index, piece in board.piece_map().items())
    position += [PIECES + TARGETS + PROMOTIONS + token for token in state(board, flip)]
    one, two = [], []
    for move in moves:
        start, end = square(move.from_square, flip), square(move.to_square, flip)
        one.append(f"{start} {end} {move.promotion if move.promotion != chess.QUEEN else 5}")
        target = PIECES + end
        if move.promotion not in (None, chess.QUEEN):
            target = PIECES + TARGETS + (move.promotion - 2) * 16 + end % 8 + 8 * (end >= 32)
        two += [piece_token(board.piece_at(move.from_square), move.from_square, flip), target]
        board.push(move)
    return position, one, two


class Block(torch.nn.Module):
    def __init__(self, width, heads, layers):
        super().__init__()
        self.heads = heads
        self.norms = torch.nn.ModuleList(torch.nn.LayerNorm(width) for _ in range(2))
        self.qkv, self.out = torch.nn.Linear(width, 3 * width), torch.nn.Linear(width, width)
        self.up, self.down = torch.nn.Linear(width, 4 * width), torch.nn.Linear(4 * width, width)
        for layer in (self.qkv, self.out, self.up, self.down):
            deviation = 0.02 / math.sqrt(2 * layers) if layer in (self.out, self.down) else 0.02
            torch.nn.init.normal_(layer.weight, 0, deviation)
            torch.nn.init.zeros_(layer.bias)

    def forward(self, x):
        batch, length, width = x.shape
        qkv = self.qkv(self.norms[0](x)).view(batch, length, 3, self.heads, width // self.heads)
        queries, keys, values = qkv.permute(2, 0, 3, 1, 4)
        mixed = torch.nn.functional.scaled_dot_product_attention(queries, keys, values, is_causal=True)
        x = x + self.out(mixed.transpose(1, 2).reshape(batch, length, width))
        return x + self.down(torch.nn.functional.gelu(self.up(self.norms[1](x))))


class Decoder(torch.nn.Module):
    def __init__(self, vocabulary, width, heads, layers, context=64):
        super().__init__()
        self.tokens = torch.nn.Parameter(torch.randn(vocabulary, width) * 0.02)
        self.places = torch.nn.Parameter(torch.randn(context, width) * 0.02)
        self.blocks = torch.nn.ModuleList(Block(width, heads, layers) for _ in range(layers))
        self.norm = torch.nn.LayerNorm(width)

    def forward(self, ids, targets):
        """Summed -log p of the targets that are not negative."""
        hidden = torch.nn.functional.embedding(ids, self.tokens) + self.places[: ids.shape[1]]
        for block in self.blocks:
            hidden = block(hidden)
        chosen = targets >= 0
        logits = self.norm(hidden[chosen]) @ self.tokens.T
        return torch.nn.functional.cross_entropy(logits, targets[chosen], reduction="sum")


def batch(examples):
    longest = max(len(position) + len(moves) for position, moves in examples)
    ids = np.zeros((len(examples), longest), np.int64)
    targets = np.full((len(examples), longest), -1)
    for row, (position, moves) in enumerate(examples):
        begin, end = len(position), len(position) + len(moves)
        ids[row, :begin], ids[row, begin:end] = position, moves
        targets[row, begin - 1 : end - 1] = moves
    return torch.tensor(ids), torch.tensor(targets)


def train(name, learned, held, moves_held, vocabulary, options):
    torch.manual_seed(0)
    model = Decoder(vocabulary, options.width, options.heads, options.layers)
    optimizer = torch.optim.Adam(model.parameters(), options.rate)
    order = np.random.RandomState(0).permutation(len(learned))
    steps, begin = len(learned) // options.batch, time.time()
    for step in range(steps):
        ids, targets = batch([learned[i] for i in order[step * options.batch :][: options.batch]])
        scale = min(1, (step + 1) / (0.03 * steps)) * (1 + math.cos(math.pi * step / steps)) / 2
        for group in optimizer.param_groups:
            group["lr"] = options.rate * scale
        loss = model(ids, targets) / (targets >= 0).sum()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1)
        optimizer.step()
    with torch.no_grad():
        total = sum(float(model(*batch(held[i : i + 100]))) for i in range(0, len(held), 100))
    weights = sum(parameter.numel() for parameter in model.parameters())
    print(f"{name}: {total / moves_held:.2f} nats per move, {weights} weights, "
          f"{len(learned)} windows, {time.time() - begin:.0f} s", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("games")
    parser.add_argument("--windows", type=int, default=100_000)
    parser.add_argument("--held", type=int, default=2_000)
    parser.add_argument("--every", type=int, default=4)
    parser.add_argument("--length", type=int, default=8)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--width", type=int, default=64)
    parser.add_argument("--heads", type=int, default=4)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)

    made = list(windows(options.games, options.every, options.length, options.windows + options.held))
    # The last games are held out whole.
    border = made[-options.held][0]
    learned = [row for row in made if row[0] < border]
    held = [row for row in made if row[0] >= border]
    moves_held = sum(len(row[2]) for row in held)
    names = {name: index for index, name in enumerate(sorted({m for row in made for m in row[2]}))}
    print(f"{len(learned)} windows to learn, {len(held)} held out with {moves_held} moves", flush=True)
    base = PIECES + TARGETS + PROMOTIONS + STATES
    one = [[(row[1], [base + names[m] for m in row[2]]) for row in rows] for rows in (learned, held)]
    two = [[(row[1], row[3]) for row in rows] for rows in (learned, held)]
    train("one token a move", one[0], one[1], moves_held, base + len(names), options)
    train("two tokens a move", two[0], two[1], moves_held, base, options)


if __name__ == "__main__":
    main()
