import type { BenchOptions } from './bench-options.ts'
import { atMost, median, type BenchResult, type Goal } from './goals.ts'
import { withBothSides, type BothSides } from './measure/both-sides.ts'
import { assertSound, playOnce, type PlayedOnce } from './measure/play-once.ts'
import { figure, percent, printTable } from './measure/table.ts'
import { printTexts, wordErrorDifference, type ComparedTexts } from './measure/texts.ts'
import { isTwoParty, readCorpus, readShortCall, type BenchCall } from './play/corpus.ts'
import type { PlayPlan } from './play/play-plan.ts'

/** Calls that are live at a time where a floor is played: six channels, as the plain figures were measured. */
const FLOOR_CALLS = 3
const QUICK_MS = 14_000

/**
 * Silence before the recordings, another in each run, in milliseconds. Where frames begin decides single words, some of
 * them by chance: of one recording of three minutes the word error rate moves by a point either way.
 */
const LEADS_MS = [0, 13, 27, 41, 58, 66]

/** Calls that are played together, and what each side needed for them in each run. */
interface Scene {
  readonly name: string
  readonly calls: readonly BenchCall[]
  readonly atOnce: number
}

interface MeasuredScene extends Scene {
  readonly channelSeconds: number
  readonly ours: readonly PlayedOnce[]
  readonly plain: readonly PlayedOnce[]
}

/**
 * (a) CPU seconds, of all processes of a side, for one second of one channel: recognition against the plain
 * loop, in runs that alternate, each in fresh processes.
 */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const scenes = await chooseScenes(options)
  const runs = options.number('runs', { full: 3, quick: 1 })
  const measured = await withBothSides(options, async (sides) => {
    const all: MeasuredScene[] = []
    for (const scene of scenes) all.push(await measureScene(scene, { sides, runs }))
    return all
  })
  printCosts(measured)
  const texts = measured.flatMap((scene) => textsOf(scene))
  printTexts(texts)
  const floor = measured.at(-1)
  if (floor === undefined) throw new Error('nothing was measured')
  return { goals: { cost_ratio_two_party: atMost(ratioOf(floor), 0.45), ...accuracyGoal(texts) } }
}

async function chooseScenes({ quick }: BenchOptions): Promise<readonly Scene[]> {
  if (quick) return [{ name: 'part of a sample call', calls: [await readShortCall(QUICK_MS)], atOnce: 1 }]
  const calls = await readCorpus()
  const real = calls.filter(({ isReal }) => isReal)
  const sample = calls.filter(({ isReal }) => !isReal).slice(0, 1)
  return [
    ...[...real, ...sample].map((call) => ({ name: `${call.id} alone`, calls: [call], atOnce: 1 })),
    {
      name: `two-party calls, ${FLOOR_CALLS} at once`,
      calls: calls.filter((call) => isTwoParty(call)),
      atOnce: FLOOR_CALLS,
    },
  ]
}

async function measureScene(
  scene: Scene,
  { sides, runs }: { sides: BothSides; runs: number },
): Promise<MeasuredScene> {
  const channelSeconds = scene.calls.reduce(
    (sum, { durationMs, parties }) => sum + (durationMs / 1000) * parties.length,
    0,
  )
  const ours: PlayedOnce[] = []
  const plain: PlayedOnce[] = []
  for (let run = 0; run < runs; run += 1) {
    const plan = planOf(scene, LEADS_MS[run % LEADS_MS.length] ?? 0)
    for (const [side, played] of [
      [sides.plain, plain],
      [sides.ours, ours],
    ] as const) {
      const result = await playOnce(side, plan)
      assertSound(side, result)
      played.push(result)
      const cost = figure(result.cpuSeconds / channelSeconds, 4)
      const notes = result.notes.map((note) => `; ${note}`).join('')
      console.log(
        `  ${scene.name}, run ${run + 1}: ${side.name} ${cost} in ${figure(result.wallSeconds)} s${notes}`,
      )
    }
  }
  return { ...scene, channelSeconds, ours, plain }
}

/** The recordings come round after the longest lead, so that each begins with the silence that it ends with. */
function planOf({ calls, atOnce }: Scene, leadMs: number): PlayPlan {
  return {
    calls: calls.map(({ id, durationMs, parties }) => {
      const periodMs = durationMs + Math.max(...LEADS_MS)
      const fromMs = (periodMs - leadMs) % periodMs
      return { callId: id, durationMs: durationMs + leadMs, periodMs, fromMs, startMs: 0, parties }
    }),
    atOnce,
    speed: Infinity,
    keep: 'text',
    stayOpen: false,
    warmMs: 0,
  }
}

function costOf(scene: MeasuredScene, played: readonly PlayedOnce[]): number {
  return median(played.map(({ cpuSeconds }) => cpuSeconds)) / scene.channelSeconds
}

function ratioOf(scene: MeasuredScene): number {
  return costOf(scene, scene.ours) / costOf(scene, scene.plain)
}

function printCosts(scenes: readonly MeasuredScene[]): void {
  console.log(
    '\nCPU seconds for one second of one channel (median of the runs), and those used before the first audio',
  )
  printTable(
    ['', 'channel-s', 'plain loop', 'earshot', 'ratio', 'lowest', 'highest', 'start plain', 'start earshot'],
    scenes.map((scene) => {
      const { name, channelSeconds, ours, plain } = scene
      const ratios = ours.map(({ cpuSeconds }, run) => cpuSeconds / (plain[run]?.cpuSeconds ?? NaN))
      const start = (played: readonly PlayedOnce[]): string =>
        figure(median(played.map(({ startCpuSeconds }) => startCpuSeconds)), 1)
      return [
        name,
        figure(channelSeconds),
        figure(costOf(scene, plain), 4),
        figure(costOf(scene, ours), 4),
        figure(ratioOf(scene), 2),
        figure(Math.min(...ratios), 2),
        figure(Math.max(...ratios), 2),
        start(plain),
        start(ours),
      ]
    }),
  )
}

function textsOf({ name, calls, ours, plain }: MeasuredScene): readonly ComparedTexts[] {
  return calls.flatMap(({ id, parties }) =>
    parties.map(({ party, reference }) => {
      const textsOfRuns = (played: readonly PlayedOnce[]): readonly string[] =>
        played.map(
          ({ parties: heard }) => heard.find((one) => one.callId === id && one.party === party)?.text ?? '',
        )
      return { scene: name, id, party, reference, plain: textsOfRuns(plain), ours: textsOfRuns(ours) }
    }),
  )
}

/** In points of word error rate, over everything that has a reference; more than 0 is worse than the plain loop. */
function accuracyGoal(texts: readonly ComparedTexts[]): Readonly<Record<string, Goal>> {
  const points = wordErrorDifference(texts) * 100
  console.log(`\nword error rate over all references: ${percent(points / 100, 2)} more than the plain loop`)
  return { wer_difference_points: atMost(points, 0.5) }
}
