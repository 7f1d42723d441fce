"""Fifty steps of each optimizer, schedule and clipping on one small network: losses, rates and params on the way.

What PyTorch 1.13 has is run as it is; SignSGD and Muon are composed of its primitives, and the case's `source` says so.
"""

import json
import math
import pathlib
import zlib

import torch
import torch.nn.functional as F

from .book import number, word

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "tests" / "reference" / "optimizers"
STEPS = 50
KEPT = (1, 2, 10, 50)
QUINTIC = (3.4445, -4.7750, 2.0315)
CUBIC = (1.5, -0.5, 0.0)


def drawn(name, *shape, scale=1.0):
    torch.manual_seed(zlib.crc32(name.encode()))
    return (torch.randn(shape) * scale * 1e6).round() / 1e6


DATA = {"x": drawn("x", 6, 2, 5, 5), "t": torch.tensor([0, 2, 1, 2, 0, 1])}
START = {
    "conv.weight": drawn("conv.weight", 4, 2, 3, 3, scale=0.4),
    "conv.bias": drawn("conv.bias", 4, scale=0.2),
    "fc.weight": drawn("fc.weight", 3, 36, scale=0.3),
    "fc.bias": drawn("fc.bias", 3, scale=0.2),
}


def model():
    """The network as a document of ours; `loss_of` says the same to PyTorch."""
    def node(id, op, inputs=None, attrs=None, values=None):
        entry = {"id": id, "op": op, "attrs": attrs or {}}
        return entry | ({"inputs": inputs} if inputs else {}) | ({"values": values} if values else {})

    def starts(id):
        return {name: START[f"{id}.{name}"].tolist() for name in ("weight", "bias")}

    return {
        "gradwire": 1,
        "seed": 3,
        "nodes": [
            node("x", "Input", attrs={"shape": list(DATA["x"].shape)}, values={"value": DATA["x"].tolist()}),
            node("t", "Input", attrs={"shape": [6]}, values={"value": DATA["t"].tolist()}),
            node("conv", "Conv2d", {"input": "x"}, {"out_channels": 4, "kernel_size": 3}, starts("conv")),
            node("tanh", "Tanh", {"input": "conv"}),
            node("flat", "Flatten", {"input": "tanh"}),
            node("fc", "Linear", {"input": "flat"}, {"out_features": 3}, starts("fc")),
            node("loss", "CrossEntropyLoss", {"input": "fc", "target": "t"}),
        ],
    }


def loss_of(params):
    hidden = torch.tanh(F.conv2d(DATA["x"], params["conv.weight"], params["conv.bias"]))
    return F.cross_entropy(F.linear(hidden.flatten(1), params["fc.weight"], params["fc.bias"]), DATA["t"])


