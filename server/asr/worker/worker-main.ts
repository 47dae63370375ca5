/**
 * A recognition worker: a child process that loads the model once and recognises the channels it is given.
 * Native calls run on its only thread, up to 0.4 s each; nothing else lives here that must not wait.
 */
import { argv } from 'node:process'
import { z } from 'zod'
import { AppError } from '../../contracts/errors.ts'
import { systemClock } from '../../platform/clock.ts'
import { normaliseError } from '../../platform/normalise-error.ts'
import { toWorkerSchema, type FromWorker } from '../ipc-message.ts'
import { readSampleSpeech } from '../sample-speech.ts'
import { ChannelTurns } from './channel-turns.ts'
import { loadVoiceActivity } from './voice-activity.ts'
import { loadVoskLibrary } from './vosk-library.ts'
import { loadVoskModel } from './vosk-recognizer.ts'
import { WarmUp } from './warm-up.ts'

const settingsSchema = z.object({
  modelDir: z.string(),
  libraryPath: z.string().nullable(),
  maxAlternatives: z.int().default(0),
  warmUp: z.object({ folder: z.string(), durationMs: z.number() }).optional(),
})

/** Short pieces of many voices compose more of the graph than one long call. */
const WARM_UP_CALLS = 6

function send(message: FromWorker): void {
  // The channel is gone when the main process is; `disconnect` then ends this one.
  if (process.connected) process.send?.(message)
}

async function run(): Promise<void> {
  const startedAt = systemClock.now()
  const settings = settingsSchema.parse(JSON.parse(argv[2] ?? '{}'))
  const library = loadVoskLibrary(settings.libraryPath)
  const { modelDir: folder, maxAlternatives } = settings
  const model = loadVoskModel({ library, folder, maxAlternatives })
  let warmUp: WarmUp | null = null
  const otherCpuMs = (): number => warmUp?.cpuMs ?? 0
  const turns = new ChannelTurns({ model, createVoiceActivity: await loadVoiceActivity(), send, otherCpuMs })
  process.on('message', (raw: unknown) => turns.take(toWorkerSchema.parse(raw)))
  send({ type: 'ready', loadMs: systemClock.now() - startedAt })
  if (settings.warmUp === undefined) return
  const speech = await readSampleSpeech({ ...settings.warmUp, calls: WARM_UP_CALLS })
  warmUp = new WarmUp({ model, speech, isIdle: () => turns.isIdle, clock: systemClock })
  warmUp.start()
}

/** Says why it cannot serve and ends; whoever started it decides what follows. */
function fail(thrown: unknown): void {
  const error = normaliseError(thrown)
  if (
    error instanceof AppError &&
    (error.code === 'LIBRARY_UNAVAILABLE' || error.code === 'MODEL_INCOMPLETE')
  ) {
    send({ type: 'failed', code: error.code, detail: error.detail ?? error.message })
    process.disconnect()
    return
  }
  throw error
}

// Ctrl+C reaches the whole process group, but the main process still needs this one to drain.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => undefined)
process.on('disconnect', () => process.exit(0))

run().catch(fail)
