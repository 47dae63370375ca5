import { resolve } from 'node:path'
import type { Bus } from '../../../server/bus/bus.ts'
import { createRecognition, type Recognition } from '../../../server/asr/recognition.ts'
import { sleep, systemClock } from '../../../server/platform/clock.ts'
import { createLog } from '../../../server/platform/log.ts'
import { Registry } from '../../../server/platform/metrics.ts'
import { metricValue } from '../../helpers/metric-value.ts'
import { strictBus } from '../../helpers/strict-bus.ts'
import { until } from '../../helpers/until.ts'
import { cpuSecondsOf } from '../measure/process-usage.ts'
import { PATIENCE_MS } from '../play/play-plan.ts'

const LOAD_DEADLINE_MS = 60_000
/** As the server's setting has it: two minutes over the twelve parties of the sample calls. */
const WARM_UP_MS = 10_000
const SAMPLE_CALLS = resolve(import.meta.dirname, '../../../agent-console/sample-calls')
/** A second with less CPU than this: the workers have warmed up. */
const QUIET_SECONDS = 0.1
const WARM_UP_DEADLINE_MS = 180_000

export interface Room {
  readonly recognition: Recognition
  readonly bus: Bus
  readonly registry: Registry
}

/** Recognition as the server runs it, started: real workers, the installed model, a bus. Every benchmark uses this. */
export async function openRoom(options: { modelDir: string; workers: number }): Promise<Room> {
  const bus = strictBus()
  const registry = new Registry()
  const recognition = createRecognition({
    bus,
    registry,
    log: createLog({ level: 'warn' }),
    clock: systemClock,
    models: [{ name: 'bench', dir: options.modelDir, language: 'en-US', sampleRate: 16_000 }],
    workers: options.workers,
    // The benchmarks look for the limit themselves.
    maxCalls: 1000,
    closeDeadlineMs: PATIENCE_MS,
    warmUp: { folder: SAMPLE_CALLS, durationMs: WARM_UP_MS, language: 'en' },
  })
  await recognition.start()
  // `start` resolves with the first worker; loading the others is none of the work that is measured.
  const ready = async (): Promise<boolean> =>
    (await metricValue(registry, 'earshot_asr_ready_workers')) >= options.workers
  await until('all workers are ready', ready, LOAD_DEADLINE_MS)
  await untilQuiet()
  return { recognition, bus, registry }
}

async function untilQuiet(): Promise<void> {
  let before = -Infinity
  const isQuiet = async (): Promise<boolean> => {
    await sleep(1000)
    const now = await cpuSecondsOf([process.pid])
    const took = now - before
    before = now
    return took < QUIET_SECONDS
  }
  await until('the workers have warmed up', isQuiet, WARM_UP_DEADLINE_MS)
}
