"""Texts that begin with context, by PyTorch in double precision.

The models are those of ModelsTests/Fixtures/models. The loss of all texts before each step of Adam: what
follows the first token of the range counts, the tokens up to it are ignored (`ignore_index`).

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
LOWER, UPPER = 10, 22


def targets(text):
    targets, begun = [], False
    for before, token in zip(text, text[1:]):
        begun = begun or LOWER <= before < UPPER
        targets.append(token if begun else -100)
    return torch.tensor(targets)


def loss(model):
    losses, count = 0, 0
    for text in TEXTS:
        if len(text) < 2:
            continue
        logits = model(torch.tensor([text])).logits[0, :-1]
        wanted = targets(text)
        losses = losses + torch.nn.functional.cross_entropy(
            logits, wanted, ignore_index=-100, reduction="sum")
        count += int((wanted != -100).sum())
    return losses / count


def steps(name):
    model = transformers.AutoModelForCausalLM.from_pretrained(
        MODELS / name, dtype=torch.float64, attn_implementation="eager").eval()
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)
    losses = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        value = loss(model)
        value.backward()
        optimizer.step()
        losses.append(value.item())
    return losses


def main():
    found = {
        "texts": TEXTS, "rate": RATE, "after": [LOWER, UPPER],
        "counts": [int((targets(text) != -100).sum()) for text in TEXTS],
        "losses": {name: steps(name) for name in NAMES}}
    (HERE / "predicted.json").write_text(json.dumps(found) + "\n")
    (HERE / "manifest.json").write_text(json.dumps({
        "generator": "generate.py", "torch": torch.__version__,
        "transformers": transformers.__version__}, indent=2) + "\n")


main()
