// `--set` and `--readout` of `gradwire sweep`, as they are typed.

import type { SweepDocument, SweepReadout, SweepValues } from "../../graph/document.ts"
import { UsageError } from "./command.ts"

/** `X.shape[2]+X.shape[3]=8:64:8:log`. */
export function readSet(text: string): Pick<SweepDocument, "set" | "values"> {
  const equals = text.indexOf("=")
  const places = text.slice(0, Math.max(0, equals)).split("+")
  if (equals < 0 || places.some((place) => place.trim() === "")) {
    throw new UsageError(`--set is PLACE=VALUES, such as drop.p=0,0.5 or n.shape[0]=8:64:8, not "${text}".`)
  }
  return { set: places.map((place) => place.trim()), values: readValues(text.slice(equals + 1)) }
}

function readValues(text: string): SweepValues {
  if (!text.includes(":")) return text.split(",").map(numberIn)
  const [from = "", to = "", count = "", scale, ...more] = text.split(":")
  const known = scale === undefined || scale === "log" || scale === "linear"
  if (count === "" || !known || more.length > 0) {
    throw new UsageError(`a range is from:to:count or from:to:count:log, not "${text}".`)
  }
  const range = { from: numberIn(from), to: numberIn(to), count: numberIn(count) }
  return scale === undefined ? range : { ...range, scale }
}

function numberIn(text: string): number {
  const number = text.trim() === "" ? Number.NaN : Number(text)
  if (!Number.isFinite(number)) throw new UsageError(`a value to set is a number, not "${text}".`)
  return number
}

const READOUT = /^([a-z_]+)(?:\[([0-9, ]*)\])?(?:\s+of\s+(.+?))?(\s+validation)?$/

/** `loss; accuracy validation; std of gradient conv.weight; cell[0,1] of value W:value`. */
export function readReadouts(text: string): readonly SweepReadout[] {
  return text.split(";").map((part) => {
    const [, take, index, of, validation] = READOUT.exec(part.trim()) ?? []
    if (take === undefined) {
      throw new UsageError(`a readout is "loss" or "rms of gradient conv1.weight", not "${part.trim()}".`)
    }
    return {
      take,
      ...(of === undefined ? {} : { of }),
      ...(index === undefined ? {} : { index: index.split(",").map((one) => Number(one.trim())) }),
      ...(validation === undefined ? {} : { validation: true }),
    }
  })
}
