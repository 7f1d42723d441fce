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
import { type MouseEvent as ReactMouseEvent, useEffect, useLayoutEffect, useMemo } from "react"
import { lockWords, mayRun } from "../../commands/allowed.ts"
import { commandNamed } from "../../commands/registry.ts"
import { textZoom } from "../../graph/drawing/cardText.ts"
import { useCamera } from "../../state/camera.ts"
import { useDocument } from "../../state/document.ts"
import { say } from "../../state/messages.ts"
import { openSearch } from "../../state/search.ts"
import { useSession } from "../../state/session.ts"
import { CameraControls } from "./CameraControls.tsx"
import styles from "./Canvas.module.css"
import "./standing.css"
import { NodeCard } from "./cards/NodeCard.tsx"
import { QuarantinedCard } from "./cards/QuarantinedCard.tsx"
import { SymbolNode } from "./cards/SymbolNode.tsx"
import { EmptyNote } from "./EmptyNote.tsx"
import { Frames } from "./Frames.tsx"
import { FarLayer } from "./far/FarLayer.tsx"
import { FarMap } from "./far/FarMap.tsx"
import { FAR_ZOOM, leastZoom, MANY, MOST_MOUNTED_WIRES, MOST_ZOOM, useAwake } from "./far/far.ts"
import type { FlowEdge, FlowNode } from "./flow/elements.ts"
import { setTextZoom, startFlow, useFlow } from "./flow/nodesAndEdges.ts"
import { allowDrop, drop, forgetDrop } from "./pointer/dropping.ts"
import { followDrag, startDrag, stopDrag, takeNodeChanges, takeSelection } from "./pointer/gestures.ts"
import { Lasso } from "./pointer/Lasso.tsx"
import { MenuArea } from "./pointer/MenuArea.tsx"
import { Touch } from "./pointer/Touch.tsx"
import { inspectTapped, leaveTapped } from "./pointer/tapping.ts"
import { TopLine } from "./TopLine.tsx"
import { SelectionBar } from "./tools/SelectionBar.tsx"
import { ZoomControl } from "./tools/ZoomControl.tsx"
import { Chips } from "./wires/Chips.tsx"
import { ConnectionLine } from "./wires/ConnectionLine.tsx"
import {
  onConnect,
  onConnectEnd,
  onConnectStart,
  onReconnect,
  onReconnectEnd,
  onReconnectStart,
} from "./wires/connecting.ts"
import { GradientFlow } from "./wires/GradientFlow.tsx"
import { stopConnecting } from "./wires/pendingWire.ts"
import { Refusal } from "./wires/Refusal.tsx"
import { WireEdge } from "./wires/WireEdge.tsx"
import { WireTip } from "./wires/WireTip.tsx"
import { mayJoin } from "./wires/wiring.ts"

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
  const locked = useDocument((state) => state.lock !== null)
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
        nodesDraggable={!locked}
        nodesConnectable={!locked}
        edgesReconnectable={!locked}
        onNodesChange={takeNodeChanges}
        onEdgesChange={takeSelection}
        onConnectStart={onConnectStart}
        onConnect={onConnect}
        onConnectEnd={onConnectEnd}
        isValidConnection={mayJoin}
        onReconnectStart={onReconnectStart}
        onReconnect={onReconnect}
        onReconnectEnd={onReconnectEnd}
        onNodeMouseEnter={onNodeEnter}
        onNodeMouseLeave={onLeave}
        onEdgeMouseEnter={onEdgeEnter}
        onEdgeMouseLeave={onLeave}
        onNodeClick={inspectTapped}
        onEdgeClick={inspectTapped}
        onPaneClick={onPaneClick}
        onNodeDoubleClick={onNodeDoubleClick}
        onNodeDragStart={startDrag}
        onNodeDrag={followDrag}
        onNodeDragStop={stopDrag}
        onDragLeave={forgetDrop}
        onDrop={drop}
        onDragOver={allowDrop}
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
        <Frames />
        <Chips />
        <GradientFlow />
        {painted === "nothing" ? null : <FarLayer key={painted} painted={painted} />}
        {nodes.length === 0 ? null : <FarMap />}
        <ZoomControl />
        <SelectionBar />
        <CameraControls />
        <Touch />
      </ReactFlow>
      {nodes.length === 0 && opened ? <EmptyNote /> : null}
      <Lasso />
      <WireTip />
      <Refusal />
      <TopLine />
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

/** Two clicks on the card of a group open it. */
function onNodeDoubleClick(_: unknown, { data: { face } }: FlowNode): void {
  const chosen = face.kind === "folded" ? face.members : undefined
  if (chosen === undefined) return
  useSession.getState().select({ nodes: chosen, wires: [] })
  const expand = commandNamed("graph.expand")
  if (mayRun(expand)) void expand.run()
  else sayLocked()
}

/** What was meant by a gesture is an edit: where there are none, it says why. */
function sayLocked(): void {
  const words = lockWords()
  if (words !== null) say(words)
}

/** Two clicks on the empty canvas ask for a new node there. */
function onPaneClick({ detail, clientX: x, clientY: y }: ReactMouseEvent): void {
  stopConnecting()
  leaveTapped()
  const at = useCamera.getState().camera?.at(x, y)
  if (detail === 2 && at && mayRun(commandNamed("edit.insert"))) openSearch({ kind: "insert", at }, { x, y })
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
