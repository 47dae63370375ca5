import { durationWords } from './duration-words.ts'
import { isRecord, type JsonRecord } from './shape.ts'

/** What must hold, in words, by the key under which a rule file has it. */
export const STATE_WORDS: Readonly<Record<string, (content: unknown) => string>> = {
  silence: map(({ for: time, speaker }) =>
    speaker === undefined
      ? `Nobody speaks for ${durationWords(time)}`
      : `${the(speaker)} is silent for ${durationWords(time)}`,
  ),
  'talk-over': map(({ for: time, by }) =>
    by === undefined
      ? `Both speak at once for ${durationWords(time)}`
      : `${the(by)} talks over the other for ${durationWords(time)}`,
  ),
  'talk-ratio': map(
    (content) => `${the(content['speaker'])} has ${bounds(content, percent)} of the talk${over(content)}`,
  ),
  pace: map((content) => `${the(content['speaker'])} speaks ${bounds(content)} words a minute`),
  sentiment: map((content) => `${the(content['speaker'])}'s mood is ${bounds(content, String)} (−1 to 1)`),
  'sentiment-trend': map(trend),
  phase: (content) => `The call is in its ${list(content)}`,
  hold: map(({ for: time }) => `The caller has been on hold for ${durationWords(time)}`),
  'call-time': map(({ first, after }) => {
    if (after === undefined) return `It is within the first ${durationWords(first)} of the call`
    const until = first === undefined ? '' : `, within the first ${durationWords(first)}`
    return `${durationWords(after)} of the call have passed${until}`
  }),
  attribute: map((content) => `The call's ${text(content['key'])} ${attributeTest(content)}`),
  'repeat-contact': map(
    ({ within, times }) =>
      `The customer has called ${text(times)} times or more in the ${durationWords(within)} before`,
  ),
  language: (content) => `The call is in ${list(content)}`,
  time: map(
    ({ calendar, open }) => `It is ${open === false ? 'outside' : 'within'} the hours of ${text(calendar)}`,
  ),
}

function map(form: (content: JsonRecord) => string): (content: unknown) => string {
  return (content) => (isRecord(content) ? form(content) : '…')
}

function the(party: unknown): string {
  return party === 'agent' || party === 'customer' ? `The ${party}` : '…'
}

function over({ over: time }: JsonRecord): string {
  return time === undefined ? '' : ` in the last ${durationWords(time)}`
}

function bounds({ above, below }: JsonRecord, show: (value: number) => string = String): string {
  const low = typeof above === 'number' ? `more than ${show(above)}` : ''
  const high = typeof below === 'number' ? `less than ${show(below)}` : ''
  return [low, high].filter((bound) => bound !== '').join(' and ') || '…'
}

function trend(content: JsonRecord): string {
  const { speaker, below, above } = content
  if (typeof below === 'number' && below <= 0 && above === undefined)
    return `${the(speaker)}'s mood has fallen by more than ${-below} since the call began`
  if (typeof above === 'number' && above >= 0 && below === undefined)
    return `${the(speaker)}'s mood has risen by more than ${above} since the call began`
  return `${the(speaker)}'s mood has changed by ${bounds(content)} since the call began`
}

function attributeTest(content: JsonRecord): string {
  if (content['present'] === true) return 'is known'
  return `is ${content['is'] === undefined ? bounds(content) : list(content['is'])}`
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

function list(value: unknown): string {
  return Array.isArray(value) ? value.map(text).join(' or ') : text(value)
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '…'
}
