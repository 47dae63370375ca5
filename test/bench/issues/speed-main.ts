/**
 * One side of `issues-speed`, in a process of its own so that memory is its own: `node speed-main.ts ours|plain CONTACTS`.
 * Prints one line of JSON.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { wallMs } from '../../../server/contracts/time.ts'
import { IssueDetector } from '../../../server/issues/detect/issue-detector.ts'
import { readBanking } from './banking.ts'
import { Chance, weightedPicker, zipf } from './chance.ts'
import { mishear, wordsOf } from './misheard.ts'
import { PlainPairs } from './plain-pairs.ts'
import { FIRST_DAY_MS, TICK_MS } from './volume-model.ts'

const CODES = 10_000
/** A centre of some thousand agents: so many contacts arrive in five minutes of the contacts' time. */
const PER_TICK = 1000
/** Texts are made before, and used again and again. */
const TEXTS = 40_000

export interface SpeedResult {
  readonly contactsPerSecond: number
  /** Growth of the heap and of array buffers after a collection, and of the resident set. */
  readonly heapMb: number
  readonly residentMb: number
  readonly refused: number
}

interface Side {
  readonly observe: (serial: number, atMs: number, text: string, code: string) => void
  readonly closeTick: () => void
  readonly refused: () => number
}

const [side = 'ours', count = '200000'] = process.argv.slice(2)
console.log(JSON.stringify(measure(side === 'ours' ? ours() : plain(), Number(count))))

function measure(measured: Side, contacts: number): SpeedResult {
  const texts = makeTexts()
  const codes = Array.from({ length: CODES }, (_, code) => `c${code}`)
  const pick = weightedPicker(zipf(CODES, 1))
  const chance = new Chance(4)
  const chosen = Array.from({ length: contacts }, () => pick(chance.share()))
  const before = memory()
  const started = process.cpuUsage()
  for (let serial = 0; serial < contacts; serial += 1) {
    const atMs = FIRST_DAY_MS + Math.floor((serial / PER_TICK) * TICK_MS)
    measured.observe(serial, atMs, texts[(serial * 7) % TEXTS] ?? '', codes[chosen[serial] ?? 0] ?? '')
    if (serial % PER_TICK === PER_TICK - 1) measured.closeTick()
  }
  const { user, system } = process.cpuUsage(started)
  const after = memory()
  return {
    contactsPerSecond: contacts / ((user + system) / 1e6),
    heapMb: (after.heap - before.heap) / 1e6,
    residentMb: (after.resident - before.resident) / 1e6,
    refused: measured.refused(),
  }
}

function ours(): Side {
  const codes = Array.from({ length: CODES }, (_, code) => ({ id: `c${code}`, parent: null }))
  const detector = new IssueDetector({ codes })
  return {
    observe: (serial, atMs, text, code) => {
      detector.observe({
        ...{
          id: `contact-${serial}`,
          channel: 'call',
          step: null,
          at: wallMs(atMs),
          authorKey: null,
          rating: null,
        },
        ...{ language: 'en-US', codes: [code], texts: [text], sourceId: 'centre' },
      })
    },
    closeTick: () => undefined,
    refused: () => detector.counters.refused,
  }
}

function plain(): Side {
  const pairs = new PlainPairs()
  return {
    observe: (serial, _atMs, text, code) => pairs.observe(`contact-${serial}`, text, [code]),
    closeTick: () => pairs.close(),
    refused: () => 0,
  }
}

function makeTexts(): readonly string[] {
  const chance = new Chance(3)
  const questions = readBanking().train.flat()
  const vocabulary = [...new Set(questions.flatMap(wordsOf))]
  return Array.from({ length: TEXTS }, () => mishear(chance, chance.pick(questions), vocabulary))
}

function memory(): { heap: number; resident: number } {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  collect()
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage()
  return { heap: heapUsed + arrayBuffers, resident: rss }
}
