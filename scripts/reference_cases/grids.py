"""Sliding windows over their whole range: what PyTorch accepts, how many places there are, values and gradients of pools.

Written to tests/reference/grids: numbers in the input and upstream are integers that both sides work out for themselves, so
that only answers are kept. A size of 0 stands for a refusal.
"""

import itertools
import json
import random

import torch
import torch.nn.functional as F
from torch import nn

from .book import FOLDER, word

GRIDS = FOLDER.parent / "grids"
POOLS = {"MaxPool1d": F.max_pool1d, "MaxPool2d": F.max_pool2d, "AvgPool1d": F.avg_pool1d, "AvgPool2d": F.avg_pool2d}
ADAPTIVE = {"AdaptiveAvgPool2d": F.adaptive_avg_pool2d, "AdaptiveMaxPool2d": F.adaptive_max_pool2d}
MODES = ("zeros", "reflect", "replicate", "circular")


def write(wanted):
    for name, fill in {"pool-values": pool_values, "pool-sizes": pool_sizes, "conv-sizes": conv_sizes,
            "conv-transpose-sizes": transposed_sizes, "fills": fills}.items():
        if wanted and not any(word in name for word in wanted):
            continue
        GRIDS.mkdir(exist_ok=True)
        answer = fill()
        source = f"PyTorch {torch.__version__}, float64, by scripts/reference.py"
        (GRIDS / f"{name}.json").write_text(f'{{"source":{json.dumps(source)},{answer}}}\n', encoding="utf-8")
        print(name)


def counted(shape, factor, start, modulus):
    """Distinct whole numbers, as far as the modulus reaches: (factor·i + start) mod modulus − ⌊modulus/2⌋."""
    numbers = [(factor * i + start) % modulus - modulus // 2 for i in range(torch.Size(shape).numel())]
    return torch.tensor(numbers, dtype=torch.float64).reshape(shape)


def pool_values():
    cases = [
        ("MaxPool2d", [1, 2, 2, 2], {"kernel_size": 3, "stride": 2, "ceil_mode": True}),
        ("AvgPool2d", [1, 1, 9, 2], {"kernel_size": 4, "ceil_mode": True}),
        ("MaxPool1d", [1, 1, 2], {"kernel_size": 3, "stride": 3, "ceil_mode": True}),
        ("MaxPool2d", [1, 2, 1, 1], {"kernel_size": 2, "stride": 2, "ceil_mode": True}),
    ]
    draw = random.Random(13)
    for kind in POOLS:
        cases += [(kind, *drawn(kind, draw)) for _ in range(280)]
    for kind in ADAPTIVE:
        for h, w, oh, ow in itertools.product((1, 3, 5), (2, 6), (1, 2, 4), (None, 3)):
            cases.append((kind, [2, h, w], {"output_size": [oh, ow]}))
    return '"cases":[\n' + ",\n".join(json.dumps(tried(*case), separators=(",", ":")) for case in cases) + "\n]"


def drawn(kind, draw):
    axes = 1 if kind.endswith("1d") else 2
    each = lambda low, high: [draw.randint(low, high) for _ in range(axes)]
    attrs = {"kernel_size": each(1, 5), "padding": each(0, 2), "ceil_mode": draw.random() < 0.7}
    if draw.random() < 0.8:
        attrs["stride"] = each(1, 4)
    if kind.startswith("Max"):
        attrs["dilation"] = each(1, 3) if draw.random() < 0.4 else [1] * axes
    else:
        attrs["count_include_pad"] = draw.random() < 0.5
        if axes == 2 and draw.random() < 0.25:
            attrs["divisor_override"] = draw.randint(1, 6)
    attrs = {name: value[0] if axes == 1 and isinstance(value, list) else value for name, value in attrs.items()}
    batch = [2] if draw.random() < 0.3 else []
    return [*batch, 1, *each(1, 7 if axes == 1 else 6)], attrs


def tried(kind, shape, attrs):
    case = {"op": kind, "shape": shape, "attrs": attrs}
    x = counted(shape, 37, 11, 1009).requires_grad_(True)
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in attrs.items()}
    try:
        y = (POOLS | ADAPTIVE)[kind](x, **given)
    except RuntimeError:
        return case | {"output": None}
    case |= {"size": list(y.shape), "output": [word(n) for n in y.detach().reshape(-1).tolist()]}
    # A window without a cell of the input has no winner; PyTorch 1.13 then writes a gradient outside of the tensor.
    if torch.isinf(y).any():
        return case
    (dx,) = torch.autograd.grad((y * counted(y.shape, 23, 5, 89)).sum(), x)
    return case | {"grad": [word(n) for n in dx.reshape(-1).tolist()]}


