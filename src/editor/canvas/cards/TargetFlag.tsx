import styles from "./TargetFlag.module.css"

/** Marks the node at which backward starts. */
export function TargetFlag() {
  return (
    <span className={styles.flag} title="Backward starts here" data-floats="true">
      target
    </span>
  )
}
