// The canvas: React Flow, told what to draw by nodesAndEdges.ts and heard by the stores. Only this folder knows React Flow.

import {
  Background,
  BackgroundVariant,
  ConnectionLineType,
  type EdgeTypes,
  type NodeTypes,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useStore,
} from "@xyflow/react"
import "@xyflow/react/dist/base.css"
import { lazy, Suspense, useEffect, useLayoutEffect, useMemo, useState } from "react"
import { textZoom } from "../../graph/layout/textZoom.ts"
import { useDocument } from "../../state/document.ts"
import { usePresenting } from "../../state/player/presenting.ts"
import { useSession } from "../../state/session.ts"
import { Later } from "../parts/boundary/Later.tsx"
import styles from "./Canvas.module.css"
import { CameraControls } from "./camera/CameraControls.tsx"
import "./standing.css"
import { NodeCard } from "./cards/NodeCard.tsx"
import { QuarantinedCard } from "./cards/QuarantinedCard.tsx"
import { SymbolNode } from "./cards/SymbolNode.tsx"
import { Frames } from "./Frames.tsx"
import { FAR_ZOOM, leastZoom, MANY, MOST_MOUNTED_WIRES, MOST_ZOOM, useAwake } from "./far/far.ts"
import type { FlowEdge, FlowNode } from "./flow/elements.ts"
import { setTextZoom, startFlow, useFlow } from "./flow/nodesAndEdges.ts"
import type { Gestures } from "./Hands.tsx"
import { MenuArea } from "./pointer/MenuArea.tsx"
import { takeSelection, takeSizesAndSelection } from "./pointer/selecting.ts"
import { inspectTapped } from "./pointer/tapping.ts"
import { ZoomControl } from "./tools/ZoomControl.tsx"
import { TopLine } from "./top/TopLine.tsx"
import { Chips } from "./wires/Chips.tsx"
import { ConnectionLine } from "./wires/ConnectionLine.tsx"
import { WireEdge } from "./wires/WireEdge.tsx"

const Hands = lazy(async () => ({ default: (await import("./Hands.tsx")).Hands }))
const EmptyNote = lazy(async () => ({ default: (await import("./EmptyNote.tsx")).EmptyNote }))
const FarLayer = lazy(async () => ({ default: (await import("./far/FarLayer.tsx")).FarLayer }))

const NODE_TYPES: NodeTypes = { card: NodeCard, symbol: SymbolNode, quarantined: QuarantinedCard, folded: NodeCard }
const EDGE_TYPES: EdgeTypes = { wire: WireEdge }
const MULTI_KEYS = ["Shift", "Meta", "Control"]
const SHIPPED = { hideAttribution: false }

export function Canvas() {
  return (
    <ReactFlowProvider>
      <Flow />
    </ReactFlowProvider>
  )
}

function Flow() {
  useEffect(startFlow, [])
  const zoom = useStore(zoomOf)
  // Before a frame is drawn with words set for another zoom.
  useLayoutEffect(() => setTextZoom(zoom), [zoom])
  const nodes = useFlow((state) => state.nodes)
  const edges = useFlow((state) => state.edges)
  const [hands, setHands] = useState<Gestures | null>(null)
  const alone = usePresenting((state) => state.on)
  const fixed = useDocument((state) => state.lock !== null) || hands === null || alone
  const opened = useDocument((state) => state.opened > 0)
  const wheel = useSession((state) => state.wheel)
  const lod = useStore(levelOfDetail)
  const many = nodes.length > MANY
  const far = useStore(isFar) && many
  const painted = far ? "all" : edges.length > MOST_MOUNTED_WIRES ? "wires" : "nothing"
  const mounted = useAwake({ nodes, edges }, painted)
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const least = useMemo(() => leastZoom(nodes, width, height), [nodes, width, height])
  return (
    <MenuArea className={styles.canvas ?? ""} lod={lod} read={1 / zoom}>
      <ReactFlow<FlowNode, FlowEdge>
        // React Flow reads both lists and gives changes back; it does not write to them.
        nodes={mounted.nodes as FlowNode[]}
        edges={mounted.edges as FlowEdge[]}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        nodesDraggable={!fixed}
        nodesConnectable={!fixed}
        edgesReconnectable={!fixed}
        onNodesChange={takeSizesAndSelection}
        onEdgesChange={takeSelection}
        onNodeMouseEnter={onNodeEnter}
        onNodeMouseLeave={onLeave}
        onEdgeMouseEnter={onEdgeEnter}
        onEdgeMouseLeave={onLeave}
        onNodeClick={inspectTapped}
        onEdgeClick={inspectTapped}
        {...hands?.flow}
        connectionLineComponent={ConnectionLine}
        connectionLineType={ConnectionLineType.Bezier}
        connectionRadius={28}
        connectOnClick={false}
        reconnectRadius={9}
        deleteKeyCode={null}
        multiSelectionKeyCode={MULTI_KEYS}
        selectionKeyCode="Shift"
        selectionMode={SelectionMode.Partial}
        panActivationKeyCode="Space"
        panOnScroll={wheel === "pan"}
        zoomOnScroll={wheel === "zoom"}
        panOnScrollSpeed={1}
        zoomOnDoubleClick={false}
        minZoom={least}
        maxZoom={MOST_ZOOM}
        nodeDragThreshold={2}
        onlyRenderVisibleElements={many}
        elevateNodesOnSelect={false}
        proOptions={SHIPPED}
        aria-label="Graph"
        tabIndex={-1}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} color="var(--canvas-dot)" />
        <Frames hands={hands?.frames ?? null} />
        <Chips />
        {painted === "nothing" ? null : (
          <Suspense fallback={null}>
            <FarLayer key={painted} painted={painted} />
          </Suspense>
        )}
        <ZoomControl />
        <CameraControls />
        <div className={styles.hands}>
          <Later what="Gestures" is="do nothing">
            <Hands onCome={setHands} />
          </Later>
        </div>
      </ReactFlow>
      {nodes.length === 0 && opened ? (
        <Later what="How to begin">
          <EmptyNote />
        </Later>
      ) : null}
      {alone ? null : <TopLine overlays={hands?.overlays} />}
    </MenuArea>
  )
}

/** In steps, so that words are set anew only when the zoom passes one. */
function zoomOf({ transform }: { readonly transform: readonly [number, number, number] }): number {
  return textZoom(transform[2])
}

function isFar({ transform }: { readonly transform: readonly [number, number, number] }): boolean {
  return transform[2] < FAR_ZOOM
}

/** Below this zoom a card is too low for a line of words: it is a block of its hue. */
const BLOCK_ZOOM = 0.2
/** Below this zoom what hangs on cards comes on hover. */
const SMALL_ZOOM = 0.55

function levelOfDetail({ transform }: { readonly transform: readonly [number, number, number] }): string {
  return transform[2] < BLOCK_ZOOM ? "block" : transform[2] < SMALL_ZOOM ? "small" : "full"
}

function onNodeEnter(_: unknown, node: FlowNode): void {
  useSession.getState().hover({ node: node.id })
}
function onEdgeEnter(_: unknown, edge: FlowEdge): void {
  useSession.getState().hover({ wire: edge.id })
}
function onLeave(): void {
  useSession.getState().hover(null)
}
