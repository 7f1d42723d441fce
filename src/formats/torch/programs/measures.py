"""Every node as a statement of its own, to be measured while model.py learns: <<title>>.

train.py calls it. The names are those of the graph. Written by Gradwire.
"""

import math

import torch
import torch.nn.functional as F


<<run>>

# Outputs of which an exact 0 passes no gradient on.
RECTIFIED = <<rectified>>


def squares(tensor):
    """The sum of the squares, and of how many numbers."""
    return tensor.detach().double().square().sum().item(), tensor.numel()


def dead_units(tensor):
    """Units (axis 1) that are 0 for every example and at every place, and how many there are."""
    if tensor.dim() < 2:
        return 0, 0
    silent = tensor.detach().transpose(0, 1).flatten(1).eq(0).all(1)
    return silent.sum().item(), silent.numel()


def measures(numbers):
    """By node: RMS of its output and of the gradient there, and a ReLU's share of dead units."""
    run = Run(numbers)
    replay(run)
    backward(run.values, numbers)
    sums = {}
    for place, value in run.values.items():
        if not value.is_floating_point():
            continue
        own = sums.setdefault(place[: place.rindex(":")], {})
        found = {"activation": squares(value)}
        if value.grad is not None:
            found["gradient"] = squares(value.grad)
        if place in RECTIFIED:
            found["dead"] = dead_units(value)
        for name, (amount, count) in found.items():
            before = own.get(name, (0, 0))
            own[name] = (before[0] + amount, before[1] + count)
    return {
        node: {name: mean(name, *pair) for name, pair in own.items() if pair[1] > 0}
        for node, own in sums.items()
    }


def mean(name, amount, count):
    return amount / count if name == "dead" else math.sqrt(amount / count)
