import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Role } from '../../server/contracts/access.ts'
import type { Store } from '../../server/contracts/store.ts'
import { makeFigures } from '../../server/app/make-figures.ts'
import { rulesState } from '../../server/app/rules-state.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { redactKept } from '../../server/redaction/redact-words.ts'
import { createRules, type RulesRoom } from '../../server/rules/rules-room.ts'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { RulesFolder } from '../fixtures/rules/rules-folder.ts'
import { startHttpApp, type HttpApp, type SentRequest } from './http-app.ts'
import { strictBus } from './strict-bus.ts'

/** The API over a real rules room that follows a real folder of rules, and a real store. */
export interface DeskApp extends AsyncDisposable {
  readonly folder: RulesFolder
  readonly app: HttpApp
  readonly store: Store
  readonly room: RulesRoom
  /** Asks with a token of the role; the answer's status and body. */
  ask(role: Role, request: Omit<SentRequest, 'token' | 'body'> & { body?: unknown }): Promise<Answer>
  read(path: string, role?: Role): Promise<Answer>
}

export interface Answer {
  readonly status: number
  readonly body: Record<string, unknown>
}

export async function startDeskApp(files: Readonly<Record<string, string>>): Promise<DeskApp> {
  const folder = await RulesFolder.create(files)
  const dataDir = await mkdtemp(join(tmpdir(), 'earshot-desk-'))
  const log = createLog({ level: 'silent' })
  const registry = new Registry()
  const store = openSqliteStore({
    path: join(dataDir, 'desk.db'),
    log,
    registry: new Registry(),
    clock: systemClock,
  })
  const figures = makeFigures(
    { store, clock: systemClock, log, registry: new Registry() },
    { timeZone: 'UTC' },
    () => ({ rules: [] }),
  )
  const room = createRules({
    countRules: (days) => figures.desk.countRules(days),
    bus: strictBus(),
    log,
    registry,
    clock: systemClock,
    rulesDir: folder.dir,
    store,
    keptCalls: [],
    mask: redactKept,
  })
  await room.start()
  const app = await startHttpApp({
    rules: () => rulesState(room.current()),
    desk: room.desk,
    readiness: [room.readiness],
    registry,
  })
  const answerOf = async (response: Response): Promise<Answer> => ({
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
  })
  return {
    folder,
    app,
    store,
    room,
    ask: async (role, request) =>
      answerOf(await app.send({ body: {}, ...request, token: await app.token(role) })),
    read: async (path, role = 'analyst') => answerOf(await app.get(path, await app.token(role))),
    async [Symbol.asyncDispose]() {
      await app.close()
      await room.stop()
      await store.close()
      await folder[Symbol.asyncDispose]()
      await rm(dataDir, { recursive: true })
    },
  }
}
