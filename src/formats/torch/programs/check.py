"""<<title>>

    python3 check.py

Replays the network node by node in float64 and compares every value and every gradient with
numbers.safetensors; then does the same with model.py as a whole<<steps_doc>>.
Needs PyTorch 1.13 or later and nothing else. Exit code 0 if all agree, 1 if not.
"""

import json
import math
import struct
import sys
import warnings
import zlib
from contextlib import contextmanager
from pathlib import Path

import torch
import torch.nn.functional as F

import model as written

FOLDER = Path(__file__).resolve().parent
DTYPES = {"F64": torch.float64, "F32": torch.float32, "I64": torch.int64}
CHECKSUM = <<checksum>>
TOLERANCE = <<tolerance>>


# ---- numbers.safetensors -------------------------------------------------------------------------


def load(path):
    """The tensors of a safetensors file by name, floats in float64."""
    try:
        raw = bytearray(path.read_bytes())
    except OSError as error:
        sys.exit(f"{path.name} cannot be read: {error.strerror}")
    if len(raw) < 8:
        sys.exit(f"{path.name} ends at byte {len(raw)}, within the length of its header")
    (length,) = struct.unpack("<Q", raw[:8])
    if 8 + length > len(raw):
        sys.exit(f"{path.name}: the header claims {length} bytes, from byte 8 on; the file has {len(raw)}")
    try:
        header = json.loads(raw[8 : 8 + length])
        header.pop("__metadata__", None)
        return {name: tensor_of(raw, 8 + length, **entry) for name, entry in header.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
        sys.exit(f"{path.name} is damaged between the bytes 8 and {8 + length}: {error}")


def tensor_of(raw, start, dtype, shape, data_offsets):
    begin, end = data_offsets
    kind = DTYPES[dtype]
    count = math.prod(shape)
    if not 0 <= begin <= end <= len(raw) - start or end - begin != count * (4 if dtype == "F32" else 8):
        raise ValueError(f"the bytes {start + begin} to {start + end} are no tensor {shape} of {dtype}")
    if count == 0:
        return torch.empty(shape, dtype=kind)
    tensor = torch.frombuffer(raw, dtype=kind, count=count, offset=start + begin).reshape(shape).clone()
    return tensor.double() if tensor.is_floating_point() else tensor


# ---- Comparing -----------------------------------------------------------------------------------


class Table:
    """What was compared: |Δ| is the largest difference over max(1, the largest magnitude of the tensor)."""

    def __init__(self):
        self.worst, self.count, self.first = 0.0, 0, None

    def head(self, words):
        print(f"\n{words}")

    def row(self, name, got, want):
        delta = distance(got, want)
        self.count += 1
        self.worst = max(self.worst, delta)
        differs = not delta <= TOLERANCE
        if differs and self.first is None:
            self.first = name
        shape = "×".join(map(str, want.shape)) or "scalar"
        print(f"  {name:<40} {shape:>18}  {delta:8.1e}{'  differs' if differs else ''}")


def distance(got, want):
    """|Δ|; infinite where one of both is NaN, or another infinity, and not the other."""
    if got is None:
        got = torch.zeros_like(want)
    if got.shape != want.shape:
        return math.inf
    if want.numel() == 0:
        return 0.0
    got, want = got.detach().double(), want.double()
    alike = (got == want) | (got.isnan() & want.isnan())
    delta = torch.where(alike, torch.zeros_like(want), (got - want).abs()).nan_to_num(math.inf, math.inf)
    finite = want[want.isfinite()].abs()
    return delta.max().item() / max(1.0, finite.max().item() if finite.numel() else 1.0)


# ---- Masks ---------------------------------------------------------------------------------------


@contextmanager
def masks_of(numbers, names):
    """Within it dropout draws nothing: it takes the masks of the file, in the order in which it is asked."""
    left = iter(names)
    real = {name: getattr(F, name) for name in ("dropout", "dropout1d", "dropout2d")}

    def dropout(input, p=0.5, training=True, inplace=False):
        if not training or p in (0, 1):
            return real["dropout"](input, p, training)
        return input * numbers[next(left)] / (1 - p)

    for name in real:
        setattr(F, name, dropout)
    try:
        yield
    finally:
        for name in real:
            setattr(F, name, real[name])


# ---- Node by node --------------------------------------------------------------------------------


class Run:
    """A replay under way: tensors by the names of numbers.safetensors."""

    def __init__(self, numbers):
        self.numbers, self.leaves, self.buffers, self.values = numbers, {}, {}, {}

    def given(self, place, key):
        """What stands in the file is the output of a node that works nothing out."""
        self.values[place] = self.leaf(key)
        return self.values[place]

    def leaf(self, key):
        """A tensor that the file holds; a gradient flows to it."""
        if key not in self.leaves:
            tensor = self.numbers[key].clone()
            self.leaves[key] = tensor.requires_grad_() if tensor.is_floating_point() else tensor
        return self.leaves[key]

    def buffer(self, name):
        """What the node keeps from step to step; PyTorch writes into it."""
        return self.buffers.setdefault(name, self.numbers[f"buffer/{name}"].clone())

    def keep(self, place, tensor):
        """The output of a node under its place, as a tensor with a gradient of its own."""
        tensor = tensor.view_as(tensor)
        if tensor.requires_grad:
            tensor.retain_grad()
        elif tensor.is_floating_point():
            tensor = tensor.detach().requires_grad_()
        self.values[place] = tensor
        return tensor

    def keep_all(self, place, tensors):
        return [self.keep(f"{place}[{i}]", tensor) for i, tensor in enumerate(tensors)]

    def gradient(self, name):
        """Of an output or a param."""
        tensor = self.values.get(name, self.leaves.get(f"param/{name}"))
        return None if tensor is None else tensor.grad


def replay(run):
<<replay>>

MASKS = <<masks>>


def backward(values, numbers):
    """From every place where a gradient enters."""
    roots = [name for name in values if f"upstream/{name}" in numbers and values[name].requires_grad]
    if roots:
        torch.autograd.backward([values[name] for name in roots], [numbers[f"upstream/{name}"] for name in roots])


def check_nodes(numbers, table):
    """Values in the order of the network, then gradients in that of the backward pass: the first that differs is to blame."""
    run = Run(numbers)
    with masks_of(numbers, MASKS):
        replay(run)
    backward(run.values, numbers)
    table.head("Node by node: values")
    for place, value in run.values.items():
        if not any(value is leaf for leaf in run.leaves.values()):
            table.row(f"value/{place}", value, numbers[f"value/{place}"])
    table.head("Node by node: gradients")
    for name in ORDER:
        if f"grad/{name}" in numbers:
            table.row(f"grad/{name}", run.gradient(name), numbers[f"grad/{name}"])
    rows = [(name, buffer) for name, buffer in run.buffers.items() if f"buffer_after/{name}" in numbers]
    if rows:
        table.head("Node by node: buffers after the pass")
    for name, buffer in rows:
        table.row(f"buffer_after/{name}", buffer, numbers[f"buffer_after/{name}"])


# Outputs, and behind each node's what it learns, from the target backwards.
ORDER = <<order>>


# ---- The model as a whole ------------------------------------------------------------------------

# Names of the state_dict that are others in numbers.safetensors.
RENAMED = <<renamed>>
MODEL_MASKS = <<model_masks>>


def stored(key, numbers):
    """The name in the file of a tensor of the state_dict."""
    names = [RENAMED[key]] if key in RENAMED else [f"param/{key}", f"buffer/{key}"]
    return next((name for name in names if name in numbers), None)


def model_with(numbers):
    """model.py with the params and buffers of the file."""
    model = written.<<class>>().double()
    keys = {key: stored(key, numbers) for key in model.state_dict() if not key.endswith("num_batches_tracked")}
    missing = [key for key, name in keys.items() if name is None]
    left = {name for name in numbers if name.startswith(("param/", "buffer/"))} - set(keys.values())
    if missing or left:
        sys.exit(f"model.py and numbers.safetensors hold different tensors: {', '.join([*missing, *sorted(left)])}")
    model.load_state_dict({key: numbers[name] for key, name in keys.items()}, strict=False)
    return model.<<mode>>(), keys


def answers(model, numbers):
    """What the model answers, by place."""
<<answers>>


def check_model(numbers, table):
    model, keys = model_with(numbers)
    with masks_of(numbers, MODEL_MASKS):
        values = answers(model, numbers)
    backward(values, numbers)
    table.head("model.py as a whole")
    for place, value in values.items():
        table.row(f"value/{place}", value, numbers[f"value/{place}"])
    for key, param in model.named_parameters():
        name = keys[key].replace("param/", "grad/", 1)
        if name in numbers:
            table.row(name, param.grad, numbers[name])
    for key, buffer in model.named_buffers():
        name = keys.get(key, "").replace("buffer/", "buffer_after/", 1)
        if name.startswith("buffer_after/") and name in numbers:
            table.row(name, buffer, numbers[name])


def main():
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    warnings.filterwarnings("ignore")
    path = FOLDER / "numbers.safetensors"
    numbers, table = load(path), Table()
    check_nodes(numbers, table)
    check_model(numbers, table)
    intact = zlib.crc32(path.read_bytes()) == CHECKSUM
    if not intact:
        print(f"\n{path.name} is not as it was written: its checksum is another.")
    if table.first is not None:
        end = f"{table.first} differs first"
    else:
        end = "OK" if intact else f"{path.name} was changed"
    print(f"\nmax |Δ| = {table.worst:.1e} over {table.count} tensors: {end}")
    sys.exit(0 if end == "OK" else 1)


if __name__ == "__main__":
    main()
