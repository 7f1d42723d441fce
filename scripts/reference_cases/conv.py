"""Convolutions over every way to pad, stride, dilate and group, and their transposes."""

import itertools

from torch import nn

MODES = ("zeros", "circular", "reflect", "replicate")
FLIPPED = "torch.nn.ConvNd with its weight flipped: true convolution"


def run_layer(kind, channels, attrs):
    """A PyTorch module whose weight and bias are ours."""

    def run(input, weight, bias=None):
        given = dict(attrs)
        flip = given.pop("flip", False)
        for name, value in given.items():
            given[name] = tuple(value) if isinstance(value, list) else value
        layer = getattr(nn, kind)(channels, given.pop("out_channels"), given.pop("kernel_size"),
                **{"bias": bias is not None, **given})
        kernel = weight.flip(tuple(range(2, weight.dim()))) if flip else weight
        return call(layer, kernel, bias, input)

    return run


def call(layer, weight, bias, input):
    """Calls a module with tensors in place of its own, keeping their history for differentiation."""
    del layer.weight
    layer.weight = weight
    if bias is not None:
        del layer.bias
        layer.bias = bias
    return layer(input)


def add(book, kind, shape, attrs):
    channels = shape[-3] if kind.endswith("2d") else shape[-2]
    axes = 2 if kind.endswith("2d") else 1
    kernel = attrs["kernel_size"] if isinstance(attrs["kernel_size"], list) else [attrs["kernel_size"]] * axes
    groups, out = attrs.get("groups", 1), attrs["out_channels"]
    weight = (channels, out // groups, *kernel) if "Transpose" in kind else (out, channels // groups, *kernel)
    params = {"weight": book.normal(*weight, key="weight")}
    if attrs.get("bias", True):
        params["bias"] = book.normal(out, key="bias")
    book.add(kind, run_layer(kind, channels, attrs), {"input": book.normal(*shape)}, attrs, params,
             source=FLIPPED if attrs.get("flip") else None)


def convolutions(book):
    for mode, stride, dilation, groups in itertools.product(MODES, (1, 2), (1, 2), (1, 2)):
        base = {"out_channels": 2, "kernel_size": [3, 2], "stride": [stride, 1 + stride % 2], "padding": [2, 1],
                "dilation": [dilation, 1],
                "groups": groups, "padding_mode": mode}
        add(book, "Conv2d", (1, 2, 5, 6), base)
        add(book, "Conv1d", (2, 2, 7), {**base, "kernel_size": 3, "stride": stride, "padding": 2, "dilation": dilation})
    for mode in MODES:
        for kernel, dilation in ((3, 1), (2, 1), ([4, 3], [1, 2])):
            same = {"out_channels": 2, "kernel_size": kernel, "padding": "same", "dilation": dilation,
                    "padding_mode": mode}
            add(book, "Conv2d", (1, 1, 6, 5), same)
        add(book, "Conv1d", (1, 2, 6), {"out_channels": 2, "kernel_size": 4, "padding": "same", "padding_mode": mode})
    add(book, "Conv2d", (2, 3, 4, 4), {"out_channels": 2, "kernel_size": 2, "padding": "valid", "bias": False})
    add(book, "Conv1d", (2, 3, 4), {"out_channels": 2, "kernel_size": 2, "padding": "valid", "bias": False})
    add(book, "Conv2d", (3, 4, 5), {"out_channels": 2, "kernel_size": [2, 3], "padding": 1})
    add(book, "Conv1d", (3, 5), {"out_channels": 2, "kernel_size": 2})
    add(book, "Conv2d", (2, 4, 3, 3), {"out_channels": 8, "kernel_size": 3, "padding": 1, "groups": 4})
    add(book, "Conv2d", (1, 2, 3, 3), {"out_channels": 3, "kernel_size": 3})
    add(book, "Conv2d", (1, 1, 7, 7), {"out_channels": 1, "kernel_size": 2, "stride": 3})
    for attrs in ({"kernel_size": [3, 2], "padding": 1}, {"kernel_size": [2, 3], "stride": 2, "groups": 2}):
        add(book, "Conv2d", (1, 2, 5, 5), {"out_channels": 2, **attrs, "flip": True})
    add(book, "Conv1d", (1, 2, 6), {"out_channels": 3, "kernel_size": 3, "padding": 1, "flip": True})


def transposed(book):
    for stride, padding, dilation, groups in itertools.product((1, 2), (0, 1), (1, 2), (1, 2)):
        extra = 1 if stride == 2 or dilation == 2 else 0
        for output_padding in range(extra + 1):
            base = {"out_channels": 2, "kernel_size": [3, 2], "stride": stride, "padding": padding,
                    "dilation": dilation,
                    "groups": groups, "output_padding": output_padding}
            add(book, "ConvTranspose2d", (1, 2, 3, 4), base)
            add(book, "ConvTranspose1d", (2, 2, 4), {**base, "kernel_size": 3})
    add(book, "ConvTranspose2d", (2, 3, 3, 2), {"out_channels": 2, "kernel_size": 2, "stride": [3, 1],
            "output_padding": [2, 0], "bias": False})
    add(book, "ConvTranspose2d", (1, 2, 3, 3), {"out_channels": 4, "kernel_size": [2, 3], "stride": [2, 3],
            "padding": [0, 1], "dilation": [2, 1], "groups": 2})
    add(book, "ConvTranspose2d", (3, 2, 3), {"out_channels": 2, "kernel_size": 2})
    add(book, "ConvTranspose1d", (3, 4), {"out_channels": 2, "kernel_size": 3, "stride": 2})
    add(book, "ConvTranspose1d", (1, 1, 3), {"out_channels": 2, "kernel_size": 2, "stride": 3, "output_padding": 2})
