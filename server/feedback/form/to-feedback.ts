import type { DigitalFeedback, FeedbackTurn } from '../../contracts/digital-feedback.ts'
import { wallMs, type WallMs } from '../../contracts/time.ts'
import { MAX_TEXT, cleanText } from './clean-text.ts'
import type { Fault } from './fault.ts'
import type { Item, ItemDefaults } from './item.ts'

/** A source's clock may be so far ahead before it is not believed. */
const CLOCK_TOLERANCE_MS = 5 * 60_000

const MAX_PAGE = 500
const MAX_QUEUE = 100

export interface ToFeedbackOptions {
  readonly item: Item
  readonly defaults: ItemDefaults
  /** Where neither the item nor the defaults name a source. */
  readonly sourceId: string
  readonly receivedAt: WallMs
  readonly redact: (text: string) => string
  /** Names a customer so that nobody can tell who it is. */
  readonly authorKeyOf: (author: string) => string
  /** Names content; nobody can check a guess at the content with it. */
  readonly contentIdOf: (content: string) => string
}

export interface MadeFeedback {
  readonly feedback: DigitalFeedback
  /** Some of its text was too long. */
  readonly cut: boolean
}

/** An item as it travels inside: redacted, bounded, with an id. Pure, where the functions it is given are. */
export function toFeedback(options: ToFeedbackOptions): MadeFeedback | { readonly faults: readonly Fault[] } {
  const { item, defaults, receivedAt, redact } = options
  const channel = item.channel ?? defaults.channel
  if (channel === undefined) return { faults: [{ field: 'channel', expected: 'expected a channel' }] }
  const words = wordsOf(item, redact)
  const queue = item.queue ?? defaults.queue
  return {
    cut: words.cut,
    feedback: {
      type: 'feedback',
      feedbackId: item.id ?? contentId(item, options),
      sourceId: item.source ?? defaults.source ?? options.sourceId,
      channel,
      step: item.step ?? defaults.step ?? null,
      at: timeOf(item.at, receivedAt),
      receivedAt,
      authorKey: item.author === undefined ? null : options.authorKeyOf(item.author),
      language: languageOf(item.language ?? defaults.language),
      text: words.text,
      turns: words.turns,
      rating: item.rating,
      page: item.page === undefined ? null : pageOf(item.page, redact),
      queue: queue === undefined ? null : cleanText(queue, redact, MAX_QUEUE).text,
    },
  }
}

interface Words {
  readonly text: string
  readonly turns: readonly FeedbackTurn[]
  readonly cut: boolean
}

function wordsOf({ subject, question, text, turns }: Item, redact: (text: string) => string): Words {
  if (turns !== undefined) return wordsOfTurns(turns, redact)
  const own = cleanText([subject, text].filter((part) => part !== undefined).join('\n'), redact)
  if (question === undefined) return { text: own.text, turns: [], cut: own.cut }
  // What was asked is the company's own text.
  const asked = cleanText(question, redact)
  return {
    text: own.text,
    turns: [
      { party: 'agent', text: asked.text, at: null },
      ...(own.text === '' ? [] : [{ party: 'customer' as const, text: own.text, at: null }]),
    ],
    cut: own.cut || asked.cut,
  }
}

/** All turns together are as long as one text at most; what is beyond that is left out. */
function wordsOfTurns(turns: NonNullable<Item['turns']>, redact: (text: string) => string): Words {
  const kept: FeedbackTurn[] = []
  let left = MAX_TEXT
  let cut = false
  for (const { party, text, at } of turns) {
    if (left <= 0) {
      cut = true
      break
    }
    const clean = cleanText(text, redact, left)
    cut ||= clean.cut
    left -= clean.text.length
    if (clean.text === '') continue
    kept.push({
      party: party === 'customer' ? 'customer' : 'agent',
      text: clean.text,
      at: at === undefined ? null : wallMs(at),
    })
  }
  const own = kept.filter(({ party }) => party === 'customer').map(({ text }) => text)
  return { text: own.join('\n'), turns: kept, cut }
}

function timeOf(at: number | undefined, receivedAt: WallMs): WallMs {
  if (at === undefined || at > receivedAt + CLOCK_TOLERANCE_MS) return receivedAt
  return wallMs(Math.min(at, receivedAt))
}

/** The canonical name of a language (BCP 47), `und` where it is none: `english`, `klingon`. */
function languageOf(given: string | undefined): string {
  const tag = given?.trim().replaceAll('_', '-') ?? ''
  if (!/^[a-z]{2,3}(?:-|$)/i.test(tag)) return 'und'
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'und'
  } catch {
    // A language that nobody knows is no reason to lose what was said in it.
    return 'und'
  }
}

/** The path of an address, or a screen's name as it is. */
function pageOf(given: string, redact: (text: string) => string): string {
  const path = URL.canParse(given) ? new URL(given).pathname : given.replace(/[?#].*$/su, '')
  return cleanText(decoded(path), redact, MAX_PAGE).text
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    // Not well escaped: shown as it came.
    return path
  }
}

/** The same content from the same source is the same feedback, where the source gives it no id. */
function contentId(item: Item, { contentIdOf }: ToFeedbackOptions): string {
  const { id: _, ...content } = item
  return `content-${contentIdOf(JSON.stringify(content))}`
}
