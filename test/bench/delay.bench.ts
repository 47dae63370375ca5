import type { Browser, Page } from 'playwright-core'
import { LATENCY_STAGES, type LatencyStage, type Outcome } from '../../server/contracts/outcome.ts'
import { launchBrowser, openScreen } from '../helpers/browser.ts'
import { startEarshot, type EarshotServer } from '../helpers/earshot-server.ts'
import { earshotStream, heardFrom, outcomesOf, type StreamRun } from '../helpers/earshot-stream.ts'
import { allSampleCalls, saidBy, type SampleCallFile } from '../helpers/sample-calls.ts'
import { sumWordErrors, wordErrors } from '../helpers/word-error-rate.ts'
import { atMost, percentile, type BenchResult } from './goals.ts'

/** Two calls at a time: four channels, about a third of what two cores carry, with two browsers beside. */
const AT_A_TIME = 2

interface Measured {
  readonly outcome: Outcome
  /** From the end of the last word, as the final timed it, until the card was painted. */
  readonly totalMs: number
  readonly stages: Readonly<Partial<Record<LatencyStage, number>>>
}

/**
 * How long after the spoken word the card is on the agent's screen: all sample calls over the native door at
 * real time, real model, real browsers. Prints the word error rate of each call on the way.
 */
export async function run(): Promise<BenchResult> {
  const calls = await allSampleCalls()
  const [server, browser] = await Promise.all([startEarshot(), launchBrowser()])
  try {
    const pages = await Promise.all(
      Array.from({ length: AT_A_TIME }, (_, index) => openAgent(server, browser, `bench-${index}`)),
    )
    const waiting = [...calls]
    const runs: StreamRun[] = []
    const rates: number[] = []
    console.log('call                      words    WER   agent  customer')
    await Promise.all(
      pages.map(async (_page, index) => {
        for (let call = waiting.shift(); call !== undefined; call = waiting.shift()) {
          const done = await stream(server, call, `bench-${index}`)
          runs.push(done)
          rates.push(printWordErrors(call, done))
        }
      }),
    )
    const measured = await readDelays(server, runs)
    printDelays(measured)
    const totals = measured.map(({ totalMs }) => totalMs)
    const outcomes = runs.flatMap((each) => outcomesOf(each))
    const shown = outcomes.filter(({ state }) => state === 'shown').length
    const retracted = outcomes.filter(({ state }) => state === 'retracted').length
    console.log(
      `\nshown ${shown}, withdrawn by the final ${retracted}, painted and measured ${measured.length}`,
    )
    return {
      goals: {
        wer_worst_call: atMost(Math.max(...rates), 0.25),
        word_to_painted_p50_ms: atMost(percentile(totals, 0.5), 1000),
        word_to_painted_p95_ms: atMost(percentile(totals, 0.95), 3000),
      },
    }
  } finally {
    await browser.close()
    await server.stop()
  }
}

async function openAgent(server: EarshotServer, browser: Browser, agentId: string): Promise<Page> {
  const { page } = await openScreen(browser, { width: 1366, height: 768, theme: 'light' })
  await page.goto(`${server.url}/signin?token=${await server.token('agent', agentId)}`)
  return page
}

async function stream(server: EarshotServer, call: SampleCallFile, agentId: string): Promise<StreamRun> {
  const token = await server.token('admin')
  const done = await earshotStream({
    files: [call.wav],
    url: server.url,
    grpc: server.grpc,
    token,
    args: ['--agent', agentId],
  })
  if (done.exitCode !== 0) throw new Error(`earshot stream ended with ${done.exitCode}: ${done.stderr}`)
  return done
}

function printWordErrors({ reference }: SampleCallFile, done: StreamRun): number {
  const [agent, customer] = (['agent', 'customer'] as const).map((party) =>
    wordErrors(saidBy(reference, party), heardFrom(done, party)),
  )
  if (agent === undefined || customer === undefined) throw new Error('a call has two parties')
  const all = sumWordErrors([agent, customer])
  const percent = (rate: number): string => `${(rate * 100).toFixed(1)} %`.padStart(8)
  console.log(
    `${reference.id.padEnd(24)} ${String(all.words).padStart(6)} ${percent(all.rate)}${percent(agent.rate)}${percent(customer.rate)}`,
  )
  return all.rate
}

/**
 * Prompts that were painted and then confirmed. The word's end is taken from the final, because the partial
 * only estimates it; the settle stage is corrected by as much.
 */
async function readDelays(server: EarshotServer, runs: readonly StreamRun[]): Promise<readonly Measured[]> {
  const stored = await fetch(`${server.url}/v1/outcomes?limit=500&kind=prompt`, {
    headers: { authorization: `Bearer ${await server.token('supervisor')}` },
  })
  const outcomes = (await stored.json()) as readonly Outcome[]
  const events = runs.flatMap((each) => outcomesOf(each))
  return outcomes.flatMap((outcome) => {
    const shown = events.find(({ outcomeId, state }) => outcomeId === outcome.outcomeId && state === 'shown')
    const spoken = outcome.evidence.condition === 'said' && outcome.state === 'confirmed'
    if (!spoken || shown === undefined || outcome.latencyMs.paint === undefined) return []
    const settle = (outcome.latencyMs.settle ?? 0) + (shown.evidence.endMs - outcome.evidence.endMs)
    const stages = { ...outcome.latencyMs, settle }
    const totalMs = LATENCY_STAGES.reduce((sum, stage) => sum + (stages[stage] ?? 0), 0)
    return [{ outcome, totalMs, stages }]
  })
}

function printDelays(measured: readonly Measured[]): void {
  const row = (name: string, values: readonly number[]): void => {
    const cell = (share: number): string => percentile(values, share).toFixed(0).padStart(9)
    console.log(`${name.padEnd(34)}${cell(0.5)}${cell(0.95)}`)
  }
  console.log('\nfrom the spoken word to the card, ms     p50      p95')
  for (const stage of LATENCY_STAGES) {
    row(
      `  ${stage}`,
      measured.map(({ stages }) => stages[stage] ?? 0),
    )
  }
  row(
    'word to painted',
    measured.map(({ totalMs }) => totalMs),
  )
}
