"""Writes losses.json: values and gradients of the losses, by PyTorch's autograd in double precision.

    python losses.py > losses.json

Each case: the loss and its fields as an experiment file has them, the fraction of training done, logits
and labels (rounded to float32), the loss of the batch and its gradient with respect to the logits.
What a loss detaches is computed under `torch.no_grad`.
"""

import json

import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)


def batch(rows, classes, kind, seed):
    random = torch.Generator().manual_seed(seed)
    scale = 30.0 if kind == "large" else 2.0
    logits = scale * torch.randn(rows, classes, generator=random)
    labels = torch.softmax(2 * torch.randn(rows, classes, generator=random), dim=1)
    if kind == "hard":
        labels = F.one_hot(labels.argmax(1), classes)
    return logits.float().double(), labels.float().double()


def mixed(own, y, c):
    return (1 - c) * y + c * own


def ramp(fraction, warmup):
    return min(1.0, fraction / warmup) if warmup > 0 else 1.0


def product(z, y, s, alpha=1.0, beta=1.0, warmup=0.0):
    with torch.no_grad():
        target = F.softmax(z, 1) ** (beta * ramp(s, warmup)) * y**alpha
        target = target / target.sum(1, keepdim=True)
    return F.cross_entropy(z, target)


def log_entropy(z, y, s, weight=0.5, warmup=0.1, detached=True):
    p = F.softmax(z, 1)
    return F.cross_entropy(z, mixed(p.detach() if detached else p, y, weight * ramp(s, warmup)))


def window(z, y, s, of="supervisor", low=0.6, high=1.0):
    with torch.no_grad():
        confidence = (F.softmax(z, 1) if of == "student" else y).max(1).values
        kept = (confidence >= low) & ((confidence < high) | (high == 1))
    return F.cross_entropy(z[kept], y[kept], reduction="sum") / len(z)


def reverse_rows(z, y, floor):
    return -(F.softmax(z, 1) * y.clamp(min=floor).log()).sum(1)


def reverse_cross_entropy(z, y, s, floor=1e-4):
    return reverse_rows(z, y, floor).mean()


def reverse_kl(z, y, s, floor=1e-4):
    # kl_div(input, target) is the divergence of target from exp(input).
    return F.kl_div(y.clamp(min=floor).log(), F.softmax(z, 1), reduction="batchmean")


def cace(z, y, s, threshold=0.01, floor=1e-4):
    confident = y.max(1).values - 1 / y.shape[1] >= threshold
    forward = F.cross_entropy(z, y, reduction="none")
    return torch.where(confident, forward, reverse_rows(z, y, floor)).mean()


def adaptive_confidence(z, y, s, temperature=0.5, weight=1.0, warmup=0.0):
    own = z.argmax(1)
    with torch.no_grad():
        costs = torch.stack([F.cross_entropy(z, k, reduction="none") for k in (own, y.argmax(1))])
        c = weight * ramp(s, warmup) * F.softmax(costs / temperature, 0)[0]
    supervised = F.cross_entropy(z, y, reduction="none")
    return ((1 - c) * supervised + c * F.cross_entropy(z, own, reduction="none")).mean()


def symmetric(z, y, s, alpha=0.1, beta=1.0, floor=1e-4):
    return alpha * F.cross_entropy(z, y) + beta * reverse_rows(z, y, floor).mean()


def label_smoothing(z, y, s, smoothing=0.1):
    if ((y == 0) | (y == 1)).all():
        return F.cross_entropy(z, y.argmax(1), label_smoothing=smoothing)
    return F.cross_entropy(z, (1 - smoothing) * y + smoothing / y.shape[1])


def generalized_cross_entropy(z, y, s, exponent=0.7):
    return (y * (1 - F.softmax(z, 1) ** exponent) / exponent).sum(1).mean()


CASES = [
    (product, [(0.5, {}), (0.5, {"alpha": 0.5, "beta": 2.0}), (0.05, {"warmup": 0.1}),
               (0.5, {"alpha": 0.0})]),
    (log_entropy, [(0.5, {}), (0.05, {}), (0.5, {"weight": 0.8, "detached": False})]),
    (window, [(0.5, {}), (0.5, {"low": 0.4, "high": 0.9}),
              (0.5, {"of": "student", "low": 0.0, "high": 0.65})]),
    (reverse_cross_entropy, [(0.5, {}), (0.5, {"floor": 0.05})]),
    (reverse_kl, [(0.5, {}), (0.5, {"floor": 0.05})]),
    (cace, [(0.5, {}), (0.5, {"threshold": 0.3, "floor": 0.01})]),
    (adaptive_confidence, [(0.5, {}), (0.1, {"temperature": 4.0, "warmup": 0.25}),
                           (0.5, {"weight": 0.5})]),
    (symmetric, [(0.5, {}), (0.5, {"alpha": 6.0, "beta": 0.1, "floor": 0.0183})]),
    (label_smoothing, [(0.5, {}), (0.5, {"smoothing": 0.5})]),
    (generalized_cross_entropy, [(0.5, {}), (0.5, {"exponent": 1.0}), (0.5, {"exponent": 0.05})]),
]

BATCHES = [(6, 2, "soft", 0), (5, 2, "hard", 1), (5, 3, "soft", 2), (4, 3, "hard", 3),
           (4, 4, "large", 4)]


def word(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


cases = []
for rows, classes, kind, seed in BATCHES:
    logits, labels = batch(rows, classes, kind, seed)
    results = []
    for loss, settings in CASES:
        for fraction, fields in settings:
            z = logits.clone().requires_grad_()
            value = loss(z, labels, fraction, **fields)
            (gradient,) = torch.autograd.grad(value, z)
            results.append({
                "loss": loss.__name__.replace("_", "-"), "fraction": fraction,
                "fields": {k: word(v) for k, v in fields.items()},
                "value": value.item(),
                "gradient": [float(f"{v:.10g}") for v in gradient.ravel().tolist()],
            })
    cases.append({
        "kind": kind, "classes": classes, "logits": logits.ravel().tolist(),
        "labels": labels.ravel().tolist(), "results": results,
    })
print(json.dumps(cases))
