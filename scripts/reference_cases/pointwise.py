"""One number in, one number out; and two or three tensors of shapes that broadcast."""

import torch
import torch.nn.functional as F

from .book import at

# Far from zero, an exponential overflows unless the formula is written with care.
FAR = [-800.0, -50.0, -19.5, -5.25, -0.5, 0.25, 4.75, 20.5, 50.0, 800.0]

ACTIVATIONS = [
    ("ReLU", {}, F.relu),
    ("ReLU6", {}, F.relu6),
    ("LeakyReLU", {"negative_slope": 0.2}, lambda x: F.leaky_relu(x, 0.2)),
    ("LeakyReLU", {"negative_slope": -0.3}, lambda x: F.leaky_relu(x, -0.3)),
    ("ELU", {"alpha": 0.7}, lambda x: F.elu(x, 0.7)),
    ("CELU", {}, F.celu),
    ("CELU", {"alpha": 2.5}, lambda x: F.celu(x, 2.5)),
    ("SELU", {}, F.selu),
    ("GELU", {}, F.gelu),
    ("GELU", {"approximate": "tanh"}, lambda x: F.gelu(x, approximate="tanh")),
    ("SiLU", {}, F.silu),
    ("Mish", {}, F.mish),
    ("Sigmoid", {}, torch.sigmoid),
    ("Tanh", {}, torch.tanh),
    ("Softplus", {}, F.softplus),
    ("Softplus", {"beta": 2.5, "threshold": 3}, lambda x: F.softplus(x, 2.5, 3)),
    ("Softsign", {}, F.softsign),
    ("LogSigmoid", {}, F.logsigmoid),
    ("Hardswish", {}, F.hardswish),
    ("Hardsigmoid", {}, F.hardsigmoid),
    ("Hardtanh", {}, F.hardtanh),
    ("Hardtanh", {"min_val": -0.5, "max_val": 2}, lambda x: F.hardtanh(x, -0.5, 2)),
]


def activations(book):
    for op, attrs, run in ACTIVATIONS:
        book.add(op, lambda input, run=run: run(input), {"input": book.normal(2, 7, scale=2.5)}, attrs)
        book.add(op, lambda input, run=run: run(input), {"input": at(FAR)}, attrs)
        book.add(op, lambda input, run=run: run(input), {"input": at(-0.75)}, attrs)
    for shape, count in ([(2, 3, 4), 1], [(2, 3, 2, 2), 3], [(3, 4), 4], [(5,), 1]):
        attrs = {} if count == 1 else {"num_parameters": count}
        book.add("PReLU", lambda input, weight: F.prelu(input, weight),
                 {"input": book.normal(*shape)}, attrs, {"weight": book.between(0.1, 0.6, count)})
    for op, run in (("Softmax", torch.softmax), ("LogSoftmax", torch.log_softmax)):
        for shape, dim in ([(4, 3), 0], [(2, 3, 4), 1], [(2, 3, 4), -2], [(5,), 0], [(2, 3, 2, 2), 1], [(3, 1), 1]):
            book.add(op, lambda input, run=run, dim=dim: run(input, dim), {"input": book.normal(*shape)}, {"dim": dim})
        far = at([[1000.0, 999.0, -1000.0], [-1000.0, -1001.0, -1000.5]])
        book.add(op, lambda input, run=run: run(input, -1), {"input": far})


UNARY = [
    ("Neg", torch.neg, -2, 2),
    ("Abs", torch.abs, -2, 2),
    ("Exp", torch.exp, -3, 3),
    ("Log", torch.log, 0.05, 4),
    ("Sqrt", torch.sqrt, 0.05, 4),
    ("Square", torch.square, -2, 2),
    ("Reciprocal", torch.reciprocal, 0.2, 2),
    ("Reciprocal", torch.reciprocal, -2, -0.2),
    ("Rsqrt", torch.rsqrt, 0.05, 4),
    ("Sin", torch.sin, -7, 7),
    ("Cos", torch.cos, -7, 7),
    ("Sign", torch.sign, -2, 2),
    ("Erf", torch.erf, -4, 4),
    ("Identity", lambda x: x * 1, -2, 2),
    ("StopGradient", lambda x: x.detach(), -2, 2),
]
BINARY = [
    ("Add", torch.add),
    ("Sub", torch.sub),
    ("Mul", torch.mul),
    ("Div", torch.div),
    ("Maximum", torch.maximum),
    ("Minimum", torch.minimum),
]
SHAPES = [((), ()), ((2, 3), ()), ((), (3,)), ((2, 3), (3,)), ((4, 1), (1, 3)), ((2, 1, 3), (4, 1)), ((1,), (2, 2)),
        ((2, 3, 2, 2), (3, 1, 1))]


def maths(book):
    for op, run, low, high in UNARY:
        for shape in ((2, 5), (), (2, 1, 3)):
            still = ("input",) if op == "StopGradient" else ()
            book.add(op, lambda input, run=run: run(input), {"input": book.between(low, high, *shape)}, still=still,
                     grads=op != "StopGradient")
    for attrs in ({"min": -0.5}, {"max": 0.25}, {"min": -0.3, "max": 0.4}, {"min": 0.5, "max": -0.5}):
        book.add("Clamp", lambda input, attrs=attrs: torch.clamp(input, attrs.get("min"), attrs.get("max")),
                 {"input": book.normal(3, 4)}, attrs)
    for op, run in BINARY:
        for a, b in SHAPES:
            inputs = {"a": book.normal(*a, key="a"), "b": book.between(0.3, 2, *b, key="b")}
            book.add(op, lambda a, b, run=run: run(a, b), inputs)
    powers(book)
    for c, a, b in (((2, 3), (2, 3), (2, 3)), ((2, 1), (3,), ()), ((), (2, 1), (1, 3))):
        chosen = (book.normal(*c, key="c") > 0).double()
        book.add("Where", lambda condition, a, b: torch.where(condition != 0, a, b),
                 {"condition": chosen, "a": book.normal(*a, key="a"), "b": book.normal(*b,
                         key="b")}, still=("condition",))


def powers(book):
    for a, b in SHAPES:
        inputs = {"a": book.between(0.2, 2.5, *a, key="a"), "b": book.between(-2, 3, *b, key="b")}
        book.add("Pow", lambda a, b: torch.pow(a, b), inputs)
    # A negative base with a whole exponent has a value and a slope; the slope by the exponent is not a number.
    base, whole = at([-1.5, -2.0, 2.0, -0.5, 3.0]), at([2.0, 3.0, -1.0, -2.0, 0.0])
    book.add("Pow", lambda a, b: torch.pow(a, b), {"a": base, "b": whole}, still=("b",))
    book.add("Pow", lambda a, b: torch.pow(a, b), {"a": at([0.0, 0.0, 0.0, 0.0]), "b": at([0.0, 1.0, 2.0, 3.5])})
