import { expect, test } from "vitest"
import { closedParts, plainSentence, sentenceParts } from "../../src/formula/sentence.ts"

const read = (sentence: string): string =>
  sentenceParts(sentence)
    .map(({ kind, text }) => (kind === "text" ? text : `<${kind}>${text}</>`))
    .join("")

test.for([
  ["Plain words.", "Plain words."],
  ["$\\mu$ is the **mean** of *each* `dim`.", "<math>\\mu</> is the <bold>mean</> of <italic>each</> <code>dim</>."],
  ["$a*b*c$ and `$x$`", "<math>a*b*c</> and <code>$x$</>"],
  ["5 * 3 * 2 costs 5 $ or 6 $ today", "5 * 3 * 2 costs 5 $ or 6 $ today"],
  ["costs \\$5 and \\*stars\\*, \\\\", "costs $5 and *stars*, \\"],
  ["$\\$$", "<math>\\$</>"],
  ["open $x and `y and **z and *w", "open $x and `y and **z and *w"],
  ["****", "****"],
  ["$$", "$$"],
  ["ends in \\", "ends in \\"],
  ["", ""],
])("%s", ([sentence, parts]) => {
  expect(read(sentence!)).toBe(parts)
})

test("parts begin where they stand, and none is empty", () => {
  const sentence = "a $b$ \\* **c**`d`e"
  expect(sentenceParts(sentence).map(({ at }) => at)).toEqual([0, 2, 5, 9, 14, 17])
  expect(sentenceParts(sentence).every(({ text }) => text !== "")).toBe(true)
  expect(plainSentence(sentence)).toBe("a b * cde")
})

test("points behind math are part of it, so that none begins a line; all else stays", () => {
  const closed = (sentence: string) => closedParts(sentence).map(({ kind, text }) => `${kind} ${text}`)
  expect(closed("to $a = 2$, then $b$.")).toEqual([
    "text to ",
    "math a = 2\\mathpunct{\\text{,}}",
    "text  then ",
    "math b\\mathpunct{\\text{.}}",
  ])
  expect(closed("**bold**, and $a$ .")).toEqual(["bold bold", "text , and ", "math a", "text  ."])
  expect(closed(". $a$ $b$")).toEqual(["text . ", "math a", "text  ", "math b"])
})
