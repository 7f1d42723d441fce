"""Pools: every attribute, with and without a batch axis."""

import torch.nn.functional as F

RUN = {
    "MaxPool1d": F.max_pool1d,
    "MaxPool2d": F.max_pool2d,
    "AvgPool1d": F.avg_pool1d,
    "AvgPool2d": F.avg_pool2d,
    "AdaptiveAvgPool1d": F.adaptive_avg_pool1d,
    "AdaptiveAvgPool2d": F.adaptive_avg_pool2d,
    "AdaptiveMaxPool1d": F.adaptive_max_pool1d,
    "AdaptiveMaxPool2d": F.adaptive_max_pool2d,
}


def add(book, kind, input, attrs, grads=True):
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in attrs.items()}
    book.add(kind, lambda input: RUN[kind](input, **given), {"input": input}, attrs, grads=grads)


def pools(book):
    for kind in ("MaxPool2d", "AvgPool2d"):
        for attrs in ({"kernel_size": 2}, {"kernel_size": [3, 2], "stride": [1, 2]},
                {"kernel_size": 3, "stride": 2, "padding": 1},
                      {"kernel_size": [2, 3], "padding": [1, 0], "stride": 1}, {"kernel_size": 2, "ceil_mode": True},
                      {"kernel_size": 3, "stride": 2, "padding": 1, "ceil_mode": True}, {"kernel_size": 2,
                              "stride": 3, "ceil_mode": True, "padding": 1}):
            add(book, kind, book.normal(1, 2, 5, 7), attrs)
        add(book, kind, book.normal(2, 5, 4), {"kernel_size": 2})
    for attrs in ({"kernel_size": 2, "dilation": 2, "stride": 1}, {"kernel_size": [2, 3], "dilation": [3, 2],
            "padding": [1, 1], "stride": 2},
                  {"kernel_size": 2, "dilation": 3, "ceil_mode": True}):
        add(book, "MaxPool2d", book.normal(1, 2, 6, 7), attrs)
    for pad in (True, False):
        for ceil in (True, False):
            for attrs in ({"kernel_size": 3, "stride": 2, "padding": 1},
                    {"kernel_size": [2, 4], "stride": [1, 3], "padding": [1, 2]},
                    {"kernel_size": 2, "stride": 3, "padding": 1}):
                add(book, "AvgPool2d", book.normal(1, 1, 6, 7), {**attrs, "ceil_mode": ceil, "count_include_pad": pad})
            add(book, "AvgPool1d", book.normal(1, 2, 8), {"kernel_size": 3, "stride": 2, "padding": 1,
                    "ceil_mode": ceil, "count_include_pad": pad})
    for divisor in (1, 3, 7):
        add(book, "AvgPool2d", book.normal(1, 1, 5, 5), {"kernel_size": 3, "stride": 2, "padding": 1,
                "ceil_mode": True, "divisor_override": divisor})
    for kind in ("MaxPool1d", "AvgPool1d"):
        for attrs in ({"kernel_size": 2}, {"kernel_size": 3, "stride": 1, "padding": 1},
                {"kernel_size": 2, "stride": 3, "ceil_mode": True}):
            add(book, kind, book.normal(2, 2, 8), attrs)
        add(book, kind, book.normal(2, 6), {"kernel_size": 2})
    add(book, "MaxPool1d", book.normal(1, 2, 8), {"kernel_size": 2, "dilation": 3, "stride": 2, "padding": 1})
    for kind in ("AdaptiveAvgPool2d", "AdaptiveMaxPool2d"):
        for size in (1, 3, [2, 5], [5, 7], [4, 3]):
            add(book, kind, book.normal(1, 2, 5, 7), {"output_size": size})
        add(book, kind, book.normal(2, 5, 4), {"output_size": [3, 2]})
    # None keeps the input's size.
    for kind in ("AdaptiveAvgPool2d", "AdaptiveMaxPool2d"):
        add(book, kind, book.normal(1, 2, 3, 4), {"output_size": [None, 2]})
    # A grid larger than its input repeats cells.
    add(book, "AdaptiveAvgPool2d", book.normal(1, 1, 2, 3), {"output_size": [5, 4]})
    add(book, "AdaptiveMaxPool2d", book.normal(1, 1, 2, 3), {"output_size": [5, 4]})
