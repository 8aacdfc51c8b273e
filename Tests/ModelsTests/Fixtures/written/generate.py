"""Reads models that `w2s run experiment.yaml` wrote with transformers, in double precision, and notes
what they compute: the fixtures of CheckpointFormTests.

    w2s run experiment.yaml --data DATA --output RESULTS    # DATA/texts.csv is made by this script
    python generate.py RESULTS/written/weights

The tokenizer of the first model is read by the library `tokenizers` on the way.
"""
import csv
import json
import pathlib
import shutil
import sys

import numpy
import safetensors
import tokenizers
import torch
import transformers
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).parent
SEED = 7
MODELS = ["gpt", "gpt-neox", "llama"]
LENGTHS = [5, 1, 16]
TEXT = "thing 12, naïve"


def table(path):
    with open(path, "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["text", "label"])
        for row in range(64):
            rows.writerow([f"{['good', 'bad'][row % 2]} thing {row}", row % 2])


if sys.argv[1] == "--table":
    table(sys.argv[2])
    sys.exit()

weights = pathlib.Path(sys.argv[1])
ids = torch.randint(0, 256, (sum(LENGTHS),), generator=torch.Generator().manual_seed(SEED))
offsets = numpy.concatenate([[0], numpy.cumsum(LENGTHS)])
for name in MODELS:
    tokenizer = tokenizers.Tokenizer.from_file(str(weights / name / "tokenizer.json"))
    assert tokenizer.encode(TEXT).ids == list(TEXT.encode())
    model, loading = transformers.AutoModelForCausalLM.from_pretrained(
        weights / name, dtype=torch.float64, attn_implementation="eager", output_loading_info=True)
    problems = {key: value for key, value in loading.items() if value}
    assert not problems, problems
    model.eval()
    with torch.no_grad():
        logits = [model(ids[start:end][None]).logits[0]
                  for start, end in zip(offsets, offsets[1:])]
    (HERE / name).mkdir(exist_ok=True)
    for file in ["config.json", "model.safetensors"]:
        shutil.copyfile(weights / name / file, HERE / name / file)
    save_file(
        {"ids": ids.int(), "offsets": torch.tensor(offsets).int(),
         "logits": torch.cat(logits).float()}, HERE / name / "reference.safetensors")
manifest = {
    "seed": SEED, "torch": torch.__version__, "transformers": transformers.__version__,
    "tokenizers": tokenizers.__version__, "safetensors": safetensors.__version__,
    "numpy": numpy.__version__, "models": MODELS,
}
(HERE / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
