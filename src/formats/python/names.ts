// Ids as names of Python: what is no name becomes one, and no two become the same.

/** Words of the language, and what a line of a model speaks of by name. */
const WORDS = [
  "False None True and as assert async await break class continue def del elif else except finally for from global if",
  "import in is lambda nonlocal not or pass raise return try while with yield _ case match",
  "self torch nn F Tensor math float range super zip init",
]
/** What nn.Module and its containers call their own: a child of that name would be hidden, or hide it. */
const MODULE = [
  "T_destination add_module append apply bfloat16 buffers call_super_init children clear copy cpu compile cuda double",
  "dump_patches eval extend extra_repr float forward fromkeys get get_buffer get_extra_state get_parameter get_submodule",
  "half insert ipu items keys load_state_dict loss modules mtia named_buffers named_children named_modules",
  "named_parameters parameters pop popitem register_backward_hook register_buffer register_forward_hook",
  "register_forward_pre_hook register_full_backward_hook register_full_backward_pre_hook",
  "register_load_state_dict_post_hook register_load_state_dict_pre_hook register_module register_parameter",
  "register_state_dict_post_hook register_state_dict_pre_hook requires_grad_ set_extra_state set_submodule setdefault",
  "share_memory state_dict to to_empty train training type update values xpu zero_grad",
]
const words = (lines: readonly string[]): ReadonlySet<string> => new Set(lines.flatMap((line) => line.split(" ")))
const RESERVED = words(WORDS)
const OF_MODULES = words([...WORDS, ...MODULE])

/** Names that are given out, each once. */
export interface Names {
  /** The nearest name to a text that is still free. */
  readonly fresh: (text: string) => string
}

/** Names of variables, or of what a module holds. */
export function names(of: "variables" | "module", taken: Iterable<string> = []): Names {
  const reserved = of === "module" ? OF_MODULES : RESERVED
  const given = new Set(taken)
  return {
    fresh: (text) => {
      const plain = nameOf(text, reserved)
      let name = plain
      for (let n = 2; given.has(name); n++) name = `${plain}_${n}`
      given.add(name)
      return name
    },
  }
}

function nameOf(text: string, reserved: ReadonlySet<string>): string {
  const letters = text.replace(/[^A-Za-z0-9_]/g, "_")
  const name = /^[0-9]/.test(letters) ? `_${letters}` : letters
  // Two underscores before a name mean another thing inside a class, and around it to Python itself.
  const own = name.replace(/^__+/, "_")
  return reserved.has(own) || own === "" ? `${own}_` : own
}

/** `DigitsCnn` for "digits: CNN"; `fallback` where no letter is left. */
export function className(text: string, fallback: string): string {
  const parts = text
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9 _./-]/g, "")
    .split(/[^A-Za-z0-9]+/)
    .filter((part) => part !== "")
  const name = parts.map((part) => (part[0] ?? "").toUpperCase() + part.slice(1)).join("")
  const whole = /^[0-9]/.test(name) ? `Net${name}` : name
  return whole === "" || RESERVED.has(whole) ? fallback : whole.slice(0, 60)
}
