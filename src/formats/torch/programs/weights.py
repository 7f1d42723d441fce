def check_weights(numbers, table):
    """All that can be compared of a network whose numbers are too large to be worked out here."""
    model, keys = model_with(numbers)
    table.head("Weights as model.py holds them")
    for key, tensor in model.state_dict().items():
        if key in keys:
            table.row(keys[key], tensor, numbers[keys[key]])


