// Puts examples of one's own into the document: which fields they become for its Inputs, and which stay beside them.

import { withFeeds } from "../../../../engine/data/feeding.ts"
import { dataPlaces } from "../../../../engine/data/places.ts"
import type { ArrayChoice, ArrayProblem } from "../../../../formats/arrays/arrayFields.ts"
import { classNames, fieldLiterals, type ReadData, readDataArrays, readDataText } from "../../../../formats/dataText.ts"
import type { TableChoice, TableProblem } from "../../../../formats/table/table.ts"
import type { Choice, DataDocument } from "../../../../graph/document.ts"
import { setPart } from "../../../../graph/edit/nodeReferences.ts"
import { DOCUMENT_DATA_ELEMENTS } from "../../../../graph/limits.ts"
import { count } from "../../../../graph/problem.ts"
import { isValueProblem } from "../../../../graph/values/valueProblem.ts"
import { literalShape } from "../../../../graph/values/values.ts"
import { useAnalysis } from "../../../../state/analysis.ts"
import { edit } from "../../../../state/document.ts"
import { say } from "../../../../state/messages.ts"
import type { DataSourceGiven } from "./dataFiles.ts"

export type DataChoice = TableChoice & ArrayChoice
export type DataTrouble = TableProblem & ArrayProblem
/** What was handed over, what was chosen, and what came of it. */
export interface Given {
  readonly source: DataSourceGiven | null
  readonly choice: DataChoice
  readonly read: ReadData | DataTrouble
}

/** Reads what was handed over for the graph as it is, and puts it into the document unless something is wrong. */
export function takeExamples(source: DataSourceGiven, choice: DataChoice = {}): Given {
  const read = withinDocument(readSource(source, choice))
  if (!("problem" in read)) putExamples(read, source.from === "arrays")
  return { source, choice, read }
}

function readSource(source: DataSourceGiven, choice: DataChoice): ReadData | DataTrouble {
  const places = dataPlaces(useAnalysis.getState().analysis)
  if (source.from === "pictures") return source.read
  return source.from === "text"
    ? readDataText(source.text, places, choice)
    : readDataArrays(source.arrays, places, DOCUMENT_DATA_ELEMENTS, choice)
}

/** More numbers would make a document that nobody can open. */
function withinDocument(read: ReadData | DataTrouble): ReadData | DataTrouble {
  if ("problem" in read) return read
  const elements = Object.values(read.fields).reduce((sum, { data }) => sum + data.length, 0)
  if (elements <= DOCUMENT_DATA_ELEMENTS) return read
  const sizes = `${count(elements)} numbers; a document holds ${count(DOCUMENT_DATA_ELEMENTS)}`
  return { problem: `The examples have ${sizes}. Give fewer, or train from files with gradwire train --data.` }
}

function putExamples({ fields, classes }: ReadData, besides: boolean): void {
  const values = fieldLiterals(fields)
  const { analysis } = useAnalysis.getState()
  const examples = Object.values(fields)[0]?.shape[0] ?? 0
  edit("Use examples of one's own", (d) => {
    if (d.data === undefined) return d
    const source = sourceFor(d.data.source, fields, classes)
    const kept = besides ? keptBeside(d.data, examples) : {}
    return setPart(d, "data", withFeeds({ ...d.data, source, values: { ...kept, ...values } }, analysis, true))
  })
  say(`${count(examples)} examples are in the document: ${Object.keys(fields).join(", ")}.`)
}

/** Fields of before that have as many examples: labels that were given before their pictures. */
function keptBeside({ values = {} }: DataDocument, examples: number): NonNullable<DataDocument["values"]> {
  const same = Object.values(values).every((literal) => {
    const shape = literalShape(literal)
    return !isValueProblem(shape) && shape[0] === examples
  })
  return same ? values : {}
}

/** Names of classes that came with the examples; those of before only where they are names of these. */
function sourceFor(source: Choice, { labels }: ReadData["fields"], classes: ReadData["classes"]): Choice {
  const { classes: before, labels: _, ...rest } = source
  if (classes !== null) return { ...rest, classes: classNames(classes) }
  if (labels === undefined || typeof before !== "string") return source
  let most = 0
  for (const index of labels.data) most = Math.max(most, index)
  return most < before.split(",").length ? source : rest
}
