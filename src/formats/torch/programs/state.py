# ---- model.py and its weights -------------------------------------------------------------------

# Names of the state_dict that are others in numbers.safetensors.
RENAMED = <<renamed>>


def stored(key, numbers):
    """The name in the file of a tensor of the state_dict."""
    names = [RENAMED[key]] if key in RENAMED else [f"param/{key}", f"buffer/{key}"]
    return next((name for name in names if name in numbers), None)


def model_with(numbers):
    """model.py with the params and buffers of the file."""
    model = written.<<class>>().double()
    own = [key for key in model.state_dict() if not key.endswith("num_batches_tracked")]
    keys = {key: stored(key, numbers) for key in own}
    missing = [key for key, name in keys.items() if name is None]
    left = {name for name in numbers if name.startswith(("param/", "buffer/"))} - set(keys.values())
    if missing or left:
        names = ", ".join([*missing, *sorted(left)])
        sys.exit(f"model.py and numbers.safetensors hold different tensors: {names}")
    model.load_state_dict({key: numbers[name] for key, name in keys.items()}, strict=False)
    return model.<<mode>>(), keys


def put(model, key, tensor):
    """Another tensor in place of a buffer: a constant that follows the batch."""
    path, _, name = key.rpartition(".")
    model.get_submodule(path).register_buffer(name, tensor, persistent=False)


