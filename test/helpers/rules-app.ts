import { rulesState } from '../../server/app/rules-state.ts'
import type { DeliveryOptions } from '../../server/delivery/delivery.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { createRedaction } from '../../server/redaction/redaction.ts'
import { redactKept } from '../../server/redaction/redact-words.ts'
import { createRules, type RulesRoom } from '../../server/rules/rules-room.ts'
import { RulesFolder } from '../fixtures/rules/rules-folder.ts'
import { EMPTY_DESK } from './empty-desk.ts'
import { startHttpApp, type HttpApp } from './http-app.ts'

/** The API over a rules room that hears the calls of its bus, on the store that they are kept in. */
export interface RulesApp extends AsyncDisposable {
  readonly app: HttpApp
  readonly room: RulesRoom
}

/** What is published on topic `call` is masked, kept and shown as on a real server. */
export async function startRulesApp(
  files: Readonly<Record<string, string>>,
  overrides: Partial<DeliveryOptions> = {},
): Promise<RulesApp> {
  const folder = await RulesFolder.create(files)
  const log = createLog({ level: 'silent' })
  const app = await startHttpApp({
    // The room needs the bus and the store of the server that serves it.
    rules: () => rulesState(room.current()),
    desk: {
      ...EMPTY_DESK,
      detail: (id) => room.desk.detail(id),
      figures: (days) => room.desk.figures(days),
      explain: (callId, ruleId) => room.desk.explain(callId, ruleId),
      rulesIn: (callId) => room.desk.rulesIn(callId),
    },
    ...overrides,
  })
  const { bus, store } = app
  const redaction = createRedaction({ bus, log, registry: new Registry() })
  redaction.start()
  const room = createRules({
    ...{ bus, store, log, registry: new Registry(), clock: systemClock, rulesDir: folder.dir },
    keptCalls: [],
    mask: redactKept,
    countRules: async () => ({ since: wallMs(0), callMs: 0, rules: [] }),
  })
  await room.start()
  return {
    app,
    room,
    async [Symbol.asyncDispose]() {
      redaction.stop()
      await room.stop()
      await app.close()
      await folder[Symbol.asyncDispose]()
    },
  }
}
