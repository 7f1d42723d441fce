import styles from "./NodeProblem.module.css"

/** The sentence under a node that something is wrong with. It floats: the node keeps its size. */
export function NodeProblem({ sentence }: { readonly sentence: string | null }) {
  if (sentence === null) return null
  return (
    <div className={styles.problem} title={sentence}>
      {sentence}
    </div>
  )
}
