"""Many numbers to one, over all dims, one, several, counted from either end, kept or dropped."""

import torch

from .book import at

SEVERAL = "one PyTorch reduction after another: it takes a single dim"
DIMS = [
    ((2, 3, 4), {}),
    ((2, 3, 4), {"keepdim": True}),
    ((2, 3, 4), {"dim": 1}),
    ((2, 3, 4), {"dim": [-1], "keepdim": True}),
    ((2, 3, 4), {"dim": [0, 2]}),
    ((2, 3, 4), {"dim": [-3, -1], "keepdim": True}),
    ((2, 3, 4), {"dim": [0, 1, 2]}),
    ((5,), {"dim": 0}),
    ((2, 1, 3), {"dim": [1]}),
]


def dims_of(attrs, rank):
    """Dims from the largest, so that each may be dropped without moving the others."""
    dim = attrs.get("dim")
    dims = range(rank) if dim is None else [dim] if isinstance(dim, int) else dim
    return sorted((d % rank for d in dims), reverse=True)


def one_after_another(run, input, attrs):
    for d in dims_of(attrs, input.dim()):
        input = run(input, d, attrs.get("keepdim", False))
    return input


def extreme(name):
    def run(input, attrs):
        dims, keep = dims_of(attrs, input.dim()), attrs.get("keepdim", False)
        if "dim" not in attrs:
            found = getattr(torch, name)(input)
            return found.reshape([1] * input.dim()) if keep else found
        if len(dims) == 1:
            return getattr(torch, name)(input, dims[0], keep).values
        return getattr(torch, f"a{name}")(input, tuple(dims), keep)

    return run


def spread(root):
    def run(input, attrs):
        dims, keep = dims_of(attrs, input.dim()), attrs.get("keepdim", False)
        variance = torch.var(input, dim=dims, correction=attrs.get("correction", 1), keepdim=keep)
        return variance.sqrt() if root else variance

    return run


def over(run):
    return lambda input, attrs: run(input, dims_of(attrs, input.dim()), attrs.get("keepdim", False))


REDUCTIONS = {
    "Sum": over(torch.sum),
    "Mean": over(torch.mean),
    "Max": extreme("max"),
    "Min": extreme("min"),
    "LogSumExp": over(torch.logsumexp),
    "Prod": lambda input, attrs: one_after_another(torch.prod, input, attrs),
    "Var": spread(False),
    "Std": spread(True),
}


def reductions(book):
    for op, run in REDUCTIONS.items():
        for shape, attrs in DIMS:
            if op in ("Var", "Std") and shape == (2, 1, 3):
                continue  # one value has no variance with correction 1
            source = SEVERAL if op == "Prod" and len(dims_of(attrs, len(shape))) > 1 else None
            book.add(op, lambda input, run=run, attrs=attrs: run(input, attrs), {"input": book.normal(*shape)}, attrs,
                    source=source)
        if op in ("Var", "Std"):
            for correction in (0, 1, 2):
                attrs = {"dim": [1], "correction": correction}
                book.add(op, lambda input, run=run, attrs=attrs: run(input, attrs), {"input": book.normal(2, 4)}, attrs)
        elif op not in ("Max", "Min"):
            book.add(op, lambda input, run=run: run(input, {}), {"input": at(-0.75)})
    far = at([[1000.0, 999.0, 998.5], [-1000.0, -1001.0, -1000.5]])
    book.add("LogSumExp", lambda input: torch.logsumexp(input, 1), {"input": far}, {"dim": 1})
    # A product with zeros: the slope at the one zero is the product of the others.
    for values in ([2.0, 0.0, 3.0, -1.5], [2.0, 0.0, 0.0, -1.5]):
        book.add("Prod", lambda input: torch.prod(input), {"input": at(values)})
    for shape, dim in ([(2, 3, 4), 0], [(2, 3, 4), 1], [(2, 3, 4), -1], [(5,), 0]):
        book.add("CumSum", lambda input, dim=dim: torch.cumsum(input, dim), {"input": book.normal(*shape)},
                {"dim": dim})
    norms(book)


def norms(book):
    for p in (1, 2, 3, 1.5, 0.5, -1, "inf", "-inf"):
        for shape, attrs in ([(3, 4), {}], [(3, 4), {"dim": 1, "keepdim": True}], [(2, 3, 4), {"dim": [0, -1]}],
                [(5,), {"dim": [0]}]):
            attrs = attrs if p == 2 and shape == (5,) else {**attrs, "p": p}
            book.add("Norm", lambda input, attrs=attrs: torch.linalg.vector_norm(
                input, float(attrs.get("p", 2)), dims_of(attrs, input.dim()), attrs.get("keepdim", False)),
                {"input": book.normal(*shape)}, attrs)
