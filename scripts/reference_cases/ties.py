"""Where several answers would be defensible, ours is PyTorch's: equal values, kinks, edges, zeros, and what is not a number."""

import math

import torch
import torch.nn.functional as F

from .book import at
from .pool import add
from .reduce import extreme

NAN, INF = math.nan, math.inf
KINKS = [
    ("ReLU", {}, F.relu, [0.0, -0.0]),
    ("ReLU6", {}, F.relu6, [0.0, 6.0]),
    ("LeakyReLU", {}, F.leaky_relu, [0.0]),
    ("ELU", {"alpha": 0.5}, lambda x: F.elu(x, 0.5), [0.0]),
    ("CELU", {"alpha": 0.5}, lambda x: F.celu(x, 0.5), [0.0]),
    ("SELU", {}, F.selu, [0.0]),
    ("Hardtanh", {"min_val": -0.5, "max_val": 2}, lambda x: F.hardtanh(x, -0.5, 2), [-0.5, 2.0]),
    # Eight numbers: at 3 PyTorch's vectorised loop answers 1; its scalar one, for what is left over, 1.5.
    ("Hardswish", {}, F.hardswish, [-3.0, 3.0]),
    ("Hardsigmoid", {}, F.hardsigmoid, [-3.0, 3.0]),
    ("Softplus", {"beta": 2, "threshold": 4}, lambda x: F.softplus(x, 2, 4), [2.0]),
    ("Softsign", {}, F.softsign, [0.0]),
    ("Abs", {}, torch.abs, [0.0, -0.0]),
    ("Sign", {}, torch.sign, [0.0]),
    ("Sqrt", {}, torch.sqrt, [0.0]),
    ("Rsqrt", {}, torch.rsqrt, [0.0]),
    ("Reciprocal", {}, torch.reciprocal, [0.0]),
    ("Log", {}, torch.log, [0.0]),
    ("Square", {}, torch.square, [0.0]),
    ("Clamp", {"min": -0.5, "max": 0.5}, lambda x: x.clamp(-0.5, 0.5), [-0.5, 0.5]),
    ("Clamp", {"min": 0.5, "max": 0.5}, lambda x: x.clamp(0.5, 0.5), [0.5]),
    ("Clamp", {"min": 0.25}, lambda x: x.clamp(min=0.25), [0.25]),
]


def pointwise(book):
    for op, attrs, run, edges in KINKS:
        positive = op in ("Sqrt", "Rsqrt", "Log")
        around = [e + d for e in edges for d in ((0, 0.01) if positive else (-0.01, 0, 0.01))]
        book.add(op, lambda input, run=run: run(input), {"input": at([*edges, *around])}, attrs)
    for op, attrs, run, _ in KINKS:
        # What is not a number stays so; −0 was read, so the sign is kept where PyTorch keeps it.
        book.add(op, lambda input, run=run: run(input), {"input": at([NAN, INF, -INF, 1.0])}, attrs, grads=False)
    book.add("PReLU", lambda input, weight: F.prelu(input, weight), {"input": at([0.0, -0.0, 0.01, -0.01])}, {},
            {"weight": at([0.25])})
    for op, run in (("Maximum", torch.maximum), ("Minimum", torch.minimum)):
        book.add(op, lambda a, b, run=run: run(a, b), {"a": at([1.0, 2.0, 3.0, -0.0, 5.0]),
                "b": at([1.0, 3.0, 2.0, 0.0, 5.0])})
        book.add(op, lambda a, b, run=run: run(a, b), {"a": at([[1.0, 2.0], [2.0, 1.0]]), "b": at([2.0, 1.0])})
        book.add(op, lambda a, b, run=run: run(a, b), {"a": at([1.0, 2.0, 1.0]), "b": at(1.0)})
        book.add(op, lambda a, b, run=run: run(a, b), {"a": at([NAN, 1.0, NAN, INF]), "b": at([1.0, NAN, NAN, -INF])},
                grads=False)
    book.add("Div", lambda a, b: a / b, {"a": at([1.0, -1.0, 0.0]), "b": at([0.0, 0.0, 2.0])})
    book.add("Where", lambda condition, a, b: torch.where(condition != 0, a, b),
             {"condition": at([0.0, -0.0, 1.0, -2.0, 0.5]), "a": at([1.0, 2.0, 3.0, 4.0, 5.0]),
                     "b": at([1.0, -2.0, -3.0, -4.0, -5.0])}, still=("condition",))


