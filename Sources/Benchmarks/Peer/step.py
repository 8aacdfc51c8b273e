#!/usr/bin/env python3
"""Training and inference of a GPT-2-shaped classifier in PyTorch, eager float32, on random tokens.

The same work as `w2s benchmark --layers … --width …`: forward, backward and Adam on all weights; a
linear head on the last token; no dropout. One JSON object on standard output.
"""

import argparse

import torch
from torch import nn
from transformers import GPT2Config, GPT2Model

import measure


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name, value in [
        ("layers", 4), ("width", 128), ("heads", 4), ("length", 128), ("batch", 8),
        ("vocabulary", 2048), ("threads", 2),
    ]:
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--attention", choices=["sdpa", "eager"], default="sdpa")
    options = parser.parse_args()
    measure.prepare(options.threads)

    config = GPT2Config(
        n_layer=options.layers, n_embd=options.width, n_head=options.heads,
        vocab_size=options.vocabulary, n_positions=max(1024, options.length),
        resid_pdrop=0, embd_pdrop=0, attn_pdrop=0, use_cache=False,
        attn_implementation=options.attention)
    model = GPT2Model(config)
    head = nn.Linear(options.width, 2, bias=False)
    parameters = list(model.parameters()) + list(head.parameters())
    optimizer = torch.optim.Adam(parameters, lr=5e-5)
    count = 4 * options.batch
    inputs = torch.randint(0, options.vocabulary, (count, options.length))
    labels = torch.arange(count) % 2

    # All of one length: without a mask, which is the faster path.
    def batches():
        while True:
            for start in range(0, count, options.batch):
                yield slice(start, start + options.batch)

    order = batches()

    def train():
        rows = next(order)
        logits = head(model(inputs[rows]).last_hidden_state[:, -1])
        nn.functional.cross_entropy(logits, labels[rows]).backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        return options.batch * options.length, options.batch

    def label():
        rows = next(order)
        head(model(inputs[rows]).last_hidden_state[:, -1])
        return options.batch * options.length, options.batch

    training = measure.speed(measure.repeat(train, options.seconds))
    model.eval()
    with torch.inference_mode():
        inference = measure.speed(measure.repeat(label, options.seconds))
    measure.write(vars(options), training, inference)


if __name__ == "__main__":
    main()
