import { createPhraseFinder, type PhraseFinder } from '../../server/language/phrases/finder.ts'
import { parsePhrase, type Phrase, type PhraseNode } from '../../server/language/phrases/phrase.ts'
import type { BenchOptions } from './bench-options.ts'
import { atLeast, atMost, median, type BenchResult } from './goals.ts'
import { figure, percent, printTable } from './measure/table.ts'
import { morePhrases, readRows, shippedPhrases } from './phrases/phrase-texts.ts'

const SIZES = [500, 5000, 50_000]
const RUNS = 9
/** Words that a loop of regular expressions is given: it is slow. */
const REGEX_WORDS = 200
const LISTENING = ['exact', 'all features', 'sounds alike'] as const

type Listening = (typeof LISTENING)[number]
type Rows = readonly (readonly string[])[]

interface Figures {
  readonly wordsPerSecond: number
  readonly hits: number
  readonly words: number
  readonly builtMs: number
}

/**
 * Words a second of CPU time through the finder with more and more phrases, beside a loop over one compiled regular expression
 * for each phrase. `all features`: a fifth of the phrases have gaps, stems, slots or optional words too.
 */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const rows = (await readRows()).slice(0, options.quick ? 500 : undefined)
  const shipped = (await shippedPhrases()).filter((text) => parsePhrase(text).ok)
  const sizes = options.quick ? SIZES.slice(0, 2) : SIZES
  console.log(
    `${rows.length} utterances, ${rows.flat().length} words; ${shipped.length} phrases to begin with`,
  )
  const found = new Map<string, Figures>()
  for (const size of sizes) {
    const texts = morePhrases(shipped, rows, size)
    for (const listening of LISTENING) {
      // What sounds alike is for rules that ask for it: no site has so many.
      if (listening === 'sounds alike' && size > 5000) continue
      found.set(`${listening} ${size}`, measure(texts, listening, rows))
    }
    found.set(`loop ${size}`, measureLoop(texts, rows))
  }
  print(sizes, found)
  const rate = (key: string): number => found.get(key)?.wordsPerSecond ?? NaN
  const [, middle = 0] = sizes
  return {
    goals: {
      phrases_words_per_second_at_5000: atLeast(rate(`exact ${middle}`), 1_000_000),
      phrases_times_the_loop_at_5000: atLeast(rate(`exact ${middle}`) / rate(`loop ${middle}`), 100),
      ...(options.quick
        ? {}
        : { phrases_time_for_10_times: atMost(rate('exact 5000') / rate('exact 50000'), 2) }),
    },
  }
}

function print(sizes: readonly number[], found: ReadonlyMap<string, Figures>): void {
  printTable(
    ['phrases', 'words/s', 'of the loop', 'time of 500', 'hits/1000 words', 'built in ms'],
    [...LISTENING, 'loop'].flatMap((name) =>
      sizes.map((size) => {
        const at = found.get(`${name} ${size}`)
        const rate = at?.wordsPerSecond ?? NaN
        return [
          `${name} ${size}`,
          figure(rate),
          figure(rate / (found.get(`loop ${size}`)?.wordsPerSecond ?? NaN), 1),
          percent((found.get(`${name} 500`)?.wordsPerSecond ?? NaN) / rate, 0),
          figure(((at?.hits ?? NaN) * 1000) / (at?.words ?? NaN), 1),
          figure(at?.builtMs ?? NaN),
        ]
      }),
    ),
  )
}

function measure(texts: readonly string[], listening: Listening, rows: Rows): Figures {
  const spiced = listening === 'all features' ? texts.map(spice) : texts
  const phrases = spiced.map(phraseOfText)
  const entry = { soundsAlike: listening === 'sounds alike', minScore: 0.85 }
  const begun = cpuMs()
  const finder: PhraseFinder = createPhraseFinder(phrases.map((phrase) => ({ phrase, ...entry })))
  const builtMs = cpuMs() - begun
  const words = rows.reduce((sum, row) => sum + row.length, 0)
  let hits = 0
  // The first two runs make the code hot and let distinct words be worked out once.
  const rates = Array.from({ length: RUNS + 2 }, () => {
    const start = cpuMs()
    hits = 0
    for (const row of rows) hits += finder.find(row).length
    return (words * 1000) / (cpuMs() - start)
  }).slice(2)
  return { wordsPerSecond: median(rates), hits, words, builtMs }
}

/** CPU time of this process: what others do on the machine matters little. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Some phrases with what the language has besides alternatives. */
function spice(text: string, index: number): string {
  const [first = '', ...rest] = text.split(' ')
  if (index % 5 > 0) return text
  const forms = [
    [first, '...', ...rest],
    [`~${first}`, ...rest],
    [text, '(right now)?'],
    [text, '<number>'],
    [text, 'by', '<date>'],
  ]
  const form = forms[(index / 5) % forms.length]?.join(' ') ?? text
  return parsePhrase(form).ok ? form : text
}

function phraseOfText(text: string): Phrase {
  const parsed = parsePhrase(text)
  if (!parsed.ok) throw new Error(`${text}: ${parsed.fault.message}`)
  return parsed.phrase
}

/** What one writes without a finder: every phrase as a regular expression, tried on every utterance. */
function measureLoop(texts: readonly string[], rows: Rows): Figures {
  const begun = cpuMs()
  const expressions = texts.map((text) => new RegExp(`${regexOf(phraseOfText(text).root)}(?= |$)`, 'g'))
  const builtMs = cpuMs() - begun
  const said: string[] = []
  let words = 0
  for (const row of rows) {
    if (words >= REGEX_WORDS) break
    said.push(` ${row.join(' ')}`)
    words += row.length
  }
  const run = (): number => {
    let hits = 0
    for (const text of said) for (const each of expressions) hits += text.match(each)?.length ?? 0
    return hits
  }
  run()
  const start = cpuMs()
  const hits = run()
  return { wordsPerSecond: (words * 1000) / (cpuMs() - start), hits, words, builtMs }
}

/** What the loop takes for a slot. */
const NUMBER_WORDS =
  '(?: (?:zero|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|hundred|thousand))+'

/** Each word with the space before it. */
function regexOf(node: PhraseNode): string {
  switch (node.kind) {
    case 'word':
      if (node.pattern.kind === 'affix') return ` ${node.pattern.begins}\\S*${node.pattern.ends}`
      return node.pattern.kind === 'exact' ? ` ${node.pattern.text}` : ` ${node.pattern.stem}\\S*`
    case 'sequence':
      return node.of.map(regexOf).join('')
    case 'choice':
    case 'list':
      return `(?:${node.of.map(regexOf).join('|')})`
    case 'optional':
      return `(?:${regexOf(node.of)})?`
    case 'gap':
      return `(?: \\S+){0,${node.most}}`
    case 'slot':
      return NUMBER_WORDS
  }
}
