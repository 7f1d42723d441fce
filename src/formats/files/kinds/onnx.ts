import type { FileKind } from "../fileKind.ts"

export const onnx: FileKind = {
  kind: "onnx",
  title: "an ONNX model",
  recognise: ({ bytes }) => bytes[0] === 8 && (bytes[1] ?? 99) < 32 && (bytes[2] === 0x12 || bytes[2] === 0x3a),
  read: () => ({ problem: "it looks like an ONNX model, which holds a network and no examples" }),
}
