#!/usr/bin/env python3
"""Measures `w2s` and PyTorch on this machine, paired and interleaved, and prints a Markdown table.

Each round measures every row once with each side, one directly after the other, so that what else the
machine does falls on both. PyTorch runs eager in float32 with its faster attention for each row (sdpa or
eager attention, tried before the first round). Ratios are those of medians over rounds, and of best
rounds. It takes a Python with torch and transformers, and `w2s` built in release:

    python3 Sources/Benchmarks/Peer/compare.py --rows 2x64,4x128,6x256,12x768
    python3 Sources/Benchmarks/Peer/compare.py --rows minilm --model Weights/minilm-l6 --data DIR
    python3 Sources/Benchmarks/Peer/compare.py --rows sweep --data DIR --rounds 1
"""

import argparse
import gzip
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
SIZES = {  # layers, width, heads
    "2x64": (2, 64, 2), "3x96": (3, 96, 3), "4x128": (4, 128, 4), "4x192": (4, 192, 6),
    "6x256": (6, 256, 8), "6x384": (6, 384, 6), "8x512": (8, 512, 8), "12x768": (12, 768, 12),
}
SWEEP = "sweep"
MINILM = "minilm"


def note(text):
    print(text, file=sys.stderr, flush=True)


def median(values):
    values = sorted(values)
    return (values[len(values) // 2] + values[(len(values) - 1) // 2]) / 2


def environment():
    variables = dict(os.environ)
    variables.pop("OPENBLAS_CORETYPE", None)  # a lowered core would halve our own speed
    return variables


def output(command):
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, env=environment())
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} failed:\n{done.stderr.strip()}")
    return json.loads(done.stdout)


class Row:
    """One comparison: what is measured of each side, and the numbers of all rounds."""

    def __init__(self, title, ours, theirs):
        self.title, self.ours, self.theirs = title, ours, theirs
        self.numbers = {"training": ([], []), "inference": ([], [])}
        self.best = None

    def choose(self):
        """PyTorch's faster attention for training, and for inference."""
        tried = {name: output(self.theirs(name, 1.0)) for name in ("sdpa", "eager")}
        self.best = {
            kind: max(tried, key=lambda name: tried[name][kind]["tokensPerSecond"])
            for kind in self.numbers
        }
        note(f"{self.title}: PyTorch's faster attention {self.best}")

    def measure(self, seconds):
        ours = output(self.ours(seconds))
        found = {name: output(self.theirs(name, seconds)) for name in set(self.best.values())}
        for kind, (left, right) in self.numbers.items():
            speed = ours[kind]["tokensPerSecond"]
            other = found[self.best[kind]][kind]["tokensPerSecond"]
            left.append((speed, ours[kind]["shareOfPeak"]))
            right.append(other)
            note(f"{self.title}: {kind} {speed:.0f} to {other:.0f} tokens/s")

    def lines(self):
        for kind, (ours, theirs) in self.numbers.items():
            speeds = [speed for speed, _ in ours]
            yield (
                f"| {self.title}, {kind} | {median(speeds):,.0f} | {median(theirs):,.0f} | "
                f"{median(speeds) / median(theirs):.1f} × | {max(speeds) / max(theirs):.1f} × | "
                f"{median([share for _, share in ours]) * 100:.0f} % |")


def size_row(name, options):
    layers, width, heads = SIZES[name]
    sizes = [
        "--layers", layers, "--width", width, "--heads", heads, "--length", options.length,
        "--batch", options.batch, "--vocabulary", options.vocabulary, "--threads", options.threads,
    ]

    def ours(seconds):
        return [options.w2s, "benchmark", *sizes, "--seconds", seconds, "--json"]

    def theirs(attention, seconds):
        return [
            options.python, HERE / "step.py", *sizes, "--seconds", seconds, "--attention", attention]

    return Row(f"{layers} × {width}", ours, theirs)


