import { stringify } from 'yaml'
import type { Channel, CodeId, JourneyStep } from '../../../contracts/contact.ts'
import type { CodeDraft } from '../../../contracts/issue-desk.ts'
import type { Severity } from '../../../contracts/match.ts'
import { writtenWords } from '../../../language/written-words.ts'
import type { CodeFrame } from '../code-frame.ts'
import { CODES_FOLDER, CODES_SUFFIX, TEST_SUFFIX } from '../file/folder.ts'
import type { AboutChannel } from '../frame-code.ts'
import { draftPhrases, type PhraseWish } from './draft-phrases.ts'

export interface CodeWish extends PhraseWish {
  readonly title: string
  /** By which most of it is heard. */
  readonly channel: Channel | null
  readonly step: JourneyStep | null
  readonly severity: Severity
}

const MOST_TITLE = 100
const MOST_EXAMPLES = 12
const MOST_EXAMPLE = 500
const SLUG_WORDS = 4

/** Where nobody gave an example of what is not meant. */
const NEUTRAL = 'hello can you help me please'

/** The files of a code for what contacts have in common, to be read before they are saved. */
export function draftCode(wish: CodeWish, frame: CodeFrame): Omit<CodeDraft, 'issueId'> {
  const channel = wish.channel === null || wish.channel === 'call' ? null : wish.channel
  const parent = parentFor(frame, channel, wish.step)
  const id = freeId(frame, parent, slugOf(wish))
  const { phrases, found } = draftPhrases(wish)
  const texts = phrases.map(({ text }) => text)
  return {
    id,
    file: `${CODES_FOLDER}/${id}${CODES_SUFFIX}`,
    text: codeText(wish, { id, texts, ...inherited({ frame, parent, channel, step: wish.step }) }),
    testFile: `${CODES_FOLDER}/${id}${TEST_SUFFIX}`,
    testText: testText(id, { found, quotes: wish.quotes, quiet: wish.quiet }),
  }
}

/** The code to stand below: the channel's code of that step, else the channel's, else none. */
function parentFor(frame: CodeFrame, channel: AboutChannel | null, step: JourneyStep | null): CodeId | null {
  if (channel === null) return null
  if (step !== null && frame.get(`${channel}.${step}`) !== undefined) return `${channel}.${step}`
  return frame.get(channel) === undefined ? null : channel
}

function freeId(frame: CodeFrame, parent: CodeId | null, slug: string): CodeId {
  const id = parent === null ? slug : `${parent}.${slug}`
  let free = id
  for (let next = 2; frame.get(free) !== undefined; next += 1) free = `${id}-${next}`
  return free
}

/** Of the strongest feature, else of the title. */
function slugOf({ features, title }: CodeWish): string {
  const words = [...features.slice(0, 1), title, 'new-code'].map((text) =>
    writtenWords(text)
      .flatMap((row) => row.words)
      .map((word) => word.normalize('NFD').replaceAll(/[^a-z0-9]/g, ''))
      .filter((word) => word !== '')
      .slice(0, SLUG_WORDS),
  )
  return (words.find((each) => each.length > 0) ?? []).join('-')
}

/** What the parent does not say already. */
function inherited(place: {
  readonly frame: CodeFrame
  readonly parent: CodeId | null
  readonly channel: AboutChannel | null
  readonly step: JourneyStep | null
}): { readonly channel?: AboutChannel; readonly step?: JourneyStep } {
  const above = place.parent === null ? undefined : place.frame.get(place.parent)
  return {
    ...(place.channel === null || above?.channel === place.channel ? {} : { channel: place.channel }),
    ...(place.step === null || above?.step === place.step ? {} : { step: place.step }),
  }
}

function codeText(
  { title, severity }: CodeWish,
  {
    id,
    texts,
    ...place
  }: {
    readonly id: CodeId
    readonly texts: readonly string[]
    readonly channel?: AboutChannel
    readonly step?: JourneyStep
  },
): string {
  const code = { id, title: title.slice(0, MOST_TITLE), ...place, severity, phrases: texts }
  return `# yaml-language-server: $schema=../schema/codes.schema.json\n${toYaml({ codes: [code] })}`
}

function testText(
  code: CodeId,
  examples: {
    readonly found: readonly string[]
    readonly quotes: readonly string[]
    readonly quiet: readonly string[]
  },
): string {
  // Quotes that no phrase finds stay, as failing tests: somebody has to decide about them.
  const finds = [...examples.found, ...examples.quotes.filter((quote) => !examples.found.includes(quote))]
  const quiet = examples.quiet.length === 0 ? [NEUTRAL] : examples.quiet
  const cut = (texts: readonly string[]): readonly string[] =>
    texts.slice(0, MOST_EXAMPLES).map((text) => text.slice(0, MOST_EXAMPLE))
  return toYaml({ tests: [{ code, finds: cut(finds), quiet: cut(quiet) }] })
}

function toYaml(value: object): string {
  return stringify(value, { lineWidth: 0 })
}