TIED = [[2.0, 2.0, 1.0, 2.0], [0.0, 0.0, 0.0, 0.0], [-1.0, 3.0, 3.0, -1.0]]


def reductions(book):
    for op in ("Max", "Min"):
        for attrs in ({}, {"dim": 1}, {"dim": 0, "keepdim": True}, {"dim": [0, 1]}, {"dim": [1, 0], "keepdim": True},
                {"dim": [-1]}):
            book.add(op, lambda input, op=op, attrs=attrs: extreme(op.lower())(input, attrs), {"input": at(TIED)},
                    attrs)
        three = at([1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0], (2, 3, 2))
        for attrs in ({"dim": [0, 2]}, {"dim": 1}, {"dim": [1, 2], "keepdim": True}):
            book.add(op, lambda input, op=op, attrs=attrs: extreme(op.lower())(input, attrs), {"input": three}, attrs)
        book.add(op, lambda input, op=op: extreme(op.lower())(input, {}), {"input": at([4.0, 4.0, 4.0])})
        book.add(op, lambda input, op=op: extreme(op.lower())(input, {"dim": 0}), {"input": at([4.0, 4.0, 4.0])},
                {"dim": 0})
        book.add(op, lambda input, op=op: extreme(op.lower())(input, {"dim": 1}),
                {"input": at([[1.0, NAN, 3.0], [NAN, 2.0, NAN]])}, {"dim": 1}, grads=False)
        book.add(op, lambda input, op=op: extreme(op.lower())(input, {}), {"input": at([1.0, NAN, 3.0])}, grads=False)
    for p in (1, 2, 3, "inf", "-inf", 0):
        for values in ([0.0, 0.0, 0.0], [3.0, -3.0, 0.0], [2.0, 2.0, -1.0]):
            if p == "-inf" and 0.0 not in values:
                values = [1.0, -1.0, 2.0]
            book.add("Norm", lambda input, p=p: torch.linalg.vector_norm(input, float(p)), {"input": at(values)},
                    {"p": p})
        book.add("Norm", lambda input, p=p: torch.linalg.vector_norm(input, float(p), 1), {"input": at(TIED)},
                {"p": p, "dim": 1})
    for op, run in (("Std", torch.std), ("Var", torch.var)):
        book.add(op, lambda input, run=run: run(input), {"input": at([2.0, 2.0, 2.0])})
        book.add(op, lambda input, run=run: run(input, 1), {"input": at([[1.0, 1.0], [1.0, 2.0]])}, {"dim": 1})
    book.add("LogSumExp", lambda input: torch.logsumexp(input, 1), {"input": at([[1.0, 1.0], [-INF, 2.0]])}, {"dim": 1})
    for op, run in (("Softmax", torch.softmax), ("LogSoftmax", torch.log_softmax)):
        book.add(op, lambda input, run=run: run(input, -1), {"input": at([[1.0, 1.0, 1.0], [-INF, 2.0, -INF]])},
                grads=op == "Softmax")


def pools(book):
    flat = torch.zeros(1, 2, 4, 4)
    steps = at([[4, 1, 2, 3], [4, 4, 8, 8], [7, 7, 1, 1], [7, 7, 1, 1]], (1, 1, 4, 4))
    for input in (flat, steps):
        for attrs in ({"kernel_size": 2}, {"kernel_size": 3, "stride": 1},
                {"kernel_size": 3, "stride": 2, "padding": 1},
                      {"kernel_size": 2, "stride": 1, "dilation": 2}, {"kernel_size": 3, "stride": 2,
                              "ceil_mode": True}):
            add(book, "MaxPool2d", input, attrs)
        for size in (1, 2, 3, [2, 3]):
            add(book, "AdaptiveMaxPool2d", input, {"output_size": size})
    for attrs in ({"kernel_size": 2}, {"kernel_size": 3, "stride": 1, "padding": 1}):
        add(book, "MaxPool1d", at([2.0, 2.0, 1.0, 1.0, 1.0, 3.0], (1, 1, 6)), attrs)
    # Minus infinity is a value like another; what is not a number wins.
    add(book, "MaxPool2d", at([-INF, -INF, -INF, -INF], (1, 1, 2, 2)), {"kernel_size": 2}, grads=False)
    add(book, "MaxPool2d", at([1.0, NAN, 3.0, 2.0], (1, 1, 2, 2)), {"kernel_size": 2}, grads=False)
