# ---- The first steps of the training -------------------------------------------------------------

STEPS = <<steps>>
LR, EPOCHS, STEPS_PER_EPOCH = <<lr>>, <<epochs>>, <<steps_per_epoch>>
# Factors on the rate, where they are not 1; 0 for what is not learned.
FACTORS = <<factors>>

<<optimizer_class>>
def optimizer_for(params):
    return <<optimizer>>


def rate(lr, step):
    """The learning rate, `step` steps after the first."""
    epoch, epochs, steps = step // STEPS_PER_EPOCH, EPOCHS, EPOCHS * STEPS_PER_EPOCH
    return <<rate>>


def check_steps(numbers, table):
    model, keys = model_with(numbers)
    named = {keys[key].replace("param/", "", 1): p for key, p in model.named_parameters()}
    for name, factor in FACTORS.items():
        named[name].requires_grad_(factor != 0)
    learned = {name: p for name, p in named.items() if p.requires_grad}
    params = list(learned.values())
    groups = [{"params": [p], "factor": FACTORS.get(name, 1)} for name, p in learned.items()]
    optimizer = optimizer_for(groups)
    for step in range(STEPS):
        start = f"step/{step + 1}/"
        given = {name: t for name, t in numbers.items() if not name.startswith("upstream/")}
        own = ((name, t) for name, t in numbers.items() if name.startswith(start))
        given.update((name[len(start) :], t) for name, t in own)
        for group in optimizer.param_groups:
            group["lr"] = rate(LR * group["factor"], step)
        for key, name in keys.items():
            if name.startswith("value/") and start + name in numbers:
                put(model, key, given[name])
        optimizer.zero_grad()
        with masks_of(given, MODEL_MASKS):
            values = answers(model, given)
        backward(values, given)
<<clip>>        optimizer.step()
        table.head(f"Step {step + 1} of the training")
        for name, p in learned.items():
            if f"{start}param/{name}" in numbers:
                table.row(f"{start}param/{name}", p, numbers[f"{start}param/{name}"])
        for key, buffer in model.named_buffers():
            name = start + keys.get(key, "").replace("buffer/", "buffer_after/", 1)
            if name in numbers:
                table.row(name, buffer, numbers[name])


