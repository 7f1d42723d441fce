// What data to train on are, and what a source of them is: its attributes, the fields it makes, how many examples, and the
// rule that makes them. One file each in sources/. A source knows no graph: which Input takes which field is the document's
// `feeds`, and training looks at that. This folder draws no random number but from streams of the seed.

import type { DataDocument } from "../../graph/document.ts"
import type { AttrSpecs, AttrValues } from "../../ops/attributes/attrs.ts"
import type { Random } from "../../tensor/random.ts"
import type { Dtype, Shape, Tensor } from "../../tensor/tensor.ts"

/** What one field of the examples holds, known before any is made. */
export interface FieldRule {
  readonly doc: string
  /** Of one example; `[]` where it is a single number. */
  readonly shape: Shape
  /** `class`: whole numbers that index `classes`. */
  readonly role: "number" | "class"
  /** Names of the classes, in the order of their indices; exactly where the role is `class`. */
  readonly classes?: readonly string[]
}

/** One field of all examples. */
export interface DataField extends FieldRule {
  /** The first axis counts the examples, the others are `shape`. */
  readonly tensor: Tensor
}

/** Examples: the same number in every field. */
export interface DataSet {
  readonly count: number
  /** By name, in the order the source names them. */
  readonly fields: ReadonlyMap<string, DataField>
}

/** Data as training uses them. */
export interface MadeData {
  readonly training: DataSet
  /** Examples held back; null where the document holds none back and the source makes none of its own. */
  readonly validation: DataSet | null
}

/** What is wrong with the attributes of a source taken together, or with a field of the values it was given. */
export interface DataFault {
  readonly attr?: string
  readonly field?: string
  /** Without its full stop. */
  readonly sentence: string
}

/** What a source will make, known before it does. */
export interface DataPlan {
  readonly fields: { readonly [field: string]: FieldRule }
  /** Examples to train on, or to split. */
  readonly count: number
  /** Examples that the source makes for validation, by rules of their own. Absent or 0: the document's share is split off. */
  readonly validation?: number
}

interface PlanContext<A extends AttrSpecs> {
  readonly attrs: AttrValues<A>
  /** The document's typed or pasted fields. */
  readonly values: NonNullable<DataDocument["values"]>
}
interface GenerateContext<A extends AttrSpecs> extends PlanContext<A> {
  /** Examples to make: the plan's `count`, or its `validation`. */
  readonly count: number
  readonly part: "training" | "validation"
  /** A stream by name, the same for one seed, kind and part. */
  readonly random: (name: string) => Random
  readonly dtype: Dtype
}

interface DataSource<A extends AttrSpecs> {
  /** Written into documents as `kind`; never changes. The file's name. */
  readonly kind: string
  readonly title: string
  readonly summary: string
  /** What a hand draws for a network that has learned on it: `an edge`. */
  readonly drawn?: string
  readonly attrs: A
  readonly plan: (at: PlanContext<A>) => DataPlan | DataFault
  /** By field, each of shape count × the field's. The same numbers for ever: tests pin the first of them. */
  readonly generate: (at: GenerateContext<A>) => { readonly [field: string]: Tensor } | DataFault
}

/** A source without its own types: what the registry holds. */
export interface AnyDataSource
  extends Pick<DataSource<AttrSpecs>, "kind" | "title" | "summary" | "drawn" | "attrs" | "plan" | "generate"> {}

/** Checks a definition against its own types, then forgets them. */
export function defineData<const A extends AttrSpecs>(source: DataSource<A>): AnyDataSource {
  // The one place where types are erased: makeData hands a source only what its own attrs have read.
  return source as unknown as AnyDataSource
}

/** True for what a source answers when it cannot. */
export function isDataFault(answer: object): answer is DataFault {
  return "sentence" in answer
}