def sizes(axes, measure):
    """Answers in the order of the product of the axes, the last one fastest."""
    answers = []
    for place in itertools.product(*axes.values()):
        try:
            answers.append(measure(**dict(zip(axes, place))))
        except (RuntimeError, ValueError):
            answers.append(0)
    axes = {name: list(values) for name, values in axes.items()}
    return f'"axes":{json.dumps(axes)},\n"sizes":{json.dumps(answers, separators=(",", ":"))}'


def pool_sizes():
    axes = {"kernel_size": range(1, 6), "stride": [None, 1, 2, 3, 4], "padding": range(4), "dilation": range(1, 4),
            "ceil_mode": [False, True], "size": range(1, 9)}

    def measure(kernel_size, stride, padding, dilation, ceil_mode, size):
        return F.max_pool1d(torch.zeros(1, 1, size), kernel_size, stride, padding, dilation, ceil_mode).shape[-1]
    return sizes(axes, measure)


def conv_sizes():
    axes = {"padding_mode": MODES, "kernel_size": range(1, 6), "stride": range(1, 4),
            "padding": [0, 1, 2, 3, "same", "valid"], "dilation": range(1, 4), "size": range(1, 7)}

    def measure(size, **attrs):
        return nn.Conv1d(1, 1, **attrs)(torch.zeros(1, 1, size)).shape[-1]
    return sizes(axes, measure)


def transposed_sizes():
    axes = {"kernel_size": range(1, 5), "stride": range(1, 4), "padding": range(4), "output_padding": range(4),
            "dilation": range(1, 4), "size": range(1, 6)}

    def measure(size, **attrs):
        return nn.ConvTranspose1d(1, 1, **attrs)(torch.zeros(1, 1, size)).shape[-1]
    return sizes(axes, measure)


def fills():
    """What a source with init holds, [init, fill, shape, numbers]; null for a shape that PyTorch has no such tensor of."""
    shapes = [s for rank in range(4) for s in itertools.product((1, 2, 3, 5), repeat=rank)]
    cases = [[init, fill, list(s), filled(init, fill, s)] for init in FILLS for s in shapes for fill in (1, -2.5)]
    return '"cases":[\n' + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]"


def filled(init, fill, shape):
    try:
        return FILLS[init](shape, fill).to(torch.float64).flatten().tolist()
    except (RuntimeError, IndexError, TypeError):
        return None


def refused(shape):
    """torch.eye(n) is a square and torch.arange(a, b) a stretch: other numbers of sizes are no shapes to them."""
    raise TypeError(shape)


FILLS = {
    "zeros": lambda shape, _: torch.zeros(shape),
    "ones": lambda shape, _: torch.ones(shape),
    "full": lambda shape, fill: torch.full(shape, fill, dtype=torch.float64),
    "eye": lambda shape, fill: torch.eye(*shape) * fill + 0.0 if len(shape) == 2 else refused(shape),
    "arange": lambda shape, _: torch.arange(*shape) if len(shape) == 1 else refused(shape),
    "tril": lambda shape, fill: torch.tril(torch.full(shape, fill, dtype=torch.float64)),
    "triu": lambda shape, fill: torch.triu(torch.full(shape, fill, dtype=torch.float64)),
}
