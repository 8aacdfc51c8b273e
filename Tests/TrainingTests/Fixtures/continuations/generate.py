"""Continuations of two tokens, by PyTorch in double precision, one forward pass for each sequence.

The models are those of ModelsTests/Fixtures/models. `logits`: for each text the log probabilities of its
continuations and of everything else, and whether greedy decoding writes one of them. `losses`: the
cross-entropy of the right one over the whole vocabulary before each step of Adam.

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
# The continuations of each text, 1 to 7 of them, and the class that is right (0: none of them).
CHOICES = [
    sorted({((11 * k + 9 * (i // 2)) % 40, (5 * k + 17 * i) % 40) for i in range(1 + k % 7)})
    for k in range(12)]
# Of every third text what the model would write is offered too; see main.
CLASSES = [(2 * k + 1) % (len(choices) + 1) for k, choices in enumerate(CHOICES)]


def next_token(model, tokens):
    return torch.log_softmax(model(torch.tensor([tokens])).logits[0, -1], -1)


def log_probabilities(model, text, choices):
    first = next_token(model, text)
    second = {f: next_token(model, text + [f]) for f in {f for f, _ in choices}}
    found = torch.stack([first[f] + second[f][s] for f, s in choices])
    rest = torch.log1p(-torch.exp(found).sum())
    return torch.cat([rest[None], found]), first, second


def loss(model, choices):
    rows = [log_probabilities(model, text, own)[0] for text, own in zip(TEXTS, choices)]
    return torch.stack([-row[label] for row, label in zip(rows, CLASSES)]).mean()


def load(name):
    return transformers.AutoModelForCausalLM.from_pretrained(
        MODELS / name, dtype=torch.float64, attn_implementation="eager").eval()


def steps(name, choices):
    model = load(name)
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)
    losses = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        value = loss(model, choices)
        value.backward()
        optimizer.step()
        losses.append(value.item())
    return losses


def greedy(model, text):
    first = next_token(model, text).argmax().item()
    return first, next_token(model, text + [first]).argmax().item()


def logits(name, choices):
    model, rows = load(name), []
    with torch.no_grad():
        for text, own in zip(TEXTS, choices):
            rows.append({
                "values": log_probabilities(model, text, own)[0].tolist(),
                "isWritten": greedy(model, text) in own})
    return rows


def offered(name):
    """The choices of each text; of every third one the last is what the model would write."""
    model = load(name)
    with torch.no_grad():
        found = [
            own if k % 3 else sorted(set(own[:-1]) | {greedy(model, text)})
            for k, (text, own) in enumerate(zip(TEXTS, CHOICES))]
    assert all(len(a) == len(b) for a, b in zip(found, CHOICES))
    return found


def main():
    models = {}
    for name in NAMES:
        choices = offered(name)
        models[name] = {
            "choices": choices, "losses": steps(name, choices), "logits": logits(name, choices)}
    found = {"texts": TEXTS, "rate": RATE, "classes": CLASSES, "models": models}
    (HERE / "continuations.json").write_text(json.dumps(found) + "\n")
    (HERE / "manifest.json").write_text(json.dumps({
        "generator": "generate.py", "torch": torch.__version__,
        "transformers": transformers.__version__}, indent=2) + "\n")


main()
