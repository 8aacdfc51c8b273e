"""What the peer's scripts share: the same clock, the same medians and the same settings for all."""

import json
import time

import torch


def prepare(threads):
    torch.set_num_threads(threads)
    torch.manual_seed(0)


def repeat(step, seconds, warmup=3, least=5):
    """Calls `step`, which gives (tokens, examples), for at least `seconds`; the first calls do not count."""
    laps = []
    taken = 0
    total = 0.0
    while len(laps) < least or total < seconds:
        start = time.perf_counter()
        tokens, examples = step()
        duration = time.perf_counter() - start
        taken += 1
        if taken > warmup:
            laps.append((duration, tokens, examples))
            total += duration
    return laps


def median(values):
    values = sorted(values)
    return (values[len(values) // 2] + values[(len(values) - 1) // 2]) / 2


def speed(laps):
    return {
        "tokensPerSecond": median([tokens / seconds for seconds, tokens, _ in laps]),
        "examplesPerSecond": median([examples / seconds for seconds, _, examples in laps]),
        "bestTokensPerSecond": max(tokens / seconds for seconds, tokens, _ in laps),
        "secondsPerStep": median([seconds for seconds, _, _ in laps]),
        "steps": len(laps),
    }


def write(settings, training, inference):
    settings = dict(settings, torch=torch.__version__, threads=torch.get_num_threads())
    print(json.dumps({"settings": settings, "training": training, "inference": inference}))
