#!/usr/bin/env python3
"""The sweep of openai/weak-to-strong, its training code reduced to what computes, to be timed.

Beside `w2s run Experiments/benchmark-sweep.yaml`: 2 × 64, 4 × 128 and 6 × 256 of GPT-2's shape from
scratch on SciQ, 500 rows to train supervisors, 500 to label, 1,000 to test. Nine trainings of 2
epochs as its sweep.py asks for: each model on ground truth, then each model on the labels of itself
and of each smaller one (those with a ceiling on the same half would be twelve).

Kept from weak_to_strong/train.py, model.py and eval.py: the batch of 32 is gathered from minibatches
of `--minibatch` (default 1, as theirs), examples one by one, padded with zeros to the longest of the
minibatch and without an attention mask; the last token is found by counting ids that are not zero, row by
row; Adam at 5e-5 with cosine annealing; no dropout; a head of zeros; evaluation at the end in batches of
32, one result record for each example. Left out, to its advantage: logging, the `datasets` library (plain
lists here), stored checkpoints, and nine starts of Python (`--processes` puts them back).
"""

import argparse
import gzip
import itertools
import json
import random
import subprocess
import sys
import time

SIZES = {"2x64": (2, 64, 2), "4x128": (4, 128, 4), "6x256": (6, 256, 8)}


def read(options):
    from tokenizers import Tokenizer

    with gzip.open(f"{options.data}/sciq/rows.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    random.Random(0).shuffle(rows)
    with gzip.open(f"{options.data}/tokenizers/gpt2/tokenizer.json.gz", "rt", encoding="utf-8") as file:
        tokenizer = Tokenizer.from_str(file.read())

    def examples(rows):
        return [
            {
                "txt": row["txt"],
                "input_ids": tokenizer.encode(row["txt"]).ids,
                "hard_label": row["gt_label"],
                "soft_label": [1 - float(row["gt_label"]), float(row["gt_label"])],
            }
            for row in rows
        ]

    return examples(rows[:500]), examples(rows[500:1000]), examples(rows[1000:2000])


def make_model(name, options):
    import torch
    from torch import nn
    from transformers import GPT2Config, GPT2Model

    class TransformerWithHead(nn.Module):
        def __init__(self, layers, width, heads):
            super().__init__()
            self.transformer = GPT2Model(
                GPT2Config(
                    n_layer=layers, n_embd=width, n_head=heads,
                    attn_implementation=options.attention))
            self.score = nn.Linear(width, 2, bias=False)
            nn.init.normal_(self.score.weight, std=0.0)

        def forward(self, input_ids):
            lengths = (input_ids != 0).sum(dim=-1)
            hidden = self.transformer(input_ids)[0]
            last = torch.stack([hidden[i, lengths[i] - 1, :] for i in range(len(lengths))])
            return self.score(last)

    return TransformerWithHead(*SIZES[name])


def evaluate(model, dataset, batch_size=32):
    import numpy
    import torch

    model.eval()
    results = []
    with torch.no_grad():
        for start in range(0, len(dataset), batch_size):
            batch = dataset[start : start + batch_size]
            input_ids = torch.nn.utils.rnn.pad_sequence(
                [torch.tensor(example["input_ids"]) for example in batch], batch_first=True)
            probabilities = torch.nn.functional.softmax(model(input_ids), dim=-1).numpy()
            guesses = numpy.argmax(probabilities, axis=-1)
            truth = numpy.argmax([example["soft_label"] for example in batch], axis=-1)
            results.extend(
                dict(example, acc=guess == label, soft_label=list(probability))
                for example, guess, label, probability in zip(batch, guesses, truth, probabilities))
    return results


def train(model, dataset, options, batch_size=32, epochs=2, rate=5e-5):
    import torch

    model.eval()  # no dropout
    steps = len(dataset) * epochs // batch_size
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    examples = itertools.chain.from_iterable(itertools.repeat(dataset, epochs))
    for _ in range(steps):
        all_logits, all_labels = [], []
        for _ in range(batch_size // options.minibatch):
            minibatch = list(itertools.islice(examples, options.minibatch))
            input_ids = torch.nn.utils.rnn.pad_sequence(
                [torch.tensor(example["input_ids"]) for example in minibatch]).transpose(0, 1)
            all_labels.extend(torch.tensor([example["soft_label"] for example in minibatch]))
            all_logits.extend(model(input_ids))
        loss = torch.nn.functional.cross_entropy(torch.stack(all_logits), torch.stack(all_labels))
        loss.item()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        scheduler.step()


def weakly_labelled(dataset, results):
    return [
        dict(example, soft_label=[float(p) for p in result["soft_label"]])
        for example, result in zip(dataset, results)
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, help="the data root of w2s")
    parser.add_argument("--minibatch", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--attention", choices=["sdpa", "eager"], default="sdpa")
    parser.add_argument("--processes", action="store_true", help="one process for each training")
    options = parser.parse_args()
    start = time.perf_counter()
    import torch
    import transformers  # noqa: F401

    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    supervisor, transfer, test = read(options)
    times = {"start and reading": time.perf_counter() - start}

    def timed(title, name, dataset, labelled=None):
        began = time.perf_counter()
        if options.processes:  # what another start of Python costs
            subprocess.run(
                [sys.executable, "-c", "import torch, transformers; transformers.GPT2Model"],
                check=True)
        model = make_model(name, options)
        train(model, dataset, options)
        results = evaluate(model, test)
        labels = evaluate(model, labelled) if labelled else []
        times[title] = time.perf_counter() - began
        print(
            f"{title}: {times[title]:.1f} s, accuracy "
            f"{sum(result['acc'] for result in results) / len(results):.3f}",
            file=sys.stderr)
        return labels

    names = list(SIZES)
    labels = {name: timed(name, name, supervisor, transfer) for name in names}
    for place, teacher in enumerate(names):
        weak = weakly_labelled(transfer, labels[teacher])
        for student in names[place:]:
            timed(f"{student} on labels of {teacher}", student, weak)
    print(json.dumps({"seconds": time.perf_counter() - start, "parts": times}))


if __name__ == "__main__":
    main()
