import { testModelDir } from '../helpers/model.ts'
import { sumWordErrors, wordErrors, type WordErrors } from '../helpers/word-error-rate.ts'
import type { UtteranceDraft } from '../../server/asr/transcript-assembler.ts'
import type { BenchOptions } from './bench-options.ts'
import { atLeast, atMost, percentile, type BenchResult } from './goals.ts'
import { figure, percent, printTable } from './measure/table.ts'
import { loopedAudio } from './play/bench-audio.ts'
import { readCorpus, readShortCall, type BenchCall, type BenchParty } from './play/corpus.ts'
import { openEars, type Ears } from './room/ears.ts'
import { settledPhrases, SOON_MS, sumSettled } from './settled-phrases.ts'

const STAYS_MS = [0, 100, 200, 300, 400, 600]
/** What a rule waits for that is neither `fast` nor `certain`. */
const SETTLED_MS = 300
const FRAME_MS = 20
const HEADINGS = ['phrases', 'confirmed', 'seen early', `in ${SOON_MS} ms`, 'p50 ms', 'p95 ms']

interface HeardParty {
  readonly name: string
  readonly drafts: readonly UtteranceDraft[]
  readonly errors: WordErrors | null
}

/**
 * How early words settle, in audio time: phrases of the moving hypothesis that had stayed for a while, held
 * against the finals. Runs the room's own code in this process, one party after another, as fast as it goes.
 */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const calls = options.quick ? [await readShortCall(30_000)] : await readCorpus()
  const ears = await openEars(testModelDir())
  const heard = { real: [] as HeardParty[], spoken: [] as HeardParty[] }
  for (const call of calls) {
    for (const party of call.parties) {
      heard[call.isReal ? 'real' : 'spoken'].push(await listen(ears, call, party))
    }
  }
  if (heard.spoken.length > 0) print('sample calls', heard.spoken)
  if (heard.real.length > 0) print('real calls', heard.real)
  return { goals: goalsOf(heard.real.length > 0 ? heard.real : heard.spoken) }
}

async function listen(ears: Ears, call: BenchCall, party: BenchParty): Promise<HeardParty> {
  const { recording, reference } = party
  const audio = await loopedAudio({ recording, periodMs: call.durationMs, fromMs: 0 })
  const listening = ears.listen(party.party)
  for (let atMs = 0; atMs < call.durationMs; atMs += FRAME_MS) {
    await listening.push({ atMs, rate: audio.rate, samples: audio.between(atMs, atMs + FRAME_MS) })
  }
  const drafts = await listening.end()
  const text = finalsOf(drafts)
    .map((final) => final.text)
    .join(' ')
  const errors = reference === null ? null : wordErrors(reference, text)
  return { name: `${call.id} ${party.party}`, drafts, errors }
}

function print(title: string, parties: readonly HeardParty[]): void {
  console.log(`\n${title}: a phrase counts once it has stayed in the hypothesis`)
  printTable(
    ['for ms', ...HEADINGS],
    STAYS_MS.map((stayMs) => row(String(stayMs), parties, stayMs)),
  )
  console.log(`\n${title}: for ${SETTLED_MS} ms, by party; word end to final; word errors`)
  printTable(
    ['party', ...HEADINGS, 'final p50', 'final p95', 'WER'],
    [
      ...parties.map((party) => [...row(party.name, [party], SETTLED_MS), ...finalCells([party])]),
      [...row('all', parties, SETTLED_MS), ...finalCells(parties)],
    ],
  )
}

function row(name: string, parties: readonly HeardParty[], stayMs: number): readonly string[] {
  const { fired, confirmed, spoken, early, inTime, delaysMs } = sumSettled(
    parties.map(({ drafts }) => settledPhrases(drafts, stayMs)),
  )
  return [
    name,
    figure(spoken),
    percent(confirmed / fired),
    percent(early / spoken),
    percent(inTime / spoken),
    figure(percentile(delaysMs, 0.5)),
    figure(percentile(delaysMs, 0.95)),
  ]
}

function finalCells(parties: readonly HeardParty[]): readonly string[] {
  const delays = parties.flatMap((party) => finalDelays(party))
  const errors = parties.flatMap((party) => party.errors ?? [])
  return [
    figure(percentile(delays, 0.5)),
    figure(percentile(delays, 0.95)),
    percent(errors.length === 0 ? NaN : sumWordErrors(errors).rate),
  ]
}

function goalsOf(parties: readonly HeardParty[]): BenchResult['goals'] {
  const settled = sumSettled(parties.map(({ drafts }) => settledPhrases(drafts, SETTLED_MS)))
  const finals = parties.flatMap((party) => finalDelays(party))
  return {
    settled_confirmed: atLeast(settled.confirmed / settled.fired, 0.92),
    settled_seen_early: atLeast(settled.early / settled.spoken, 0.92),
    settled_p50_ms: atMost(percentile(settled.delaysMs, 0.5), 500),
    settled_p95_ms: atMost(percentile(settled.delaysMs, 0.95), 900),
    word_to_final_p95_ms: atMost(percentile(finals, 0.95), 6000),
  }
}

/** From the end of each word to the position at which it became final. */
function finalDelays({ drafts }: HeardParty): readonly number[] {
  return finalsOf(drafts).flatMap(({ words, atMs }) => words.map((word) => atMs - word.endMs))
}

function finalsOf(drafts: readonly UtteranceDraft[]): readonly UtteranceDraft[] {
  return drafts.filter(({ state }) => state === 'final')
}
