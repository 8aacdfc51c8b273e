#!/usr/bin/env python3
"""Finetuning and labelling of a pretrained encoder on real texts in PyTorch, eager float32.

The same work as `w2s benchmark --model DIR --input FILE.jsonl`: all weights trained by Adam, the mean
of the tokens under a linear head; here the examples of a step are padded to the longest of them, with
an attention mask. Texts are tokenized beforehand. Labelling sorts nothing, as the reference's code.
One JSON object on standard output; tokens are those of the texts, without padding.
"""

import argparse
import json

import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

import measure


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True)
    parser.add_argument("--input", required=True)
    parser.add_argument("--text", default="text")
    parser.add_argument("--examples", type=int, default=1024)
    parser.add_argument("--length", type=int, default=512)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--attention", choices=["sdpa", "eager"], default="sdpa")
    options = parser.parse_args()
    measure.prepare(options.threads)

    tokenizer = AutoTokenizer.from_pretrained(options.model)
    model = AutoModel.from_pretrained(options.model, attn_implementation=options.attention)
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    head = nn.Linear(model.config.hidden_size, 2, bias=False)
    optimizer = torch.optim.Adam(list(model.parameters()) + list(head.parameters()), lr=5e-5)
    with open(options.input, encoding="utf-8") as file:
        texts = [json.loads(line)[options.text] for line in file][: options.examples]
    ids = tokenizer(texts, truncation=True, max_length=options.length)["input_ids"]

    def batches(shuffled):
        while True:
            order = torch.randperm(len(ids)).tolist() if shuffled else list(range(len(ids)))
            for start in range(0, len(order), options.batch):
                yield order[start : start + options.batch]

    def logits(rows):
        longest = max(len(ids[row]) for row in rows)
        inputs = torch.zeros(len(rows), longest, dtype=torch.long)
        mask = torch.zeros(len(rows), longest, dtype=torch.long)
        for place, row in enumerate(rows):
            inputs[place, : len(ids[row])] = torch.tensor(ids[row])
            mask[place, : len(ids[row])] = 1
        hidden = model(input_ids=inputs, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).to(hidden.dtype)
        return head((hidden * weights).sum(1) / weights.sum(1))

    def size(rows):
        return sum(len(ids[row]) for row in rows), len(rows)

    order = batches(shuffled=True)

    def train():
        rows = next(order)
        labels = torch.tensor([row % 2 for row in rows])
        nn.functional.cross_entropy(logits(rows), labels).backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        return size(rows)

    model.train()
    training = measure.speed(measure.repeat(train, options.seconds))
    model.eval()
    order = batches(shuffled=False)

    def label():
        rows = next(order)
        logits(rows)
        return size(rows)

    with torch.inference_mode():
        inference = measure.speed(measure.repeat(label, options.seconds))
    settings = dict(vars(options), tokens=sum(map(len, ids)), examples=len(ids))
    measure.write(settings, training, inference)


if __name__ == "__main__":
    main()
