"""Runs a case in float64, differentiates sum(output * grad_output), and writes what it found."""

import json
import math
import pathlib
import zlib

import torch

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "tests" / "reference" / "ops"
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def at(values, shape=None):
    """A float64 tensor of given numbers."""
    tensor = torch.tensor(values, dtype=torch.float64)
    return tensor if shape is None else tensor.reshape(shape)


def index(values, shape=None):
    """A tensor of class indices: no gradient flows into it."""
    tensor = torch.tensor(values, dtype=torch.long)
    return tensor if shape is None else tensor.reshape(shape)


class Book:
    def __init__(self, name):
        self.name = name
        self.cases = []

    def seed(self, text):
        torch.manual_seed(zlib.crc32(f"{self.name}/{text}".encode()))

    def normal(self, *shape, key="", scale=1.2):
        """Numbers with six decimals, so that both sides start from exactly the same ones."""
        self.seed(f"{len(self.cases)}/{key}/{shape}")
        return (torch.randn(shape) * scale * 1e6).round() / 1e6

    def between(self, low, high, *shape, key=""):
        self.seed(f"{len(self.cases)}/{key}/{shape}/{low}")
        return ((torch.rand(shape) * (high - low) + low) * 1e6).round() / 1e6

    def add(self, op, run, inputs, attrs=None, params=None, buffers=None, mode=None, source=None, still=(), grads=True):
        """`run(**inputs, **params[, **buffers])` answers a tensor, or a dict of tensors and lists by port.

        `still` names inputs without a gradient. Buffers are changed in place by `run`, as PyTorch does. `source` says of
        what a case is composed, where this PyTorch has no such module.
        """
        params, buffers, attrs = params or {}, buffers or {}, attrs or {}
        leaves = {name: each(held, lambda t: leaf(t, name in still)) for name, held in {**inputs, **params}.items()}
        after = {name: buffer.clone() for name, buffer in buffers.items()}
        answer = run(**leaves, **after)
        outputs = answer if isinstance(answer, dict) else {"output": answer}
        self.seed(f"{len(self.cases)}/grad")
        upstream = {port: each(held, lambda t: (torch.randn(t.shape) * 1e6).round() / 1e6) for port,
                held in outputs.items()}
        case = {"name": f"{op}-{self.name}-{len(self.cases) + 1}", "op": op, "attrs": attrs}
        case |= {"source": source} if source else {}
        case |= {"mode": mode} if mode else {}
        case |= {"inputs": written(inputs)}
        case |= {"params": written(params)} if params else {}
        case |= {"buffers": written(buffers)} if buffers else {}
        one = not isinstance(answer, dict)
        case |= {"output": number(answer)} if one else {"outputs": written(outputs)}
        if grads:
            total = sum((o * g).sum() for o, g in zip(flat(outputs), flat(upstream)))
            case |= {"grad_output": number(upstream["output"])} if one else {"grad_outputs": written(upstream)}
            case |= {"grads": differentiate(total, leaves)}
        case |= {"buffers_after": written(after)} if buffers else {}
        self.cases.append(case)

    def write(self):
        source = f"PyTorch {torch.__version__}, float64, by scripts/reference.py"
        lines = ",\n".join(json.dumps(case, separators=(",", ":"), ensure_ascii=False) for case in self.cases)
        text = f'{{"source":{json.dumps(source)},"cases":[\n{lines}\n]}}\n'
        (FOLDER / f"{self.name}.json").write_text(text, encoding="utf-8")
        return len(self.cases)


def each(held, change):
    return [change(t) for t in held] if isinstance(held, (list, tuple)) else change(held)


def flat(record):
    return [t for held in record.values() for t in (held if isinstance(held, (list, tuple)) else [held])]


def leaf(tensor, still):
    return tensor.clone() if still or not tensor.is_floating_point() else tensor.clone().requires_grad_(True)


def differentiate(total, leaves):
    wanted = [t for t in flat(leaves) if t.requires_grad]
    found = iter(torch.autograd.grad(total, wanted, allow_unused=True) if total.requires_grad else [None] * len(wanted))
    grads = {}
    for name, held in leaves.items():
        if not all(t.requires_grad for t in flat({name: held})):
            continue
        grads[name] = each(held, lambda t: number(zero_if_none(next(found), t)))
    return grads


def zero_if_none(grad, tensor):
    return torch.zeros_like(tensor) if grad is None else grad


def written(record):
    return {name: each(held, number) for name, held in record.items()}


def number(tensor):
    return {"shape": list(tensor.shape), "data": [word(x) for x in tensor.detach().reshape(-1).tolist()]}


def word(x):
    if isinstance(x, int):
        return x
    if math.isnan(x):
        return "NaN"
    if math.isinf(x):
        return "Infinity" if x > 0 else "-Infinity"
    short = float(f"{x:.12g}")
    return int(short) if short.is_integer() and abs(short) < 1e15 and not (short == 0 and math.copysign(1,
            x) < 0) else short