class SignSGD(torch.optim.Optimizer):
    def __init__(self, groups, lr, momentum=0.0, weight_decay=0.0):
        super().__init__(groups, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                mean = self.state[p].setdefault("mean", torch.zeros_like(p))
                mean.lerp_(p.grad, 1 - group["momentum"])
                p.mul_(1 - group["lr"] * group["weight_decay"])
                p.add_(torch.sign(mean), alpha=-group["lr"])


def newton_schulz(g, steps, coefficients, eps):
    """K. Jordan's zeropower_via_newtonschulz5, in float64 where his is in bfloat16."""
    a, b, c = coefficients
    x = g.mT if g.size(0) > g.size(1) else g
    x = x / x.norm().clamp(min=eps)
    for _ in range(steps):
        gram = x @ x.mT
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.mT if g.size(0) > g.size(1) else x


def factor(rule, rows, columns):
    return {"original": math.sqrt(max(1, rows / columns)), "match_rms_adamw": 0.2 * math.sqrt(max(rows, columns)),
            "sqrt_out": math.sqrt(rows), "none": 1.0}[rule]


class Muon(torch.optim.Optimizer):
    """torch.optim.Muon of newer PyTorch; biases, which that refuses, as columns."""

    def __init__(self, groups, lr, momentum=0.95, nesterov=True, weight_decay=0.0, ns_steps=5, polynomial="quintic",
            eps=1e-7, adjust_lr_fn="original"):
        super().__init__(groups, {"lr": lr, "momentum": momentum, "nesterov": nesterov, "weight_decay": weight_decay,
                "ns_steps": ns_steps, "polynomial": polynomial, "eps": eps, "adjust_lr_fn": adjust_lr_fn})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                mean = self.state[p].setdefault("mean", torch.zeros_like(p))
                mean.lerp_(p.grad, 1 - group["momentum"])
                update = p.grad.lerp(mean, group["momentum"]) if group["nesterov"] else mean.clone()
                matrix = update.reshape(len(update), -1)
                coefficients = QUINTIC if group["polynomial"] == "quintic" else CUBIC
                matrix = newton_schulz(matrix, group["ns_steps"], coefficients, group["eps"])
                scale = factor(group["adjust_lr_fn"], *matrix.shape)
                p.mul_(1 - group["lr"] * group["weight_decay"])
                p.add_(matrix.reshape(p.shape), alpha=-group["lr"] * scale)


def betas(attrs):
    rest = {name: held for name, held in attrs.items() if name not in ("beta1", "beta2")}
    return rest | {"betas": (attrs.get("beta1", 0.9), attrs.get("beta2", 0.999))}


MAKE = {
    "SGD": lambda groups, attrs: torch.optim.SGD(groups, **attrs),
    "Adam": lambda groups, attrs: torch.optim.Adam(groups, **betas(attrs)),
    "AdamW": lambda groups, attrs: torch.optim.AdamW(groups, **betas(attrs)),
    "SignSGD": lambda groups, attrs: SignSGD(groups, **attrs),
    "Muon": lambda groups, attrs: Muon(groups, **attrs),
}
SCHEDULES = {
    "StepLR": lambda optimizer, attrs: torch.optim.lr_scheduler.StepLR(optimizer, **attrs),
    "CosineAnnealingLR": lambda optimizer, attrs: torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, **attrs),
}


def clip(params, choice):
    if choice is None:
        return
    if choice["kind"] == "norm":
        torch.nn.utils.clip_grad_norm_(params, choice["max_norm"], float(choice.get("norm_type", "2")))
    else:
        torch.nn.utils.clip_grad_value_(params, choice["clip_value"])


def without_kind(choice):
    return {name: held for name, held in choice.items() if name not in ("kind", "per")}


def run(training):
    """Trains and writes the case. Multipliers are param groups, each with its own rate."""
    params = {name: start.clone().requires_grad_(True) for name, start in START.items()}
    attrs = without_kind(training["optimizer"])
    multipliers = training.get("multipliers", {})
    scale = {name: multipliers.get(name, multipliers.get(name.split(".")[0], 1)) for name in params}
    groups = [{"params": [p], "lr": attrs["lr"] * scale[name]} for name, p in params.items() if scale[name] != 0]
    learned = [group["params"][0] for group in groups]
    optimizer = MAKE[training["optimizer"]["kind"]](groups, attrs)
    schedule = training.get("schedule")
    scheduler = SCHEDULES[schedule["kind"]](optimizer, without_kind(schedule)) if schedule else None
    case = {"training": training, "losses": [], "rates": [], "params": {}}
    for step in range(1, STEPS + 1):
        optimizer.zero_grad()
        loss = loss_of(params)
        loss.backward()
        clip(learned, training.get("clip"))
        case["losses"].append(word(loss.item()))
        case["rates"].append(word(optimizer.param_groups[0]["lr"]))
        optimizer.step()
        if scheduler:
            scheduler.step()
        if step in KEPT:
            case["params"][str(step)] = {name: number(p) for name, p in params.items()}
    return case


def of(kind, *variants):
    return [{"optimizer": {"kind": kind, **attrs}} for attrs in variants]


def sgd(lr=0.1, **rest):
    return {"kind": "SGD", "lr": lr, **rest}


