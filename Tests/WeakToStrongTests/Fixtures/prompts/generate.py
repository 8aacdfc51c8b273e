"""Class probabilities by prompting a small random GPT-2 on bytes, by transformers in double precision.

Every sequence runs alone: score = log p(word | prompt), summed over the word's bytes or their mean;
probabilities are the softmax of scores; calibrated ones are divided by the mean over content-free texts
after the same demonstrations, and scaled to sum to one (Zhao et al. 2021, section 5).

Run: python generate.py (versions and seed: manifest.json)
"""

import json
from pathlib import Path

import torch
import transformers

HERE = Path(__file__).parent
SEED = 7
WORDS = ["no", "yes!"]
DEMONSTRATIONS = [["one", 0], ["two, too", 1], ["three", 1]]
TEXTS = ["an example", "ä", "", "of another length, which is longer"]
FREE = ["N/A", "[MASK]", ""]


def question(text):
    return f"Text: {text}\nLabel:"


def prompt(text, demonstrations):
    shown = "".join(f"{question(t)} {WORDS[label]}\n\n" for t, label in demonstrations)
    return list((shown + question(text)).encode())


def score(model, given, word, mean):
    word = list(f" {word}".encode())
    rows = torch.log_softmax(model(torch.tensor([given + word])).logits[0], dim=-1)
    values = [rows[len(given) + i - 1, token] for i, token in enumerate(word)]
    return sum(values) / (len(word) if mean else 1)


def distribution(model, text, demonstrations, mean):
    given = prompt(text, demonstrations)
    return torch.softmax(torch.stack([score(model, given, w, mean) for w in WORDS]), 0)


def main():
    torch.manual_seed(SEED)
    config = transformers.GPT2Config(vocab_size=256, n_embd=16, n_layer=2, n_head=2, n_positions=160)
    model = transformers.GPT2LMHeadModel(config).eval()
    model.set_attn_implementation("eager")
    for name, parameter in model.named_parameters():
        values = torch.randn(parameter.shape) * 0.4
        parameter.data = values + 1 if "ln_" in name and "weight" in name else values
    model.tie_weights()
    model.save_pretrained(HERE / "gpt2-bytes")
    (HERE / "gpt2-bytes" / "generation_config.json").unlink()
    model = model.double()
    cases = []
    with torch.no_grad():
        for count in [0, 3]:
            for mean in [False, True]:
                shown = DEMONSTRATIONS[:count]
                free = torch.stack([distribution(model, t, shown, mean) for t in FREE]).mean(0)
                for calibrated in [False, True]:
                    found = torch.stack([distribution(model, t, shown, mean) for t in TEXTS])
                    if calibrated:
                        found = found / free
                        found = found / found.sum(1, keepdim=True)
                    cases.append({"demonstrations": count, "mean": mean, "calibrated": calibrated,
                                  "free": free.tolist(), "probabilities": found.flatten().tolist()})
    (HERE / "prompts.json").write_text(json.dumps({
        "words": WORDS, "demonstrations": [t for t, _ in DEMONSTRATIONS],
        "labels": [label for _, label in DEMONSTRATIONS], "texts": TEXTS, "cases": cases,
    }, indent=1, ensure_ascii=False) + "\n")
    (HERE / "manifest.json").write_text(json.dumps({
        "generator": "generate.py", "seed": SEED, "torch": torch.__version__,
        "transformers": transformers.__version__}, indent=2) + "\n")


main()
