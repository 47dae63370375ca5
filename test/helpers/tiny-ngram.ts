/** One history of a backoff model: the words before, oldest first, and what may follow them. */
export interface TinyHistory {
  readonly words: readonly number[]
  /** Weight of the way to the history without its oldest word; none for the empty history. */
  readonly backoff: number
  /** Weight of an end after this history, where there may be one. */
  readonly final?: number
  readonly next: Readonly<Record<number, number>>
}

export const TINY_SYMBOLS = ['<eps>', 'your', 'call', 'is', 'recorded']

/**
 * A trigram model whose histories are `<s>` (written 0), `your`, `call`, `is`, `your call` and `call is`, in the
 * order of the trie. Weights are exact in 32 bits, so that they can be compared.
 */
export const TINY_HISTORIES: readonly TinyHistory[] = [
  { words: [], backoff: Infinity, final: 3, next: { 1: 1.5, 2: 2.5, 3: 2.25, 4: 4 } },
  { words: [0], backoff: 0.5, next: { 1: 0.25, 2: 1.25 } },
  { words: [1], backoff: 0.75, next: { 2: 0.125 } },
  { words: [2], backoff: 0.625, final: 1.75, next: { 3: 0.375 } },
  { words: [3], backoff: 0.875, next: { 4: 0.5 } },
  { words: [1, 2], backoff: 1, next: { 1: 5, 3: 0.0625 } },
  { words: [2, 3], backoff: 1.125, final: 2, next: { 4: 0.1875 } },
]

/** The arcs of the tiny model, worked out by hand: [from, word, weight, to]. Word 0 is the way back. */
export const TINY_ARCS: readonly (readonly [number, number, number, number])[] = [
  [0, 1, 1.5, 2],
  [0, 2, 2.5, 3],
  [0, 3, 2.25, 4],
  [0, 4, 4, 0],
  [1, 0, 0.5, 0],
  [1, 1, 0.25, 2],
  [1, 2, 1.25, 3],
  [2, 0, 0.75, 0],
  [2, 2, 0.125, 5],
  [3, 0, 0.625, 0],
  [3, 3, 0.375, 6],
  [4, 0, 0.875, 0],
  [4, 4, 0.5, 0],
  [5, 0, 1, 3],
  [5, 1, 5, 2],
  [5, 3, 0.0625, 6],
  [6, 0, 1.125, 4],
  [6, 4, 0.1875, 0],
]

export interface TinyNgramOptions {
  readonly histories?: readonly TinyHistory[]
  readonly fstType?: string
  readonly arcType?: string
  readonly version?: number
  readonly start?: number
  readonly states?: number
}

/** An OpenFst file of type `ngram`, put together byte by byte. */
export function tinyNgram(options: TinyNgramOptions = {}): Buffer {
  const histories = options.histories ?? TINY_HISTORIES
  const {
    fstType = 'ngram',
    arcType = 'standard',
    version = 4,
    start = 1,
    states = histories.length,
  } = options
  return Buffer.concat([
    int32(0x7e_b2_fd_d6),
    text(fstType),
    text(arcType),
    int32(version),
    int32(3),
    int64((0x25_a5_55_00_01n << 8n) | 1n),
    int64(BigInt(start)),
    int64(BigInt(states)),
    int64(0n),
    symbolTable(),
    symbolTable(),
    body(histories),
  ])
}

function body(histories: readonly TinyHistory[]): Buffer {
  const nexts = histories.flatMap(({ next }) => Object.entries(next))
  const finals = histories.flatMap(({ final }) => (final === undefined ? [] : [final]))
  const childrenOf = (words: readonly number[]): number =>
    histories.filter((each) => each.words.length > 0 && String(each.words.slice(1)) === String(words)).length
  return Buffer.concat([
    ...[histories.length, nexts.length, finals.length].map((count) => int64(BigInt(count))),
    bitmap(`10${histories.map(({ words }) => `${'1'.repeat(childrenOf(words))}0`).join('')}`),
    bitmap(`0${histories.map(({ next }) => `${'1'.repeat(Object.keys(next).length)}0`).join('')}`),
    bitmap(histories.map(({ final }) => (final === undefined ? '0' : '1')).join('')),
    ...histories.map(({ words }) => int32(words[0] ?? -1)),
    int32(0),
    ...nexts.map(([word]) => int32(Number(word))),
    ...[
      ...histories.map(({ backoff }) => backoff),
      0,
      ...finals,
      ...nexts.map(([, weight]) => weight),
      0,
    ].map(float32),
  ])
}

function bitmap(bits: string): Buffer {
  const bytes = Buffer.alloc(Math.ceil(bits.length / 64) * 8)
  for (let index = 0; index < bits.length; index += 1) {
    if (bits[index] === '1') bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (1 << (index & 7))
  }
  return bytes
}

function symbolTable(): Buffer {
  const entries = TINY_SYMBOLS.flatMap((symbol, key) => [text(symbol), int64(BigInt(key))])
  const size = int64(BigInt(TINY_SYMBOLS.length))
  return Buffer.concat([int32(0x7e_b2_fb_74), text('words.txt'), size, size, ...entries])
}

function text(value: string): Buffer {
  return Buffer.concat([int32(Buffer.byteLength(value)), Buffer.from(value)])
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}

function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(value)
  return bytes
}

function float32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return bytes
}
