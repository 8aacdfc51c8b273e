"""Makes the GPT-2 parity fixture: a small GPT-2 of fixed random weights and, from transformers in
double precision, its logits, losses and the gradient of every parameter.

    python generate.py        # writes weights, language-model and classification files, manifest

Every sequence goes through the network alone, unpadded: what a packed batch must reproduce.
"""
import json
import pathlib
import platform

import numpy
import safetensors
import torch
import transformers
from safetensors.torch import save_file

SEED = 20240
LENGTHS = [7, 1, 13, 4, 16]
CLASSES = 3
CONFIG = dict(
    vocab_size=61, n_positions=16, n_embd=24, n_layer=2, n_head=3,
    activation_function="gelu_new", resid_pdrop=0.0, embd_pdrop=0.0, attn_pdrop=0.0,
    layer_norm_epsilon=1e-5, bos_token_id=0, eos_token_id=0, attn_implementation="eager",
)
HERE = pathlib.Path(__file__).parent

torch.manual_seed(SEED)
model = transformers.GPT2LMHeadModel(transformers.GPT2Config(**CONFIG)).eval()
with torch.no_grad():
    for name, parameter in model.named_parameters():
        if name.endswith("weight") and "ln_" in name:
            parameter.copy_(1 + 0.2 * torch.randn_like(parameter))
        elif name.endswith("bias"):
            parameter.copy_(0.1 * torch.randn_like(parameter))
        else:
            parameter.copy_(0.25 * torch.randn_like(parameter))
head = 0.3 * torch.randn(CLASSES, CONFIG["n_embd"])
bias = 0.1 * torch.randn(CLASSES)
sequences = [torch.randint(0, CONFIG["vocab_size"], (length,)) for length in LENGTHS]
targets = torch.softmax(torch.randn(len(LENGTHS), CLASSES), dim=-1)

weights = {name: value.clone() for name, value in model.named_parameters()}
save_file({**weights, "score.weight": head, "score.bias": bias}, HERE / "weights.safetensors")

model = model.double()
head = torch.nn.Parameter(head.double())
bias = torch.nn.Parameter(bias.double())


def gradients():
    found = {f"gradient.{name}": value.grad.clone().float()
             for name, value in model.named_parameters() if value.grad is not None}
    model.zero_grad(set_to_none=True)
    return found


# Language model: the mean cross-entropy of the next token over all positions that have one.
logits, losses = [], []
for ids in sequences:
    out = model(ids[None]).logits[0]
    logits.append(out)
    losses.append(torch.nn.functional.cross_entropy(out[:-1], ids[1:], reduction="sum"))
loss = torch.stack(losses).sum() / sum(length - 1 for length in LENGTHS)
loss.backward()
save_file({
    "ids": torch.cat(sequences).int(),
    "offsets": torch.tensor([0] + list(numpy.cumsum(LENGTHS))).int(),
    "logits": torch.cat(logits).detach().float().contiguous(),
    "loss": loss.detach().float()[None],
    **gradients(),
}, HERE / "language.safetensors")

# Classification: a linear head on the last token, soft targets, the mean over sequences.
rows = torch.stack([model.transformer(ids[None]).last_hidden_state[0, -1] @ head.T + bias
                    for ids in sequences])
loss = torch.nn.functional.cross_entropy(rows, targets.double())
loss.backward()
save_file({
    "targets": targets,
    "logits": rows.detach().float().contiguous(),
    "loss": loss.detach().float()[None],
    **gradients(),
    "gradient.score.weight": head.grad.float(),
    "gradient.score.bias": bias.grad.float(),
}, HERE / "classification.safetensors")

manifest = {
    "seed": SEED,
    "lengths": LENGTHS,
    "classes": CLASSES,
    "config": CONFIG,
    "versions": {
        "python": platform.python_version(), "torch": torch.__version__,
        "transformers": transformers.__version__, "safetensors": safetensors.__version__,
        "numpy": numpy.__version__,
    },
}
(HERE / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