def write_sst2(options, folder):
    """Rows of SST-2 with their real lengths, drawn once."""
    path = pathlib.Path(folder) / "sst2.jsonl"
    with gzip.open(f"{options.data}/sst2/train.tsv.gz", "rt", encoding="utf-8") as file:
        next(file)
        sentences = [line.rstrip("\n").split("\t")[0] for line in file]
    random.Random(0).shuffle(sentences)
    with open(path, "w", encoding="utf-8") as file:
        for sentence in sentences[: options.examples]:
            file.write(json.dumps({"text": sentence.strip()}) + "\n")
    return path


def minilm_row(options, folder):
    texts = write_sst2(options, folder)
    common = [
        "--model", pathlib.Path(options.model).resolve(), "--input", texts, "--batch", 32,
        "--examples", options.examples, "--threads", options.threads,
    ]

    def ours(seconds):
        return [options.w2s, "benchmark", *common, "--seconds", seconds, "--json"]

    def theirs(attention, seconds):
        return [
            options.python, HERE / "finetune.py", *common, "--seconds", seconds,
            "--attention", attention]

    return Row("all-MiniLM-L6-v2 on SST-2, batch 32", ours, theirs)


def sweep_lines(options, rounds):
    file = ROOT / "Experiments" / "benchmark-sweep.yaml"
    ours, theirs = [], {minibatch: [] for minibatch in options.minibatches}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as results:
            start = time.perf_counter()
            subprocess.run(
                [options.w2s, "run", str(file), "--data", options.data, "--output", results, "--quiet"],
                check=True, env=environment(), stdout=subprocess.DEVNULL)
            ours.append(time.perf_counter() - start)
        note(f"sweep: w2s {ours[-1]:.1f} s")
        for minibatch, seconds in theirs.items():
            start = time.perf_counter()
            output([
                options.python, HERE / "sweep.py", "--data", options.data, "--minibatch", minibatch,
                "--threads", options.threads])
            seconds.append(time.perf_counter() - start)
            note(f"sweep: reference, minibatches of {minibatch}, {seconds[-1]:.1f} s")
    yield ""
    yield "| sweep, start to end | w2s, s | reference, s | ratio | of best |"
    yield "|---|---|---|---|---|"
    for minibatch, seconds in theirs.items():
        yield (
            f"| minibatches of {minibatch} | {median(ours):.1f} | {median(seconds):.1f} | "
            f"{median(seconds) / median(ours):.1f} × | {min(seconds) / min(ours):.1f} × |")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--rows", default="2x64,4x128,6x256,12x768",
        help=f"of {', '.join(SIZES)}, {MINILM}, {SWEEP} (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3.0, help="of each measurement")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--length", type=int, default=128)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--vocabulary", type=int, default=2048)
    parser.add_argument("--examples", type=int, default=1024, help="rows of SST-2")
    parser.add_argument("--model", default=str(ROOT / "Weights/minilm-l6"))
    parser.add_argument("--data", default=os.environ.get("W2S_DATA", str(ROOT / "Data")))
    parser.add_argument("--w2s", default=str(ROOT / ".build/release/w2s"))
    parser.add_argument("--python", default=sys.executable, help="one with torch and transformers")
    parser.add_argument(
        "--minibatches", type=lambda text: [int(part) for part in text.split(",")], default=[32, 1],
        help="of the reference's sweep (default: 32,1)")
    options = parser.parse_args()
    names = options.rows.split(",")
    unknown = [name for name in names if name not in {*SIZES, MINILM, SWEEP}]
    if unknown:
        parser.error(f"unknown rows {', '.join(unknown)}; choose among {', '.join(SIZES)}, minilm, sweep")

    with tempfile.TemporaryDirectory() as folder:
        rows = [
            minilm_row(options, folder) if name == MINILM else size_row(name, options)
            for name in names if name != SWEEP
        ]
        for row in rows:
            row.choose()
        for _ in range(options.rounds if rows else 0):
            for row in rows:
                row.measure(options.seconds)
        if rows:
            print("| layers × width | w2s, tokens/s | PyTorch, tokens/s | ratio | of best | of sgemm peak |")
            print("|---|---|---|---|---|---|")
            for row in rows:
                print("\n".join(row.lines()))
        if SWEEP in names:
            print("\n".join(sweep_lines(options, options.rounds)))


if __name__ == "__main__":
    main()
