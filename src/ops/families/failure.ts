// Trouble that only the numbers show, where shapes are right.

/**
 * Thrown by a forward rule when the numbers at a port are wrong though its shape is right: class index 7 of 3 classes. It is
 * the user's trouble, not a bug; the engine catches it and reports a Problem at the port.
 */
export class OpFailure extends Error {
  readonly port: string
  readonly sentence: string
  constructor(port: string, sentence: string) {
    super(`${port}: ${sentence}`)
    this.name = "OpFailure"
    this.port = port
    this.sentence = sentence
  }
}
