import { assertNever } from '../contracts/assert-never.ts'
import { handleAudio } from './handlers/audio.ts'
import { handleGap } from './handlers/gap.ts'
import { handlePing } from './handlers/ping.ts'
import { handleResume } from './handlers/resume.ts'
import { handleStart } from './handlers/start.ts'
import { handleStop } from './handlers/stop.ts'
import { handleUpdate } from './handlers/update.ts'
import type { IngestMessage } from './message.ts'
import type { SessionContext } from './session-context.ts'

/** Gives a message to its handler; every door's messages end up here. */
export function dispatch(context: SessionContext, message: IngestMessage): void {
  switch (message.type) {
    case 'start':
      handleStart(context, message)
      break
    case 'resume':
      handleResume(context, message)
      break
    case 'audio':
      handleAudio(context, message)
      break
    case 'update':
      handleUpdate(context, message)
      break
    case 'gap':
      handleGap(context, message)
      break
    case 'ping':
      handlePing(context)
      break
    case 'stop':
      handleStop(context)
      break
    default:
      assertNever(message)
  }
}
