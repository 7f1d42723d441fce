// Edits of a story's frames: recorded, worded, put in order, taken away. An edit of what is not there changes nothing.

import type { GradwireDocument, StoryFrame } from "../document.ts"
import { nextId } from "../ids.ts"
import { MAX_FRAMES, MAX_SENTENCE } from "../limits.ts"
import { setField } from "./edit.ts"
import { clean } from "./update.ts"

type Unnamed = Omit<StoryFrame, "id">

/** The frames of a document, in their order. */
export function framesOf(document: GradwireDocument): readonly StoryFrame[] {
  return document.story?.frames ?? NONE
}

const NONE: readonly StoryFrame[] = []

/** Puts a frame behind the one called `after`, or at the end. A story that is full stays as it is. */
export function addFrame(document: GradwireDocument, frame: Unnamed, after?: string): GradwireDocument {
  const frames = framesOf(document)
  if (frames.length >= MAX_FRAMES) return document
  const id = nextId("f", new Set(frames.map((one) => one.id)))
  const place = frames.findIndex((one) => one.id === after)
  return setFrames(document, frames.toSpliced(place < 0 ? frames.length : place + 1, 0, { id, ...frame }))
}

/** Sets what a frame says; what is too long is cut. */
export function setSentence(document: GradwireDocument, id: string, text: string): GradwireDocument {
  const kept = clean(text, MAX_SENTENCE) ?? ""
  return changeFrame(document, id, (frame) => (frame.text === kept ? frame : { ...frame, text: kept }))
}

/** Shows something else in a frame, which keeps its sentence and what it has beside these. */
export function setScene(document: GradwireDocument, id: string, scene: Omit<Unnamed, "text">): GradwireDocument {
  return changeFrame(document, id, ({ camera: _c, mode: _m, step: _s, overlay: _o, lit: _l, select: _e, ...rest }) => ({
    ...rest,
    ...scene,
  }))
}

/** Puts a copy of a frame behind it. */
export function copyFrame(document: GradwireDocument, id: string): GradwireDocument {
  const found = framesOf(document).find((frame) => frame.id === id)
  if (found === undefined) return document
  const { id: _, ...frame } = found
  return addFrame(document, frame, id)
}

/** Moves a frame to a place, counted from 0; a place that is not there is the nearest end. */
export function moveFrame(document: GradwireDocument, id: string, to: number): GradwireDocument {
  const frames = framesOf(document)
  const from = frames.findIndex((frame) => frame.id === id)
  const frame = frames[from]
  const place = Math.min(frames.length - 1, Math.max(0, to))
  if (frame === undefined || place === from) return document
  return setFrames(document, frames.toSpliced(from, 1).toSpliced(place, 0, frame))
}

/** Takes a frame away; without frames there is no story. */
export function removeFrame(document: GradwireDocument, id: string): GradwireDocument {
  const frames = framesOf(document)
  const left = frames.filter((frame) => frame.id !== id)
  return left.length === frames.length ? document : setFrames(document, left)
}

function changeFrame(
  document: GradwireDocument,
  id: string,
  change: (frame: StoryFrame) => StoryFrame,
): GradwireDocument {
  const frames = framesOf(document)
  const next = frames.map((frame) => (frame.id === id ? change(frame) : frame))
  return next.every((frame, i) => frame === frames[i]) ? document : setFrames(document, next)
}

function setFrames(document: GradwireDocument, frames: readonly StoryFrame[]): GradwireDocument {
  const story = frames.length === 0 ? undefined : { ...(document.story ?? { version: 1 as const }), frames }
  return setField(document, "story", story)
}