FILES = {
    "sgd": of("SGD", {"lr": 0.1}, {"lr": 0.1, "weight_decay": 0.05}, {"lr": 0.05, "momentum": 0.9},
            {"lr": 0.05, "momentum": 0.9, "dampening": 0.3},
            {"lr": 0.05, "momentum": 0.8, "dampening": 0.1, "weight_decay": 0.02},
            {"lr": 0.05, "momentum": 0.9, "nesterov": True},
            {"lr": 0.05, "momentum": 0.7, "nesterov": True, "weight_decay": 0.1}),
    "adam": of("Adam", {"lr": 0.01}, {"lr": 0.02, "beta1": 0.8, "beta2": 0.95, "eps": 1e-6}, {"lr": 0.01,
            "weight_decay": 0.1}, {"lr": 0.01, "amsgrad": True, "beta2": 0.9}),
    "adamw": of("AdamW", {"lr": 0.01, "weight_decay": 0.01}, {"lr": 0.02, "beta1": 0.8, "beta2": 0.95,
            "weight_decay": 0.2}, {"lr": 0.01, "amsgrad": True, "beta2": 0.9, "weight_decay": 0.05}),
    "signsgd": of("SignSGD", {"lr": 0.01}, {"lr": 0.01, "momentum": 0.9}, {"lr": 0.02, "momentum": 0.5,
            "weight_decay": 0.1}),
    "muon": of("Muon", {"lr": 0.02}, {"lr": 0.05, "nesterov": False, "weight_decay": 0.1, "adjust_lr_fn": "sqrt_out"},
            {"lr": 0.02, "polynomial": "cubic", "ns_steps": 12, "adjust_lr_fn": "none"}, {"lr": 0.02, "momentum": 0.5,
            "ns_steps": 3, "adjust_lr_fn": "match_rms_adamw"}),
    "schedules": [{"optimizer": sgd(0.2, momentum=0.9), "schedule": {"kind": "StepLR", "step_size": 7, "gamma": 0.5}},
            {"optimizer": sgd(0.2), "schedule": {"kind": "StepLR", "step_size": 1, "gamma": 0.95, "per": "step"}},
            {"optimizer": sgd(0.2), "schedule": {"kind": "CosineAnnealingLR", "T_max": 50}},
            {"optimizer": {"kind": "Adam", "lr": 0.02}, "schedule": {"kind": "CosineAnnealingLR", "T_max": 20,
                    "eta_min": 0.001}}],
    "clipping": [{"optimizer": sgd(0.3), "clip": {"kind": "norm", "max_norm": 0.4}},
            {"optimizer": sgd(0.3), "clip": {"kind": "norm", "max_norm": 0.1, "norm_type": "inf"}},
            {"optimizer": sgd(0.3), "clip": {"kind": "value", "clip_value": 0.05}},
            {"optimizer": {"kind": "Adam", "lr": 0.02}, "clip": {"kind": "norm", "max_norm": 0.3},
                    "multipliers": {"conv": 0}}],
    "multipliers": [{"optimizer": sgd(), "multipliers": {"fc": 0.1, "conv.bias": 2}},
            {"optimizer": {"kind": "Adam", "lr": 0.02}, "multipliers": {"fc.bias": 3, "fc": 0.25},
                    "schedule": {"kind": "CosineAnnealingLR", "T_max": 30, "eta_min": 0.002}},
            {"optimizer": sgd(), "multipliers": {"fc": 0}}],
}
COMPOSED = {"signsgd", "muon"}


def write(wanted):
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "model.json").write_text(json.dumps(model(), separators=(",", ":")) + "\n", encoding="utf-8")
    for name, trainings in FILES.items():
        if wanted and not any(word in name for word in wanted):
            continue
        composed = ", composed of its primitives" if name in COMPOSED else ""
        source = f"PyTorch {torch.__version__}{composed}, float64, by scripts/reference.py"
        lines = ",\n".join(json.dumps(run(training), separators=(",", ":")) for training in trainings)
        text = f'{{"source":{json.dumps(source)},"cases":[\n{lines}\n]}}\n'
        (FOLDER / f"{name}.json").write_text(text, encoding="utf-8")
        print(f"optimizers/{name}: {len(trainings)} cases")
