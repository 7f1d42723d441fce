/** For a label inside a sentence: `Move conv1` becomes `move conv1`. Names that are all capitals stay. */
export function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}
