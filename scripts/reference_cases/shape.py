"""Ops that move numbers: nothing is computed, so every element must be where PyTorch puts it."""

import torch
import torch.nn.functional as F


def shapes(book):
    def add(op, shape, attrs, run):
        book.add(op, run, {"input": book.normal(*shape)}, attrs)

    for shape, start, end in (((2, 3, 4), 0, -1), ((2, 3, 4), 1, -1), ((2, 3, 4), 0, 1), ((2, 3, 2, 2), -3, -2),
            ((5,), 0, -1), ((), 0, -1), ((2, 3), 1, 1)):
        add("Flatten", shape, {"start_dim": start, "end_dim": end}, lambda input, s=start,
                e=end: torch.flatten(input, s, e))
    for shape, to in (((2, 6), [3, 4]), ((2, 6), [-1]), ((2, 3, 4), [4, -1, 2]), ((), [1, 1]), ((1,), []),
            ((6,), [2, 3, 1])):
        add("Reshape", shape, {"shape": to}, lambda input, to=to: input.reshape(to))
    for shape, dims in (((2, 3), [1, 0]), ((2, 3, 4), [2, 0, 1]), ((2, 3, 4), [-1, 1, -3]),
            ((2, 3, 2, 2), [0, 2, 3, 1]), ((3,), [0])):
        add("Permute", shape, {"dims": dims}, lambda input, d=dims: input.permute(d))
    for shape, a, b in (((2, 3), 0, 1), ((2, 3, 4), -1, 0), ((2, 3, 4), 1, 1), ((2, 1, 3, 2), 1, -2)):
        add("Transpose", shape, {"dim0": a, "dim1": b}, lambda input, a=a, b=b: input.transpose(a, b))
    for shape, dim in (((2, 1, 3), 1), ((1, 2, 1), -1), ((2, 3), 0), ((1, 2, 1, 3), None)):
        add("Squeeze", shape, {} if dim is None else {"dim": dim}, lambda input,
                d=dim: input.squeeze() if d is None else input.squeeze(d))
    for shape, dim in (((2, 3), 0), ((2, 3), 2), ((2, 3), -1), ((2, 3), -3), ((), 0)):
        add("Unsqueeze", shape, {"dim": dim}, lambda input, d=dim: input.unsqueeze(d))
    for shape, to in (((2, 1), [2, 3]), ((3,), [2, 3]), ((1, 2, 1), [4, -1, 3]), ((), [2, 2]), ((2, 3), [2, 3])):
        add("Expand", shape, {"shape": to}, lambda input, to=to: input.expand(to))
    for shape, dim, start, end, step in (((5, 3), 0, 1, 4, 1), ((5, 3), 0, -3, None, 1), ((2, 6), 1, 0, -1, 2),
            ((2, 6), -1, 1, 100, 3), ((7,), 0, 2, 3, 1), ((4, 2), 0, -100, 2, 1)):
        stop = {} if end is None else {"end": end}
        add("Slice", shape, {"dim": dim, "start": start, **stop, "step": step}, lambda input, d=dim, s=start, e=end,
                by=step: sliced(input, d, s, e, by))
    joins(book)
    pads(add)
    resizes(add)


def sliced(input, dim, start, end, step):
    return input[tuple([slice(None)] * (dim % input.dim()) + [slice(start, end, step)])]


def joins(book):
    for sizes, dim in (([2, 1, 3], 1), ([2, 2], -1), ([1, 1], 0), ([4], 0)):
        base = [2, 3, 2]
        tensors = []
        for i, n in enumerate(sizes):
            shape = list(base)
            shape[dim] = n
            tensors.append(book.normal(*shape, key=str(i)))
        book.add("Concat", lambda inputs, d=dim: torch.cat(inputs, d), {"inputs": tensors}, {"dim": dim})
    for shape, count, dim in (((2, 3), 2, 0), ((2, 3), 3, 1), ((2, 3), 2, -1), ((), 2, 0), ((2,), 1, -2)):
        tensors = [book.normal(*shape, key=str(i)) for i in range(count)]
        book.add("Stack", lambda inputs, d=dim: torch.stack(inputs, d), {"inputs": tensors}, {"dim": dim})
    for shape, factor in (((1, 4, 2, 3), 2), ((2, 9, 1, 2), 3), ((8, 2, 1), 2)):
        book.add("PixelShuffle", lambda input, f=factor: F.pixel_shuffle(input, f), {"input": book.normal(*shape)},
                {"upscale_factor": factor})
    for shape, size, dim in (((6, 2), 2, 0), ((2, 7), 3, 1), ((2, 5), [2, 3], -1), ((4, 2), [1, 2, 1], 0),
            ((3,), 5, 0)):
        book.add("Split", lambda input, s=size, d=dim: {"outputs": list(torch.split(input, s, d))},
                {"input": book.normal(*shape)}, {"split_size": size, "dim": dim})


def pads(add):
    for mode in ("constant", "circular", "reflect", "replicate"):
        for shape, pad in (((1, 2, 4, 5), [1, 2, 2, 1]), ((2, 3, 5), [2, 1]), ((1, 1, 3, 3), [2, 0, 0, 2])):
            add("Pad", shape, {"pad": pad, "mode": mode}, lambda input, p=pad, m=mode: F.pad(input, p, m))
    for shape, pad, value in (((3,), [1, 2], 0.5), ((2, 3), [0, 1, 2, 0], -1.5), ((2, 2, 2), [1, 0, 0, 1, 1, 1], 2),
            ((2, 5), [-1, -2], 0), ((2, 5), [-1, 2], 0.25), ((1, 2, 2, 2), [1, 1], 3)):
        add("Pad", shape, {"pad": pad, "value": value}, lambda input, p=pad, v=value: F.pad(input, p, "constant", v))


def resizes(add):
    for shape in ((1, 2, 3, 4), (2, 1, 1, 2)):
        for scale in (2, 3):
            add("Upsample", shape, {"scale_factor": scale, "mode": "nearest"}, lambda input,
                    s=scale: F.interpolate(input, scale_factor=s, mode="nearest"))
            for align in (False, True):
                add("Upsample", shape, {"scale_factor": scale, "mode": "bilinear", "align_corners": align},
                    lambda input, s=scale, a=align: F.interpolate(input, scale_factor=s, mode="bilinear",
                            align_corners=a))
        for size in ([5, 7], [2, 3], [1, 1], 4):
            add("Upsample", shape, {"size": size, "mode": "nearest"}, lambda input,
                    s=size: F.interpolate(input, size=s, mode="nearest"))
            for align in (False, True):
                add("Upsample", shape, {"size": size, "mode": "bilinear", "align_corners": align},
                    lambda input, s=size, a=align: F.interpolate(input, size=s, mode="bilinear", align_corners=a))
    for scale in (1.5, [2, 1.5], [0.5, 2]):
        for mode in ("nearest", "bilinear"):
            given = tuple(scale) if isinstance(scale, list) else scale
            add("Upsample", (1, 2, 4, 4), {"scale_factor": scale, "mode": mode}, lambda input, s=given,
                    m=mode: F.interpolate(input, scale_factor=s, mode=m))
