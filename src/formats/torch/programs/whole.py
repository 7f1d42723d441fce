# ---- The model as a whole ------------------------------------------------------------------------

# Masks in the order in which model.py asks for them.
MODEL_MASKS = <<model_masks>>


def answers(model, numbers):
    """What the model answers, by place."""
<<answers>>


def check_model(numbers, table):
    model, keys = model_with(numbers)
    with masks_of(numbers, MODEL_MASKS):
        values = answers(model, numbers)
    backward(values, numbers)
    table.head("model.py as a whole")
    for place, value in values.items():
        table.row(f"value/{place}", value, numbers[f"value/{place}"])
    for key, param in model.named_parameters():
        name = keys[key].replace("param/", "grad/", 1)
        if name in numbers:
            table.row(name, param.grad, numbers[name])
    for key, buffer in model.named_buffers():
        name = keys.get(key, "").replace("buffer/", "buffer_after/", 1)
        if name.startswith("buffer_after/") and name in numbers:
            table.row(name, buffer, numbers[name])


