export type TokenKind = 'plain' | 'comment' | 'key' | 'string' | 'number' | 'sign'

export interface Token {
  readonly kind: TokenKind
  readonly text: string
}

const LEAD = /^(\s*)((?:- +)*)((?:- *$)?)/
const KEY = /^("[^"]*"|'[^']*'|[^\s#:[\]{},][^#:]*?)(:)(?=\s|$)/
const NUMBER = /^-?\d+(\.\d+)?$/
const BLOCK = /(^|\s)[|>][+-]?\s*(#.*)?$/

/**
 * YAML as far as colours need it: comments, keys, strings, numbers, and the lines of a block text, line by
 * line. What it takes for something else is only coloured otherwise.
 */
export function yamlTokens(text: string): readonly (readonly Token[])[] {
  /** Lines indented deeper than this belong to the block text; null: not in one. */
  let block: number | null = null
  return text.split('\n').map((line) => {
    const indent = line.length - line.trimStart().length
    if (block !== null && (line.trim() === '' || indent > block)) return tokens(['string', line])
    block = BLOCK.test(line) && !line.trimStart().startsWith('#') ? indent : null
    return lineTokens(line)
  })
}

function lineTokens(line: string): readonly Token[] {
  const [lead = '', space = '', dashes = '', lastDash = ''] = LEAD.exec(line) ?? []
  const rest = line.slice(lead.length)
  const start = tokens(['plain', space], ['sign', dashes + lastDash])
  const key = KEY.exec(rest)
  if (key === null) return [...start, ...valueTokens(rest)]
  const [all, name = '', colon = ''] = key
  return [...start, ...tokens(['key', name], ['sign', colon]), ...valueTokens(rest.slice(all.length))]
}

function valueTokens(text: string): readonly Token[] {
  const at = commentAt(text)
  const value = text.slice(0, at)
  const lead = value.slice(0, value.length - value.trimStart().length)
  const inner = value.trim()
  const trail = value.slice(lead.length + inner.length)
  return tokens(
    ['plain', lead],
    [NUMBER.test(inner) ? 'number' : 'string', inner],
    ['plain', trail],
    ['comment', text.slice(at)],
  )
}

/** Where a comment begins: a hash at the start or after a space, outside quotes. */
function commentAt(text: string): number {
  let quote = ''
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? ''
    if (quote !== '') quote = letter === quote ? '' : quote
    else if ((letter === '"' || letter === "'") && /^$|[\s[{,]$/.test(text.slice(0, at))) quote = letter
    else if (letter === '#' && /^$|\s$/.test(text.slice(0, at))) return at
  }
  return text.length
}

function tokens(...pairs: readonly (readonly [TokenKind, string])[]): readonly Token[] {
  return pairs.filter(([, text]) => text !== '').map(([kind, text]) => ({ kind, text }))
}
