"""Normalisations, in train and in eval mode, with what they keep."""

import torch
import torch.nn.functional as F


NO_RMS = "x / sqrt(mean(x²) + eps) · weight, of PyTorch's primitives: 1.13 has no RMSNorm"
COURSE = "the course's own node, of PyTorch's primitives"


def norms(book):
    for kind, shapes in (("BatchNorm1d", [(5, 3), (2, 3, 4), (2, 1)]), ("BatchNorm2d", [(2, 3, 2, 3), (1, 2, 2, 2)])):
        for shape in shapes:
            for mode in ("train", "eval"):
                for attrs in ({}, {"eps": 0.01, "momentum": 0.3}, {"momentum": 1}, {"momentum": 0}, {"affine": False},
                        {"track_running_stats": False}):
                    batch_norm(book, kind, shape, mode, attrs)
    for shape, normalized in ([(4, 6), [6]], [(2, 3, 4), [3, 4]], [(2, 3, 4), [4]], [(5,), [5]],
            [(2, 3, 2, 2), [3, 2, 2]]):
        for attrs in ({}, {"eps": 0.02}, {"bias": False}, {"elementwise_affine": False}):
            layer_norm(book, shape, {"normalized_shape": normalized, **attrs})
        for attrs in ({}, {"eps": 0.02}, {"elementwise_affine": False}):
            rms_norm(book, shape, {"normalized_shape": normalized, **attrs})
    for shape, groups in ([(2, 6, 3), 3], [(2, 4), 2], [(1, 4, 2, 2), 1], [(2, 4, 2, 3), 4], [(2, 4, 2, 3), 2]):
        for attrs in ({}, {"eps": 0.02}, {"affine": False}):
            attrs = {"num_groups": groups, **attrs}
            book.add("GroupNorm", lambda input, weight=None, bias=None,
                    a=attrs: F.group_norm(input, a["num_groups"], weight, bias, a.get("eps", 1e-5)),
                     {"input": book.normal(*shape)}, attrs, affine(book, shape[1], attrs.get("affine", True)))
    for shape in ((2, 3, 2, 3), (1, 2, 4, 2)):
        for mode in ("train", "eval"):
            for attrs in ({}, {"eps": 0.02}, {"affine": True}, {"track_running_stats": True},
                    {"track_running_stats": True, "affine": True, "momentum": 0.4}):
                instance_norm(book, shape, mode, attrs)
    parts(book)


def affine(book, count, wanted=True):
    shape = (count,) if isinstance(count, int) else count
    return {"weight": book.between(0.5, 1.5, *shape, key="weight"), "bias": book.normal(*shape,
            key="bias")} if wanted else {}


def running(book, count, wanted=True):
    return {"running_mean": book.normal(count, key="mean"), "running_var": book.between(0.5, 2, count,
            key="var")} if wanted else {}


def batch_norm(book, kind, shape, mode, attrs):
    tracked = attrs.get("track_running_stats", True)

    def run(input, weight=None, bias=None, running_mean=None, running_var=None):
        batch = mode == "train" or not tracked
        return F.batch_norm(input, running_mean, running_var, weight, bias, batch, attrs.get("momentum", 0.1),
                attrs.get("eps", 1e-5))

    book.add(kind, run, {"input": book.normal(*shape)}, attrs, affine(book, shape[1], attrs.get("affine", True)),
             running(book, shape[1], tracked), mode)


def instance_norm(book, shape, mode, attrs):
    tracked = attrs.get("track_running_stats", False)

    def run(input, weight=None, bias=None, running_mean=None, running_var=None):
        own = mode == "train" or not tracked
        return F.instance_norm(input, running_mean, running_var, weight, bias, own, attrs.get("momentum", 0.1),
                attrs.get("eps", 1e-5))

    book.add("InstanceNorm2d", run, {"input": book.normal(*shape)}, attrs,
            affine(book, shape[1], attrs.get("affine", False)),
             running(book, shape[1], tracked), mode)


def layer_norm(book, shape, attrs):
    params = affine(book, tuple(attrs["normalized_shape"]), attrs.get("elementwise_affine", True))
    if not attrs.get("bias", True):
        params.pop("bias", None)
    book.add("LayerNorm", lambda input, weight=None, bias=None: F.layer_norm(input, attrs["normalized_shape"], weight,
            bias, attrs.get("eps", 1e-5)),
             {"input": book.normal(*shape)}, attrs, params)


def rms_norm(book, shape, attrs):
    dims = tuple(range(-len(attrs["normalized_shape"]), 0))
    params = affine(book, tuple(attrs["normalized_shape"]), attrs.get("elementwise_affine", True))
    params.pop("bias", None)

    def run(input, weight=None):
        # Where no eps is given, PyTorch takes the machine's for the input's precision.
        eps = attrs.get("eps", torch.finfo(input.dtype).eps)
        scaled = input * torch.rsqrt(input.square().mean(dims, keepdim=True) + eps)
        return scaled if weight is None else scaled * weight

    book.add("RMSNorm", run, {"input": book.normal(*shape)}, attrs, params, source=NO_RMS)


def parts(book):
    for x, rest in (((4, 3), (3,)), ((4, 3), (1, 3)), ((2, 3, 2, 2), (3, 1, 1)), ((3,), ())):
        for attrs in ({}, {"eps": 0.1}):
            book.add("Standardize", lambda x, mean, variance, e=attrs.get("eps",
                    1e-5): (x - mean) / torch.sqrt(variance + e),
                     {"x": book.normal(*x), "mean": book.normal(*rest, key="m"),
                             "variance": book.between(0.2, 2, *rest, key="v")}, attrs, source=COURSE)
        book.add("ScaleShift", lambda x, gamma, beta: x * gamma + beta,
                 {"x": book.normal(*x), "gamma": book.normal(*rest, key="g"),
                         "beta": book.normal(*rest, key="b")}, source=COURSE)
