// The playback of a pass as a file for a slide: a film where the browser can record one, and an SVG that moves.

import { animated, type Frame, sizeOfAll, still } from "../../../formats/figures/animated.ts"
import { withDuration } from "../../../formats/figures/webm.ts"
import { writeCount } from "../../../formula/number.ts"
import { MANY_NODES } from "../../../graph/drawing/tile/tile.ts"
import { useDocument } from "../../../state/document.ts"
import { type PictureSettings, usePicture } from "../../../state/picture.ts"
import { beatsOfPass, beatWords } from "../../../state/player/playbackWords.ts"
import { usePlayer } from "../../../state/player/player.ts"
import type { Sequence, StepPhase } from "../../../state/player/playerSteps.ts"
import { rangeOf, timelineOf } from "../../../state/player/timeline.ts"
import { download } from "../saving/download.ts"
import { fileName } from "../saving/savingFile.ts"
import { embedFonts } from "./pictureFonts.ts"
import { fetchPictures, type Outcome, pictureAt } from "./picturing.ts"

/** The pass that would be told: backward, where one has run. */
export function toldPass(sequence: Sequence | null): StepPhase | null {
  if (sequence === null) return null
  return rangeOf(sequence, "backward") !== null ? "backward" : rangeOf(sequence, "forward") !== null ? "forward" : null
}

/** Saves the playback as an SVG that moves. */
export async function saveAnimatedSvg(): Promise<Outcome> {
  const settings = usePicture.getState()
  await fetchPictures()
  const frames = framesNow(settings)
  if (frames.length === 0) return NOTHING
  const { svg, missing } = await embedFonts(animated(frames, settings.theme).svg)
  const name = nameOf("svg")
  download(name, svg, "image/svg+xml")
  return { done: `Saved “${name}”.${missing ? " Its fonts could not be loaded, so they are not inside." : ""}` }
}

/** Whether this browser can record a film. */
export function canRecord(): boolean {
  return typeof MediaRecorder !== "undefined" && MediaRecorder.isTypeSupported(FILM)
}

/** Saves the playback as a film; it takes as long as the film. `onProgress`: the part that is done, from 0 to 1. */
export async function saveFilm(onProgress: (part: number) => void): Promise<Outcome> {
  const settings = usePicture.getState()
  await fetchPictures()
  const frames = framesNow(settings)
  if (frames.length === 0) return NOTHING
  try {
    const film = await record(frames, settings, onProgress)
    const name = nameOf("webm")
    download(name, film, FILM)
    return { done: `Saved “${name}”, ${writeCount(Math.round(lengthOf(frames)))} seconds.` }
  } catch {
    return { problem: "The browser could not record the film. Save it as a moving SVG instead." }
  }
}

const NOTHING: Outcome = { problem: "Nothing has been run yet. Press Backward first." }
const FILM = "video/webm"
/** The longer side of a film, in pixels. */
const SIDE = 1920
const RATE = 30
/** From one drawing of a picture to the next, and how much longer the last stands, in milliseconds. */
const EVERY = 250
const LAST = 1500

function nameOf(kind: string): string {
  return `${fileName(useDocument.getState().document.title ?? "")}-playback.${kind}`
}

/** A picture of each beat at its end. */
function framesNow(settings: PictureSettings): readonly Frame[] {
  const player = usePlayer.getState()
  const { sequence, trace } = player
  const phase = toldPass(sequence)
  if (sequence === null || phase === null) return []
  const { slots } = timelineOf(sequence)
  // Each beat carries all pictures: those of hundreds of cards would be tens of megabytes.
  const inWords = sequence.analysis.nodes.size > MANY_NODES
  return beatsOfPass(sequence, phase).map((beat) => ({
    picture: pictureAt(settings, { ...player, at: beat.last, landed: true, playback: phase }, inWords),
    words: beatWords(sequence, beat, trace),
    seconds: (slots[beat.last + 1]?.starts ?? beat.starts + beat.seconds + 1) - beat.starts,
  }))
}

function lengthOf(frames: readonly Frame[]): number {
  return frames.reduce((sum, { seconds }) => sum + seconds, 0)
}

async function record(
  frames: readonly Frame[],
  { theme }: PictureSettings,
  onProgress: (part: number) => void,
): Promise<Blob> {
  const size = sizeOfAll(frames)
  const images = await Promise.all(
    frames.map(async (frame) => imageOf((await embedFonts(still(frame, theme, size))).svg)),
  )
  const canvas = document.createElement("canvas")
  const [{ naturalWidth: wide = 1, naturalHeight: high = 1 } = {}] = images
  const scale = Math.min(2, SIDE / Math.max(wide, high))
  canvas.width = Math.round(wide * scale)
  canvas.height = Math.round(high * scale)
  const pen = canvas.getContext("2d")
  if (pen === null) throw new Error("there is no canvas to draw on")
  const recorder = new MediaRecorder(canvas.captureStream(RATE), { mimeType: FILM, videoBitsPerSecond: 4e6 })
  const parts: Blob[] = []
  recorder.ondataavailable = ({ data }) => parts.push(data)
  const ended = new Promise<void>((resolve) => {
    recorder.onstop = () => resolve()
  })
  recorder.start(500)
  const began = performance.now()
  await play(frames, (i, part) => {
    const image = images[i]
    if (image !== undefined) pen.drawImage(image, 0, 0, canvas.width, canvas.height)
    onProgress(part)
  })
  recorder.stop()
  const length = performance.now() - began
  await ended
  const film = new Uint8Array(await new Blob(parts).arrayBuffer())
  return new Blob([withDuration(film, length)], { type: FILM })
}

/** Calls for each picture as long as it stands, with how far all of them have come, from 0 to 1. */
async function play(frames: readonly Frame[], draw: (i: number, part: number) => void): Promise<void> {
  const began = performance.now()
  const whole = 1000 * lengthOf(frames)
  let until = 0
  for (const [i, { seconds }] of frames.entries()) {
    until += 1000 * seconds
    // A slow machine is still busy with pictures of before when the last has been drawn: what is not written then is lost.
    const ends = i === frames.length - 1 ? until + LAST : until
    // The recorder takes a picture only when something is drawn.
    for (let now = performance.now() - began; now < ends; now = performance.now() - began) {
      draw(i, Math.min(1, now / whole))
      await new Promise((resolve) => setTimeout(resolve, Math.min(EVERY, ends - now)))
    }
  }
}

async function imageOf(svg: string): Promise<HTMLImageElement> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    return image
  } finally {
    URL.revokeObjectURL(address)
  }
}
