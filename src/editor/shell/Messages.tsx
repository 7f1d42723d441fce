import X from "lucide-react/icons/x"
import { useEffect } from "react"
import { dismiss, type Message, useMessages } from "../../state/messages.ts"
import styles from "./Messages.module.css"

/** Time to read a line: longer ones stay longer. */
const READING = (text: string): number => 2600 + text.length * 45

export function Messages() {
  const messages = useMessages((state) => state.messages)
  return (
    <>
      <div className={styles.banners} role="alert">
        {messages.filter(isBanner).map((message) => (
          <div key={message.id} className={styles.banner}>
            <span>{message.text}</span>
            <button
              type="button"
              className={styles.close}
              aria-label="Close this message"
              onClick={() => dismiss(message.id)}
            >
              <X size={15} aria-hidden="true" />
            </button>
          </div>
        ))}
      </div>
      <div className={styles.lines} role="status">
        {messages
          .filter((message) => !isBanner(message))
          .map((message) => (
            <Line key={message.id} message={message} />
          ))}
      </div>
    </>
  )
}

function Line({ message }: { readonly message: Message }) {
  const { id, text } = message
  useEffect(() => {
    const timer = setTimeout(() => dismiss(id), READING(text))
    return () => clearTimeout(timer)
  }, [id, text])
  return <div className={styles.line}>{text}</div>
}

function isBanner(message: Message): boolean {
  return message.place === "banner"
}
