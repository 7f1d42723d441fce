/**
 * A text of at most `most` characters: what is longer loses its middle, `encoder.layers…norm1.weight`, since names differ at
 * their ends.
 */
export function cutMiddle(text: string, most: number): string {
  const characters = [...text]
  const room = Math.max(3, Math.floor(most))
  if (characters.length <= room) return text
  const end = Math.floor((room - 1) / 2)
  return `${characters.slice(0, room - 1 - end).join("")}…${characters.slice(characters.length - end).join("")}`
}
