"""Linear maps, products of matrices, tables of vectors, dropout where nothing is left to chance, and attention."""

import math

import torch
import torch.nn.functional as F

from .book import index

COMPOSED = "softmax(QKᵀ·scale + mask)·V, of PyTorch's primitives: 1.13 has no scale and no public function"
HIDDEN = -1e9


def linear(book):
    for shape, out, bias in (((4, 3), 2, True), ((3,), 2, True), ((2, 3, 4), 3, False), ((2, 1, 2, 3), 2, True),
            ((1, 1), 1, True)):
        attrs = {"out_features": out} if bias else {"out_features": out, "bias": False}
        params = {"weight": book.normal(out, shape[-1], key="weight")} | ({"bias": book.normal(out,
                key="bias")} if bias else {})
        book.add("Linear", lambda input, weight, bias=None: F.linear(input, weight, bias),
                {"input": book.normal(*shape)}, attrs, params)
    for a, b in (((3,), (3,)), ((3,), (3, 2)), ((2, 3), (3,)), ((2, 3), (3, 2)), ((4, 2, 3), (3,)), ((3,), (4, 3, 2)),
            ((4, 2, 3), (3, 2)),
                 ((2, 3), (4, 3, 2)), ((4, 2, 3), (4, 3, 2)), ((1, 2, 3), (4, 3, 2)), ((2, 1, 2, 3),
                         (3, 3, 2)), ((2, 1, 2, 3), (1, 2, 3, 1)), ((1, 1), (1, 1))):
        book.add("MatMul", lambda a, b: torch.matmul(a, b), {"a": book.normal(*a, key="a"),
                "b": book.normal(*b, key="b")})
    for shape, padding in (((2, 3), None), ((), None), ((4,), 1), ((2, 1, 2), 0)):
        attrs = {"num_embeddings": 5, "embedding_dim": 3} | ({} if padding is None else {"padding_idx": padding})
        count = math.prod(shape)
        rows = index([(3 * i + 1) % 5 if i % 3 else 1 for i in range(count)], shape)
        book.add("Embedding", lambda input, weight, p=padding: F.embedding(input, weight, p), {"input": rows}, attrs,
                {"weight": book.normal(5, 3)})
    for op, shape, run in (("Dropout", (2, 5), F.dropout), ("Dropout2d", (2, 3, 2, 2), F.dropout2d)):
        for p, mode in ((0, "train"), (1, "train"), (0.4, "eval"), (0, "eval"), (1, "eval")):
            book.add(op, lambda input, p=p, mode=mode, run=run: run(input, p, mode == "train"),
                    {"input": book.normal(*shape)}, {"p": p}, mode=mode)


def attend(query, key, value, mask=None, causal=False, scale=None):
    scores = query @ key.transpose(-2, -1) * (1 / math.sqrt(query.shape[-1]) if scale is None else scale)
    if causal:
        scores = scores.masked_fill(torch.ones(scores.shape[-2:]).triu(1).bool(), -math.inf)
    weights = torch.softmax(scores if mask is None else scores + mask, -1)
    return {"output": weights @ value, "attn_weights": weights}


def attention(book):
    for q, k, v in (((3, 4), (5, 4), (5, 2)), ((2, 3, 4), (2, 3, 4), (2, 3, 4)),
            ((2, 2, 3, 4), (2, 2, 5, 4), (2, 2, 5, 3)),
                    ((2, 1, 3, 4), (2, 5, 4), (5, 3)), ((1, 2), (1, 2), (1, 1))):
        for attrs in ({}, {"scale": 0.3}, {"is_causal": True}):
            inputs = {"query": book.normal(*q, key="q"), "key": book.normal(*k, key="k"),
                    "value": book.normal(*v, key="v")}
            book.add("ScaledDotProductAttention",
                     lambda query, key, value, a=attrs: attend(query, key, value, None, a.get("is_causal", False),
                             a.get("scale")),
                     inputs, attrs, source=COMPOSED)
        for mask in ((q[-2], k[-2]), (1, k[-2])):
            added = book.normal(*mask, key="mask")
            added.reshape(-1)[-1] = HIDDEN if k[-2] > 1 else 0.0
            book.add("ScaledDotProductAttention", lambda query, key, value,
                    attn_mask: attend(query, key, value, attn_mask),
                     {**inputs, "attn_mask": added}, source=COMPOSED)
    for lengths, batch, first in (((3, 5), 2, False), ((3, 5), 2, True), ((4, 4), None, False), ((2, 3), 1, False)):
        for attrs in ({"num_heads": 2}, {"num_heads": 1}, {"num_heads": 4, "bias": False},
                {"num_heads": 2, "is_causal": True}):
            multihead(book, lengths, batch, attrs | ({"batch_first": True} if first else {}))
        multihead(book, lengths, batch, {"num_heads": 2}, mask=True)


def multihead(book, lengths, batch, attrs, mask=False):
    width, heads, first = 4, attrs["num_heads"], attrs.get("batch_first", False)
    shapes = [(n, width) if batch is None else (batch, n, width) if first else (n, batch, width) for n in lengths]
    inputs = {"query": book.normal(*shapes[0], key="q"), "key": book.normal(*shapes[1], key="k"),
            "value": book.normal(*shapes[1], key="v")}
    if mask:
        inputs["attn_mask"] = book.normal(lengths[0], lengths[1], key="mask")
    params = {"in_proj_weight": book.normal(3 * width, width, key="in"),
            "out_proj_weight": book.normal(width, width, key="out")}
    if attrs.get("bias", True):
        params |= {"in_proj_bias": book.normal(3 * width, key="inb"), "out_proj_bias": book.normal(width, key="outb")}

    def run(query, key, value, in_proj_weight, out_proj_weight, in_proj_bias=None, out_proj_bias=None, attn_mask=None):
        if attrs.get("is_causal"):
            attn_mask = torch.full(lengths, -math.inf).triu(1)
        turn = (lambda t: t.transpose(0, 1)) if first else (lambda t: t)
        output, weights = F.multi_head_attention_forward(
            turn(query), turn(key), turn(value), width, heads, in_proj_weight, in_proj_bias, None, None, False, 0.0,
            out_proj_weight, out_proj_bias, training=True, need_weights=True, attn_mask=attn_mask)
        return {"output": turn(output), "attn_weights": weights}

    book.add("MultiheadAttention", run, inputs, attrs, params, mode="train")
