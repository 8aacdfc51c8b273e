"""Choices of the next token, and texts of which some tokens are predicted, by PyTorch in double precision.

The models are those of ModelsTests/Fixtures/models. `predicted`: the loss of all texts before each step of
Adam, where tokens outside the range are ignored (`ignore_index`). `choices`: the logits of the token after
each text, of its choices and of everything else (log-sum-exp; the greatest), and the cross-entropy of the
right choice over the whole vocabulary before each step of Adam.

Run: python generate.py (versions: manifest.json)
"""

import json
from pathlib import Path

import torch
import transformers

HERE = Path(__file__).parent
MODELS = HERE.parent.parent.parent / "ModelsTests/Fixtures/models"
NAMES = ["gpt2-tied", "llama-tied", "neox-sequential"]
RATE, STEPS = 0.01, 3
TEXTS = [[(7 * i * i + 3 * k + 1) % 40 for i in range(1 + (5 * k) % 13)] for k in range(12)]
LOWER, UPPER = 10, 26
# The choices of each text, 1 to 6 of them, and the class that is right (0: none of them).
CHOICES = [sorted({(11 * k + 6 * i) % 40 for i in range(1 + k % 6)}) for k in range(12)]
CLASSES = [(2 * k + 1) % (len(choices) + 1) for k, choices in enumerate(CHOICES)]


def predicted(model):
    losses, count = 0, 0
    for text in TEXTS:
        if len(text) < 2:
            continue
        logits = model(torch.tensor([text])).logits[0, :-1]
        targets = torch.tensor([t if LOWER <= t < UPPER else -100 for t in text[1:]])
        losses = losses + torch.nn.functional.cross_entropy(
            logits, targets, ignore_index=-100, reduction="sum")
        count += int((targets != -100).sum())
    return losses / count


def last(model):
    return torch.stack([model(torch.tensor([text])).logits[0, -1] for text in TEXTS])


def choice(model):
    logs = torch.log_softmax(last(model), -1)
    losses = []
    for row, choices, label in zip(logs, CHOICES, CLASSES):
        if label > 0:
            losses.append(-row[choices[label - 1]])
        else:
            others = [t for t in range(len(row)) if t not in choices]
            losses.append(-torch.logsumexp(row[others], 0))
    return torch.stack(losses).mean()


def load(name):
    return transformers.AutoModelForCausalLM.from_pretrained(
        MODELS / name, dtype=torch.float64, attn_implementation="eager").eval()


def steps(name, loss):
    model = load(name)
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)
    losses = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        value = loss(model)
        value.backward()
        optimizer.step()
        losses.append(value.item())
    return losses


def logits(name):
    rows = []
    with torch.no_grad():
        for row, choices in zip(last(load(name)), CHOICES):
            others = row[[t for t in range(len(row)) if t not in choices]]
            rows.append({
                "sum": torch.logsumexp(others, 0).item(), "greatest": others.max().item(),
                "choices": row[choices].tolist()})
    return rows


def main():
    found = {
        "texts": TEXTS, "rate": RATE, "predicted": [LOWER, UPPER], "choices": CHOICES,
        "classes": CLASSES,
        "models": {
            name: {
                "predicted": steps(name, predicted), "choices": steps(name, choice),
                "logits": logits(name)}
            for name in NAMES}}
    (HERE / "choices.json").write_text(json.dumps(found) + "\n")
    (HERE / "manifest.json").write_text(json.dumps({
        "generator": "generate.py", "torch": torch.__version__,
        "transformers": transformers.__version__}, indent=2) + "\n")


main()
