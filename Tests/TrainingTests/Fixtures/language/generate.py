"""Three steps of Adam on the next token, by PyTorch in double precision.

The models are those of ModelsTests/Fixtures/models. One folder for each holds the model after the
steps (config.json, model.safetensors as a hub has them); losses.json the loss of the batch before each
step, and the texts, all of which are in every batch. The loss is the mean over all tokens that have one
before them, not the mean of the texts' means.

Run: python generate.py (versions: manifest.json)
"""

import json
import shutil
from pathlib import Path

import torch
import transformers

HERE = Path(__file__).parent
MODELS = HERE.parent.parent.parent / "ModelsTests/Fixtures/models"
NAMES = ["gpt2-tied", "llama-tied", "neox-sequential"]
RATE, STEPS = 0.01, 3
TEXTS = [[(7 * i * i + 3 * k + 1) % 40 for i in range(2 + (5 * k) % 13)] for k in range(12)]


def loss(model):
    losses = []
    for text in TEXTS:
        logits = model(torch.tensor([text])).logits[0, :-1]
        losses.append(torch.nn.functional.cross_entropy(
            logits, torch.tensor(text[1:]), reduction="none"))
    return torch.cat(losses).mean()


def main():
    found = {"texts": TEXTS, "rate": RATE, "losses": {}}
    for name in NAMES:
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
        found["losses"][name] = losses
        folder = HERE / name
        shutil.rmtree(folder, ignore_errors=True)
        model.float().save_pretrained(folder)
        for extra in folder.glob("generation_config.json"):
            extra.unlink()
    (HERE / "losses.json").write_text(json.dumps(found, indent=1) + "\n")
    (HERE / "manifest.json").write_text(json.dumps({
        "generator": "generate.py", "torch": torch.__version__,
        "transformers": transformers.__version__}, indent=2) + "\n")


main()
