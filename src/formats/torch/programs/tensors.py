# ---- Files of tensors ----------------------------------------------------------------------------


DTYPES = {"F64": torch.float64, "F32": torch.float32, "I64": torch.int64}


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


