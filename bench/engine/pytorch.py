"""The same work in PyTorch with one thread: a workload as a line of JSON in, milliseconds of its steps out."""

import json
import sys
import time

import torch
from torch import nn

torch.set_num_threads(1)


def layers_of(workload):
    channels, height, width = workload["picture"]
    features = 0
    for layer in workload["layers"]:
        op, attrs = layer["op"], layer.get("attrs", {})
        if op == "Conv2d":
            yield nn.Conv2d(channels, attrs["out_channels"], attrs["kernel_size"], padding=attrs["padding"])
            channels = attrs["out_channels"]
        elif op == "BatchNorm2d":
            yield nn.BatchNorm2d(channels)
        elif op == "MaxPool2d":
            yield nn.MaxPool2d(2)
            height, width = height // 2, width // 2
        elif op == "Flatten":
            yield nn.Flatten()
            features = channels * height * width
        elif op == "Linear":
            yield nn.Linear(features, attrs["out_features"])
            features = attrs["out_features"]
        else:
            yield {"ReLU": nn.ReLU, "Dropout": nn.Dropout}[op]()


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        layer = {"d_model": 128, "nhead": 4, "dim_feedforward": 512, "dropout": 0.0, "activation": "gelu"}
        self.layers = nn.Sequential(*(nn.TransformerEncoderLayer(**layer, batch_first=True) for _ in range(2)))
        self.fc = nn.Linear(128, 10)

    def forward(self, x):
        return self.fc(self.layers(x).mean(1))


class Block(nn.Module):
    def __init__(self, channels, filters, stride):
        super().__init__()
        norm, conv = nn.BatchNorm2d, nn.Conv2d
        self.branch = nn.Sequential(
            conv(channels, filters, 3, stride, 1, bias=False), norm(filters), nn.ReLU(),
            conv(filters, filters, 3, 1, 1, bias=False), norm(filters),
        )
        down = nn.Sequential(conv(channels, filters, 1, stride, bias=False), norm(filters))
        self.shortcut = nn.Identity() if stride == 1 and channels == filters else down

    def forward(self, x):
        return torch.relu(self.branch(x) + self.shortcut(x))


def resnet18():
    stem = [nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1)]
    blocks, channels = [], 64
    for stage, filters in enumerate([64, 128, 256, 512]):
        for block in range(2):
            blocks.append(Block(channels, filters, 2 if stage > 0 and block == 0 else 1))
            channels = filters
    return nn.Sequential(*stem, *blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 1000))


def net_and_input(workload):
    if workload["network"] == "transformer":
        return Transformer(), torch.randn(workload["batch"], 64, 128)
    net = resnet18() if workload["network"] == "resnet18" else nn.Sequential(*layers_of(workload))
    return net, torch.randn(workload["batch"], *workload["picture"])


def convolution(workload):
    """One convolution of the chain: its output, or one of its gradients."""
    channels, height, width = workload["picture"]
    attrs = workload["layers"][0]["attrs"]
    x, padding = torch.randn(workload["batch"], channels, height, width), attrs["padding"]
    layer = nn.Conv2d(channels, attrs["out_channels"], attrs["kernel_size"], padding=padding).requires_grad_(False)
    dy = torch.randn_like(layer(x))
    return {
        "output": lambda: layer(x),
        "input": lambda: nn.grad.conv2d_input(x.shape, layer.weight, dy, padding=padding),
        "weight": lambda: nn.grad.conv2d_weight(x, layer.weight.shape, dy, padding=padding),
    }[workload["asked"]]


def stepper(workload):
    torch.manual_seed(182)
    if workload["work"] == "convolution":
        return convolution(workload)
    net, images = net_and_input(workload)
    labels = torch.arange(workload["batch"]) % workload["classes"]
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
    loss_of = nn.CrossEntropyLoss()

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(net(images), labels)
        loss.backward()
        if workload["work"] == "train":
            optimizer.step()
        return loss.item()

    def forward():
        with torch.no_grad():
            return loss_of(net(images), labels).item()

    if workload["work"] != "forward":
        return step
    net.eval()
    return forward


steppers = {}
for line in sys.stdin:
    asked = json.loads(line)
    name = asked["workload"]["name"]
    if name not in steppers:
        steppers[name] = stepper(asked["workload"])
    step, times = steppers[name], []
    end = time.perf_counter() + asked["seconds"]
    while time.perf_counter() < end or not times:
        start = time.perf_counter()
        step()
        times.append(1000 * (time.perf_counter() - start))
    print(json.dumps(times), flush=True)
