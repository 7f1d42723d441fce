// The canvas on which big graphs are drawn when far out, or only their wires, and the pointer over it. It draws once a frame, and only when
// the view, the graph, what is pointed at or the theme has changed.

import { type ReactFlowState, useStoreApi } from "@xyflow/react"
import { useEffect, useRef } from "react"
import { TILE_STEP } from "../../../graph/drawing/card/cardText.ts"
import { useDocument } from "../../../state/document.ts"
import { usePlayer } from "../../../state/player/player.ts"
import { useHeat } from "../../../state/run/heat.ts"
import { useRun } from "../../../state/run/run.ts"
import { type Pointed, useSession } from "../../../state/session.ts"
import { useFlow } from "../flow/nodesAndEdges.ts"
import styles from "./FarLayer.module.css"
import { useFar } from "./far.ts"
import { drawFar } from "./farDraw.ts"
import { farHit, nodesInBox, wireAt } from "./farHit.ts"
import { keepTiles } from "./farTiles.ts"

type Store = ReturnType<typeof useStoreApi>

export function FarLayer({ painted }: { readonly painted: "wires" | "all" }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const store = useStoreApi()
  const all = painted === "all"
  useEffect(() => keepDrawn(canvas.current, store, all), [store, all])
  useEffect(() => keepPointed(store, all), [store, all])
  useEffect(() => (all ? keepBoxSelection(store) : undefined), [store, all])
  return <canvas ref={canvas} className={styles.layer} />
}

/** Draws now and after every change; answers how to stop. */
function keepDrawn(canvas: HTMLCanvasElement | null, store: Store, all: boolean): () => void {
  if (canvas === null) return () => {}
  let frame = 0
  const draw = (): void => {
    frame = 0
    const { transform, width, height } = store.getState()
    const ratio = globalThis.devicePixelRatio || 1
    const pen = wiped(canvas, width * ratio, height * ratio)
    if (pen === null) return
    const drawn = drawFar(pen, { transform, width, height }, ratio, all)
    // For whoever must know that nothing is left out: tests and the bench.
    canvas.dataset.nodes = String(drawn.nodes)
    canvas.dataset.wires = String(drawn.wires)
    canvas.dataset.pictures = String(drawn.pictures)
  }
  const wake = (): void => {
    if (frame === 0) frame = requestAnimationFrame(draw)
  }
  const themes = new MutationObserver(wake)
  themes.observe(document.documentElement, { attributeFilter: ["data-theme"] })
  const stops = [
    store.subscribe((state, before) => {
      if (state.transform !== before.transform || state.width !== before.width || state.height !== before.height) wake()
    }),
    useFlow.subscribe((state, before) => {
      const { nodes, edges, looks, ways } = before
      if (state.nodes !== nodes || state.edges !== edges || state.looks !== looks || state.ways !== ways) wake()
    }),
    useSession.subscribe((state, before) => {
      if (state.hovered !== before.hovered || state.lit !== before.lit) wake()
    }),
    usePlayer.subscribe((state, before) => {
      // What has landed is told by pictures alone.
      const landed = state.landed !== before.landed && store.getState().transform[2] >= TILE_STEP
      if (state.at !== before.at || landed || state.sequence !== before.sequence) wake()
    }),
    useHeat.subscribe(wake),
    useRun.subscribe((state, before) => {
      if (state.status !== before.status || state.result !== before.result || state.phase !== before.phase) wake()
    }),
    useDocument.subscribe((state, before) => {
      if (state.document.view !== before.document.view) wake()
    }),
    keepTiles(wake),
  ]
  draw()
  return () => {
    for (const stop of stops) stop()
    themes.disconnect()
    cancelAnimationFrame(frame)
  }
}

function wiped(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const [w, h] = [Math.round(width), Math.round(height)]
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w
    canvas.height = h
  }
  const pen = canvas.getContext("2d")
  pen?.setTransform(1, 0, 0, 1, 0, 0)
  pen?.clearRect(0, 0, w, h)
  return pen
}

/** Wakes what the pointer is over, so that React Flow has something to take hold of; mounted nodes need no waking. */
function keepPointed(store: Store, all: boolean): () => void {
  const { domNode } = store.getState()
  const point = (pointed: Pointed): void => {
    const { pointed: old } = useFar.getState()
    if (nameOf(old) === nameOf(pointed)) return
    useFar.setState({ pointed })
    useSession.getState().hover(pointed)
  }
  const moved = (event: PointerEvent): void => {
    // While a button is down something is held already.
    if (event.buttons !== 0) return
    const over = event.target instanceof Element && event.target.closest(".react-flow__renderer") !== null
    if (!all && over && event.target.closest(".react-flow__pane, .react-flow__edge") === null) {
      useFar.setState({ pointed: null })
      return
    }
    point(over ? hitAt(store, event.clientX, event.clientY, all) : null)
  }
  const left = (): void => point(null)
  // A finger has not pointed at anything before it taps: the tap selects what is there.
  const tapped = ({ target, clientX, clientY }: MouseEvent): void => {
    if (!(target instanceof Element) || !target.classList.contains("react-flow__pane")) return
    const hit = hitAt(store, clientX, clientY, all)
    if (hit === null) return
    useSession.getState().select("node" in hit ? { nodes: [hit.node], wires: [] } : { nodes: [], wires: [hit.wire] })
  }
  domNode?.addEventListener("click", tapped, true)
  domNode?.addEventListener("pointermove", moved, true)
  domNode?.addEventListener("pointerleave", left)
  return () => {
    domNode?.removeEventListener("pointermove", moved, true)
    domNode?.removeEventListener("pointerleave", left)
    domNode?.removeEventListener("click", tapped, true)
    useFar.setState({ pointed: null })
  }
}

function hitAt(store: Store, clientX: number, clientY: number, all: boolean): Pointed {
  const { domNode, transform } = store.getState()
  const corner = domNode?.getBoundingClientRect()
  const [dx, dy, zoom] = transform
  const at = [(clientX - (corner?.left ?? 0) - dx) / zoom, (clientY - (corner?.top ?? 0) - dy) / zoom] as const
  return all ? farHit(at, zoom) : wireAt(at, zoom)
}

function nameOf(pointed: Pointed): string {
  return pointed === null ? "" : "node" in pointed ? `node ${pointed.node}` : `wire ${pointed.wire}`
}

/** React Flow's own box selection finds only what is mounted: far out, the box is asked here. */
function keepBoxSelection(store: Store): () => void {
  return store.subscribe((state, before) => {
    const box = state.userSelectionRect
    if (box === before.userSelectionRect) return
    if (box === null) holdSelection(store)
    else if (box.width > 0 || box.height > 0) selectBox(state, box)
  })
}

function selectBox({ transform }: ReactFlowState, box: NonNullable<ReactFlowState["userSelectionRect"]>): void {
  const [dx, dy, zoom] = transform
  const nodes = nodesInBox((box.x - dx) / zoom, (box.y - dy) / zoom, box.width / zoom, box.height / zoom)
  useSession.getState().select({ nodes, wires: [] })
}

/** The box that stays around a selection and drags it. */
function holdSelection(store: Store): void {
  if (useSession.getState().nodes.length > 1) {
    requestAnimationFrame(() => store.setState({ nodesSelectionActive: true }))
  }
}
