import { clashes, type Repair, type RepairRule, setting } from "../repair.ts"

/** Attributes that say the size of a wired weight a second time: the weight may be the one that is meant. */
const SAID = [
  "out_features",
  "out_channels",
  "kernel_size",
  "num_embeddings",
  "embedding_dim",
  "groups",
  "num_parameters",
]

/** A wired param of another shape than the attributes ask for: the attribute as the param has it. */
export const wiredAttrs: RepairRule = {
  name: "wiredAttrs",
  reach: "attribute",
  find: (broken) => {
    if (broken.problem.code !== "GW-T102") return []
    const { op, id } = broken.node
    return clashes(broken).flatMap(({ shape }): readonly Repair[] => [
      ...(op?.attrs.normalized_shape === undefined ? [] : [setting(id, "normalized_shape", shape)]),
      ...SAID.filter((name) => op?.attrs[name] !== undefined).flatMap((name) =>
        [...new Set(shape)].map((size) => setting(id, name, size)),
      ),
    ])
  },
}
