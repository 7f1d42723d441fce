"""<<title>>

    python3 check.py

<<does>>
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
        sys.exit(f"{path.name}: the header claims the bytes 8 to {8 + length} of {len(raw)}")
    try:
        header = json.loads(raw[8 : 8 + length])
        header.pop("__metadata__", None)
        return {name: tensor_of(raw, 8 + length, **entry) for name, entry in header.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
        sys.exit(f"{path.name} is damaged between the bytes 8 and {8 + length}: {error}")


def tensor_of(raw, start, dtype, shape, data_offsets):
    begin, end = (start + offset for offset in data_offsets)
    size = math.prod(shape)
    if not start <= begin <= end <= len(raw) or end - begin != size * (4 if dtype == "F32" else 8):
        raise ValueError(f"the bytes {begin} to {end} are no tensor {shape} of {dtype}")
    kind = DTYPES[dtype]
    if size == 0:
        return torch.empty(shape, dtype=kind)
    tensor = torch.frombuffer(raw, dtype=kind, count=size, offset=begin).reshape(shape).clone()
    return tensor.double() if tensor.is_floating_point() else tensor


# ---- Comparing -----------------------------------------------------------------------------------


class Table:
    """What was compared: |Δ| is the largest difference over max(1, largest magnitude)."""

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
    delta = torch.where(alike, torch.zeros_like(want), (got - want).abs())
    delta = delta.nan_to_num(math.inf, math.inf)
    finite = want[want.isfinite()].abs()
    return delta.max().item() / max(1.0, finite.max().item() if finite.numel() else 1.0)


