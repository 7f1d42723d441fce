import { FRAME, type Picture } from "../../../state/library/storage/picture.ts"
import styles from "./Home.module.css"

/** The graph from far away: where its nodes are and what they are joined to. */
export function Thumbnail({ picture }: { readonly picture: Picture }) {
  const [width, height] = picture.box
  const middle = (index: number): readonly [number, number] => {
    const [x, y] = picture.boxes[index] ?? [0, 0]
    return [x + width / 2, y + height / 2]
  }
  const lines = picture.wires.map(([from, to]) => `M${middle(from).join(" ")}L${middle(to).join(" ")}`)
  return (
    <svg className={styles.picture} viewBox={`-4 -4 ${FRAME[0] + 8} ${FRAME[1] + 8}`} aria-hidden="true">
      <path className={styles.wires} d={lines.join("")} />
      {picture.boxes.map(([x, y]) => (
        <rect key={`${x} ${y}`} className={styles.box} x={x} y={y} width={width} height={height} rx={1.5} />
      ))}
    </svg>
  )
}
