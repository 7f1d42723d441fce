"""Records the signatures of PyTorch that src/ops and src/engine/optimizers speak of.

    python3 scripts/torch_signatures.py [NAME …]

Writes tests/reference/torch/signatures.json: all names that are in it already, and those given. A name is `nn.Conv2d`,
`F.conv2d`, `torch.cat`, `optim.SGD`, or `.reshape` for a method of tensors. Each has one list of arguments an overload; an
argument is `[name]` or `[name, default]`. What Python itself cannot tell is asked of the schemas of PyTorch's operators.
"""

import inspect
import json
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn, optim

FILE = Path(__file__).parent.parent / "tests" / "reference" / "torch" / "signatures.json"
ROOMS = {"nn": nn, "F": F, "torch": torch, "torch.linalg": torch.linalg, "optim": optim}
# Which of two Python functions is called depends on an argument that is never given here.
DISPATCHED = {"F.max_pool1d", "F.max_pool2d", "F.adaptive_max_pool1d", "F.adaptive_max_pool2d"}
OPERATORS = {"F.logsigmoid": "log_sigmoid"}


def plain(value):
    """A default as JSON has it."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return str(value)


def of_python(function):
    parameters = [p for p in inspect.signature(function).parameters.values() if p.name != "self"]
    named = [p for p in parameters if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    return [[p.name] if p.default is p.empty else [p.name, plain(p.default)] for p in named]


def of_operator(name):
    """Overloads that take tensors and answer new ones, each once."""
    found = []
    for schema in torch._C._jit_get_schemas_for_operator(f"aten::{name}"):
        arguments = [[a.name, plain(a.default_value)] if a.has_default_value() else [a.name] for a in schema.arguments]
        takes_tensors = "Tensor" in str(schema.arguments[0].type)
        if takes_tensors and "out" not in schema.overload_name and arguments not in found:
            found.append(arguments)
    return found


def signatures(name):
    room, _, last = name.rpartition(".")
    if room == "":
        return of_operator(last)
    function = getattr(ROOMS[room], ("_" if name in DISPATCHED else "") + last)
    if inspect.isclass(function):
        return [of_python(function.__init__)]
    try:
        return [of_python(function)]
    except (ValueError, TypeError):
        return of_operator(OPERATORS.get(name, f"linalg_{last}" if room == "torch.linalg" else last))


def main():
    known = json.loads(FILE.read_text())["signatures"] if FILE.exists() else {}
    found = {name: signatures(name) for name in sorted({*known, *sys.argv[1:]})}
    for name, overloads in found.items():
        if not overloads:
            sys.exit(f"{name}: PyTorch has no such function")
    text = ",\n".join(f"{json.dumps(name)}: {json.dumps(overloads)}" for name, overloads in found.items())
    FILE.write_text(f'{{"torch": {json.dumps(torch.__version__)}, "signatures": {{\n{text}\n}}}}\n')


if __name__ == "__main__":
    main()
