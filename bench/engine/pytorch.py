"""The same step in PyTorch with one thread: a workload as a line of JSON in, milliseconds of its steps out."""

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


def stepper(workload):
    torch.manual_seed(182)
    net = nn.Sequential(*layers_of(workload))
    images = torch.randn(workload["batch"], *workload["picture"])
    labels = torch.arange(workload["batch"]) % workload["classes"]
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
    loss_of = nn.CrossEntropyLoss()

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(net(images), labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


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
