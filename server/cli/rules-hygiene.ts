import { access } from 'node:fs/promises'
import { databasePath } from '../app/data-folder.ts'
import type { Outcome } from '../contracts/outcome.ts'
import type { CallStore, StoredCall } from '../contracts/store.ts'
import { wallMs, type WallMs } from '../contracts/time.ts'
import { createLog } from '../platform/log.ts'
import { createRegistry } from '../platform/metrics.ts'
import { loadRules } from '../rules/file/load.ts'
import { judgeHygiene, type HygieneLimits } from '../rules/hygiene/hygiene.ts'
import { toFiring } from '../rules/hygiene/to-firing.ts'
import { lintRules } from '../rules/lint/lint-rules.ts'
import { showFault } from '../platform/yaml/show-fault.ts'
import { openSqliteStore } from '../store/sqlite-store.ts'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { countOf } from './count-of.ts'
import { readHearing } from './rules-hearing.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const PAGE = 500

export interface HygieneOptions {
  readonly dir: string
  readonly json: boolean
  readonly days: number
  readonly limits: HygieneLimits
}

type HygieneContext = Pick<CliContext, 'stdout' | 'settings' | 'clock'>

/** `earshot rules hygiene`: which rules a folder would be better without, by what they did in the kept calls. */
export async function hygiene(context: HygieneContext, options: HygieneOptions): Promise<void> {
  const { dir, days, limits, json } = options
  const loaded = await loadRules(dir)
  if (!loaded.ok) {
    throw new CliError(`the rules in ${dir} have faults: run earshot rules lint`, { exitCode: EXIT.faults })
  }
  const now = context.clock.now()
  const kept = await readKept(context, wallMs(now - days * DAY_MS))
  const today = new Date(now).toISOString().slice(0, 10)
  const { hearing } = await readHearing(context.settings())
  const { ignores, sources } = await lintRules(dir, { hearing, today })
  const findings = judgeHygiene({
    rules: loaded.documents,
    // Without a model nobody can say what a comment about words silences.
    ignores: hearing === null ? ignores.filter(({ ignore }) => !ABOUT_WORDS.includes(ignore.check)) : ignores,
    today,
    days,
    limits,
    ...kept,
  })
  const print = (line: string): unknown => context.stdout.write(`${line}\n`)
  const { calls, callHours, firings } = kept
  if (json) {
    for (const finding of findings) print(JSON.stringify({ type: 'finding', ...finding }))
    const summary = { rules: loaded.documents.length, findings: findings.length, days, calls, callHours }
    print(JSON.stringify({ type: 'summary', ...summary, firings: firings.length, ok: findings.length === 0 }))
  } else {
    for (const finding of findings) print(`${showFault(finding, sources)}\n`)
    const seen = `${countOf(calls, 'call')}, ${callHours.toFixed(1)} hours, ${countOf(firings.length, 'outcome')} in ${days} days`
    print(`${countOf(loaded.documents.length, 'rule')}, ${countOf(findings.length, 'finding')} (${seen})`)
  }
  if (findings.length > 0) throw new CliError('the rules want looking after', { exitCode: EXIT.faults })
}

const ABOUT_WORDS: readonly string[] = ['unknown-word', 'deaf-phrase', 'deaf-rule']

type Kept = Pick<Parameters<typeof judgeHygiene>[0], 'calls' | 'callHours' | 'firings'>

async function readKept({ settings, clock }: HygieneContext, since: WallMs): Promise<Kept> {
  const path = databasePath(settings())
  await access(path).catch((cause: unknown) => {
    throw new CliError(`no calls are kept here: ${path} is not there`, { exitCode: EXIT.wrongUse, cause })
  })
  const log = createLog({ level: 'error' })
  const store = openSqliteStore({ path, log, registry: createRegistry(), clock })
  try {
    const calls = await callsSince(store, since)
    const lengthMs = calls.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0)
    const outcomes = await outcomesSince(store, since)
    const firings = outcomes.flatMap((outcome) => toFiring(outcome) ?? [])
    return { calls: calls.length, callHours: lengthMs / HOUR_MS, firings }
  } finally {
    await store.close()
  }
}

function callsSince(store: CallStore, since: WallMs): Promise<readonly StoredCall[]> {
  return readSince({
    since,
    read: (before) => store.listCalls({ before, limit: PAGE }),
    idOf: ({ call }) => call.callId,
    timeOf: ({ call }) => call.startedAt,
  })
}

function outcomesSince(store: CallStore, since: WallMs): Promise<readonly Outcome[]> {
  return readSince({
    since,
    read: (before) => store.listOutcomes({ before, limit: PAGE }),
    idOf: ({ outcomeId }) => outcomeId,
    timeOf: ({ createdAt }) => createdAt,
  })
}

interface Pages<T> {
  readonly since: WallMs
  readonly read: (before: WallMs | undefined) => Promise<readonly T[]>
  readonly idOf: (entry: T) => string
  readonly timeOf: (entry: T) => WallMs
}

/** Everything from now back to `since`, page by page. */
async function readSince<T>({ since, read, idOf, timeOf }: Pages<T>): Promise<readonly T[]> {
  const found = new Map<string, T>()
  let before: WallMs | undefined
  for (;;) {
    const page = await read(before)
    const fresh = page.filter((entry) => !found.has(idOf(entry)))
    for (const entry of fresh) if (timeOf(entry) >= since) found.set(idOf(entry), entry)
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE || timeOf(last) < since) return [...found.values()]
    // Entries of the last one's millisecond may go on in the next page; when all of a page are of it, they do not fit one.
    before = fresh.length === 0 ? timeOf(last) : wallMs(timeOf(last) + 1)
  }
}
