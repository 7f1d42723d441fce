"""Losses: every reduction, weights, smoothing, classes left out, and targets given as probabilities."""

import torch
import torch.nn.functional as F

from .book import at, index

REDUCTIONS = ("mean", "sum", "none")


def losses(book):
    for reduction in REDUCTIONS:
        classes(book, reduction)
        for op, run in (("MSELoss", F.mse_loss), ("L1Loss", F.l1_loss)):
            for shape in ((3, 4), (), (2, 1, 3)):
                book.add(op, lambda input, target, run=run: run(input, target, reduction=reduction),
                         {"input": book.normal(*shape, key="x"), "target": book.normal(*shape,
                                 key="t")}, {"reduction": reduction})
        for op, name, run in (("SmoothL1Loss", "beta", F.smooth_l1_loss), ("HuberLoss", "delta", F.huber_loss)):
            for size in (1.0, 0.4, 2.5):
                book.add(op, lambda input, target, run=run, size=size, name=name: run(input, target,
                        reduction=reduction, **{name: size}),
                         {"input": book.normal(3, 5, key="x"), "target": book.normal(3, 5,
                                 key="t")}, {"reduction": reduction, name: size})
        binary(book, reduction)
    book.add("BCEWithLogitsLoss", lambda input, target: F.binary_cross_entropy_with_logits(input, target),
             {"input": at([800.0, -800.0, 30.0, -30.0]), "target": at([1.0, 0.0, 0.0, 1.0])})
    for reduction in (*REDUCTIONS, "batchmean"):
        for log_target in (False, True):
            divergence(book, reduction, log_target)
    kinks(book)


def classes(book, reduction):
    for shape in ((5, 3), (2, 3, 4), (2, 3, 2, 2), (3,)):
        axis = 0 if len(shape) == 1 else 1
        rest = shape[:axis] + shape[axis + 1:]
        count = 1
        for n in rest:
            count *= n
        target = index([(2 * i + 1) % 3 for i in range(count)], rest)
        for attrs in ({}, {"label_smoothing": 0.2}, {"ignore_index": 1}, {"ignore_index": 1, "label_smoothing": 0.3}):
            given = {**attrs, "reduction": reduction}
            book.add("CrossEntropyLoss", lambda input, target, given=given: F.cross_entropy(input, target, **given),
                     {"input": book.normal(*shape)}| {"target": target}, given)
        given = {"reduction": reduction}
        probabilities = torch.softmax(book.normal(*shape, key="p"), axis)
        probabilities = (probabilities * 1e6).round() / 1e6
        for attrs in ({}, {"label_smoothing": 0.25}):
            both = {**given, **attrs}
            book.add("CrossEntropyLoss", lambda input, target, both=both: F.cross_entropy(input, target, **both),
                     {"input": book.normal(*shape), "target": probabilities}, both)
        for attrs in ({}, {"ignore_index": 2}):
            both = {**given, **attrs}
            book.add("NLLLoss", lambda input, target, both=both: F.nll_loss(input, target, **both),
                    {"input": book.normal(*shape), "target": target}, both)
        weights(book, shape, rest, target, probabilities, reduction)
    far = at([[1000.0, -1000.0, 999.0], [-1000.0, 0.0, 1000.0]])
    book.add("CrossEntropyLoss", lambda input, target: F.cross_entropy(input, target, reduction=reduction),
             {"input": far, "target": index([2, 2])}, {"reduction": reduction})


def weights(book, shape, rest, target, probabilities, reduction):
    """PyTorch has no gradient for class weights, so these cases assert none for them."""
    weight = book.between(0.2, 2, 3, key="w")
    for attrs in ({}, {"label_smoothing": 0.2}, {"ignore_index": 1, "label_smoothing": 0.1}, {"ignore_index": 1}):
        given = {**attrs, "reduction": reduction}
        book.add("CrossEntropyLoss", lambda input, target, weight, given=given: F.cross_entropy(input, target, weight,
                **given),
                 {"input": book.normal(*shape), "target": target, "weight": weight}, given, still=("weight",))
        if "label_smoothing" not in attrs:
            book.add("NLLLoss", lambda input, target, weight, given=given: F.nll_loss(input, target, weight, **given),
                     {"input": book.normal(*shape), "target": target, "weight": weight}, given, still=("weight",))
        if "ignore_index" not in attrs:
            book.add("CrossEntropyLoss", lambda input, target, weight, given=given: F.cross_entropy(input, target,
                    weight, **given),
                     {"input": book.normal(*shape), "target": probabilities,
                             "weight": weight}, given, still=("weight",))


def binary(book, reduction):
    for weighted in ((), (3, 4), (4,)):
        attrs = {"reduction": reduction}
        weight = {"weight": book.between(0.2, 2, *weighted, key="w")} if weighted else {}
        target = book.between(0, 1, 3, 4, key="t")
        book.add("BCELoss", lambda input, target, weight=None: F.binary_cross_entropy(input, target, weight,
                reduction=reduction),
                 {"input": book.between(0.02, 0.98, 3, 4, key="x"), "target": target,
                         **weight}, attrs, still=("weight",))
        for positive in ({}, {"pos_weight": book.between(0.5, 3, 4, key="p")}):
            book.add("BCEWithLogitsLoss",
                     lambda input, target, weight=None, pos_weight=None: F.binary_cross_entropy_with_logits(
                         input, target, weight, reduction=reduction, pos_weight=pos_weight),
                     {"input": book.normal(3, 4, scale=3, key="x"), "target": target, **weight,
                             **positive}, attrs, still=("weight", "pos_weight"))


def divergence(book, reduction, log_target):
    target = torch.softmax(book.normal(3, 4, key="t"), 1)
    target = ((target.log() if log_target else target) * 1e6).round() / 1e6
    attrs = {"reduction": reduction, "log_target": log_target}
    book.add("KLDivLoss", lambda input, target: F.kl_div(input, target, reduction=reduction, log_target=log_target),
             {"input": book.normal(3, 4, key="x"), "target": target}, attrs)


def kinks(book):
    # A logarithm of 0 is held at −100, its slope at 1e12.
    book.add("BCELoss", lambda input, target: F.binary_cross_entropy(input, target),
            {"input": at([0.0, 1.0, 0.0, 1.0]), "target": at([0.0, 1.0, 1.0, 0.25])}, still=("target",))
    same = at([1.0, 2.0, 3.0, 4.0])
    for distance in (0.0, 0.5, -0.5, 1.0, -1.0):
        for op, run, attrs in (("L1Loss", F.l1_loss, {}), ("MSELoss", F.mse_loss, {}),
                ("SmoothL1Loss", F.smooth_l1_loss, {}), ("HuberLoss", F.huber_loss, {}),
                               ("SmoothL1Loss", F.smooth_l1_loss, {"beta": 0.5}), ("HuberLoss", F.huber_loss,
                                       {"delta": 0.5}), ("SmoothL1Loss", F.smooth_l1_loss, {"beta": 0})):
            if attrs.get("beta") == 0 and distance == 0:
                continue  # PyTorch answers a slope of −1 to the input and to the target at once
            book.add(op, lambda input, target, run=run, attrs=attrs: run(input, target, **attrs),
                    {"input": same + distance, "target": same}, attrs)
    # Where the target is no probability above zero, target · log(target) is 0.
    book.add("KLDivLoss", lambda input, target: F.kl_div(input, target, reduction="sum"),
            {"input": at([-1.0, -2.0, -0.5]), "target": at([0.0, 0.3, 0.7])},
             {"reduction": "sum"}, still=("target",))
