/** A piece of a line of Markdown. */
export type Inline =
  | { readonly kind: 'text' | 'strong' | 'em' | 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string }

/** A block of Markdown. */
export type Block =
  | { readonly kind: 'heading' | 'paragraph'; readonly of: readonly Inline[] }
  | { readonly kind: 'numbers' | 'points'; readonly items: readonly (readonly Inline[])[] }

const INLINE = /\*\*([^*]+)\*\*|\*([^*]+)\*|`([^`]+)`|\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)/g
const ITEM = /^(?:(\d+)\.|[-*])\s+/

/**
 * Reads what articles are made of: headings, paragraphs, lists of one level, emphasis, code and links. Nothing of it
 * is ever HTML; what is not known stays the text that it is.
 */
export function readMarkdown(text: string): readonly Block[] {
  const blocks: Block[] = []
  for (const part of text.split(/\n\s*\n/))
    blocks.push(...readPart(part.split('\n').filter((line) => line.trim() !== '')))
  return blocks
}

interface OpenBlock {
  readonly kind: 'numbers' | 'points' | 'paragraph'
  readonly texts: readonly string[]
}

function readPart(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = []
  let open: OpenBlock | null = null
  for (const line of lines) {
    const heading = /^#{1,6}\s+(.*)$/.exec(line)
    if (heading !== null) {
      if (open !== null) blocks.push(closed(open))
      open = null
      blocks.push({ kind: 'heading', of: readInline(heading[1] ?? '') })
      continue
    }
    const next = opened(line)
    const joined: OpenBlock | null = open === null ? null : withLine(open, next)
    if (open !== null && joined === null) blocks.push(closed(open))
    open = joined ?? next
  }
  return open === null ? blocks : [...blocks, closed(open)]
}

function opened(line: string): OpenBlock {
  const item = ITEM.exec(line)
  const kind = item === null ? 'paragraph' : item[1] === undefined ? 'points' : 'numbers'
  return { kind, texts: [line.replace(ITEM, '').trim()] }
}

/** The block with the line that goes on with it; null: the line begins another one. */
function withLine({ kind, texts }: OpenBlock, next: OpenBlock): OpenBlock | null {
  if (next.kind === kind && kind !== 'paragraph') return { kind, texts: [...texts, ...next.texts] }
  if (next.kind !== 'paragraph') return null
  return { kind, texts: [...texts.slice(0, -1), [...texts.slice(-1), ...next.texts].join(' ')] }
}

function closed({ kind, texts }: OpenBlock): Block {
  return kind === 'paragraph'
    ? { kind, of: readInline(texts.join(' ')) }
    : { kind, items: texts.map((text) => readInline(text)) }
}

function readInline(text: string): readonly Inline[] {
  const parts: Inline[] = []
  let from = 0
  for (const found of text.matchAll(INLINE)) {
    if (found.index > from) parts.push({ kind: 'text', text: text.slice(from, found.index) })
    parts.push(inlineOf(found))
    from = found.index + found[0].length
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) })
  return parts
}

function inlineOf([whole, strong, em, code, name, url]: RegExpMatchArray): Inline {
  if (strong !== undefined) return { kind: 'strong', text: strong }
  if (em !== undefined) return { kind: 'em', text: em }
  if (code !== undefined) return { kind: 'code', text: code }
  return name === undefined || url === undefined
    ? { kind: 'text', text: whole }
    : { kind: 'link', text: name, url }
}
