"""Five steps of torch.optim.Adam and AdamW on float32 vectors. Writes adam.json beside itself."""

import json
import pathlib

import torch

torch.manual_seed(0)
COUNT, STEPS = 37, 5
start = torch.randn(COUNT)
gradients = torch.randn(STEPS, COUNT) * torch.logspace(-6, 1, COUNT)
cases = []
for name, make, options in [
    ("adam", torch.optim.Adam, dict(lr=1e-3)),
    ("adam with decay", torch.optim.Adam, dict(lr=3e-3, weight_decay=0.1, betas=(0.8, 0.95))),
    ("adamw", torch.optim.AdamW, dict(lr=1e-2, weight_decay=0.05, eps=1e-6)),
    ("adamw without decay", torch.optim.AdamW, dict(lr=5e-5, weight_decay=0.0)),
]:
    weights = start.clone().requires_grad_()
    optimizer = make([weights], foreach=False, fused=False, **options)
    for gradient in gradients:
        weights.grad = gradient.clone()
        optimizer.step()
    state = optimizer.state[weights]
    beta1, beta2 = options.get("betas", (0.9, 0.999))
    cases.append(
        dict(
            name=name,
            rate=options["lr"],
            beta1=beta1,
            beta2=beta2,
            epsilon=options.get("eps", 1e-8),
            weightDecay=options.get("weight_decay", 0.0),
            decoupled=make is torch.optim.AdamW,
            weights=weights.detach().tolist(),
            first=state["exp_avg"].tolist(),
            second=state["exp_avg_sq"].tolist(),
        )
    )
here = pathlib.Path(__file__).parent
(here / "adam.json").write_text(
    json.dumps(dict(start=start.tolist(), gradients=gradients.tolist(), cases=cases))
)
(here / "manifest.json").write_text(
    json.dumps(
        {"adam.json": dict(generator="adam.py", seed=0, torch=torch.__version__)}, indent=2
    )
    + "\n"
)
