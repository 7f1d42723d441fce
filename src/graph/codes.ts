// Every code a problem may carry, with its meaning. A code never changes its meaning and is never used again for another.
// Letters: L link, F file, S schema, G graph, T tensor, E evaluation, C command line.

export const codes = {
  "GW-G101": "No op has this name.",
  "GW-G102": "The op has no attribute of this name.",
  "GW-G103": "An attribute is missing or has a wrong value.",
  "GW-G104": "A fault in the op's own rule, not in the document.",
  "GW-G110": "The op has no input port or param of this name.",
  "GW-G111": "A required input is not wired.",
  "GW-G112": "A place in a list of inputs is empty.",
  "GW-G113": "A list port was given one wire, or a single port a list.",
  "GW-G114": "A wire comes from a node that does not exist.",
  "GW-G115": "A wire comes from an output that its node does not have.",
  "GW-G116": "A source is not written as node, node:port or node:port[i].",
  "GW-G117": "A wire leads to a param that this node does not have with its attributes.",
  "GW-G120": "Wires go round in a circle.",
  "GW-G130": "A group's parent does not exist.",
  "GW-G131": "Group parents go round in a circle.",
  "GW-G132": "A node belongs to a group that does not exist.",
  "GW-G133": "Two groups have one id.",
  "GW-G140": "The target does not exist.",
  "GW-G141": "There are several possible targets.",
  "GW-G142": "An upstream gradient is given for an output that does not exist.",
  "GW-T101": "The shapes at the inputs do not fit the op.",
  "GW-T102": "A wired param has another shape than the op needs.",
  "GW-T103": "A value is given for a name that the node does not have.",
  "GW-T104": "A value cannot be read or has the wrong shape.",
  "GW-T105": "An output has more elements than can be counted.",
  "GW-T106": "A class index is not a whole number from 0 to the number of classes less 1.",
} as const

export type Code = keyof typeof codes
