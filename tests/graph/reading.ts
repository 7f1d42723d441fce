// Documents as text and bytes.

export const bytes = (text: string) => new TextEncoder().encode(text)

export const document = (nodes: string) => `{"gradwire":1,"nodes":[${nodes}]}`
