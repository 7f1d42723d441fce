
MASKS = <<masks>>


def check_nodes(numbers, table):
    """Values in the order of the network, gradients in that of the backward pass."""
    run = Run(numbers)
    with masks_of(numbers, MASKS):
        replay(run)
    backward(run.values, numbers)
    table.head("Node by node: values")
    for place, value in run.values.items():
        if not any(value is leaf for leaf in run.leaves.values()):
            table.row(f"value/{place}", value, numbers[f"value/{place}"])
    table.head("Node by node: gradients")
    for name in ORDER:
        if f"grad/{name}" in numbers:
            table.row(f"grad/{name}", run.gradient(name), numbers[f"grad/{name}"])
    if run.buffers:
        table.head("Node by node: buffers after the pass")
    for name, buffer in run.buffers.items():
        table.row(f"buffer_after/{name}", buffer, numbers[f"buffer_after/{name}"])


# Outputs, and behind each node's what it learns, from the target backwards.
ORDER = <<order>>


