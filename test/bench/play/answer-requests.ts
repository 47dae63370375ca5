import { normaliseError } from '../../../server/platform/normalise-error.ts'
import type { PlayAnswer, PlayRequest, PlayResult } from './play-plan.ts'

interface PlayHandlers {
  readonly load: (request: Extract<PlayRequest, { type: 'load' }>) => Promise<void>
  readonly play: () => Promise<void>
  readonly finish: () => Promise<PlayResult>
  /** Ends what the process has started; nothing of it is measured. */
  readonly stop?: () => Promise<void>
}

/** Serves the benchmark that started this process, one request after another, and ends with it. */
export function answerRequests(handlers: PlayHandlers): void {
  const exit = (): void => process.exit(0)
  process.once('disconnect', () => void (handlers.stop?.() ?? Promise.resolve()).then(exit, exit))
  process.on('message', (message) => {
    answer(handlers, message as PlayRequest).then(send, (thrown: unknown) => {
      const { stack = 'unknown' } = normaliseError(thrown)
      send({ type: 'failed', reason: stack })
    })
  })
}

async function answer(handlers: PlayHandlers, request: PlayRequest): Promise<PlayAnswer> {
  switch (request.type) {
    case 'load':
      await handlers.load(request)
      return { type: 'done', result: null }
    case 'play':
      await handlers.play()
      return { type: 'done', result: null }
    case 'finish':
      return { type: 'done', result: await handlers.finish() }
  }
}

function send(message: PlayAnswer): void {
  process.send?.(message)
}
