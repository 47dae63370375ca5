import type { CallId } from '../../contracts/call.ts'
import { AppError } from '../../contracts/errors.ts'
import type { BacktestCalls, BacktestReport } from '../../contracts/rule-desk.ts'
import { formatFault } from '../../platform/yaml/file-fault.ts'
import { backtest, type TrialCall } from '../backtest/backtest.ts'
import { trialCall } from '../backtest/trial-call.ts'
import { compileAlone } from '../backtest/rule-alone.ts'
import { loadRules } from '../file/load.ts'
import { relativeTo } from './check-draft.ts'
import type { DeskOptions } from './desk-options.ts'
import { within, type RuleFiles } from './rule-files.ts'
import { TrialFolder } from './trial-folder.ts'

const DEFAULT_CALLS = 200

export interface TryOnCallsOptions extends DeskOptions {
  readonly files: RuleFiles
  readonly calls: BacktestCalls
}

/** Plays kept calls through a draft. @throws AppError `RULES_INVALID` with the faults of the draft. */
export async function tryOnCalls(options: TryOnCallsOptions): Promise<BacktestReport> {
  const { rulesDir, files, keeper, clock } = options
  await using trial = await TrialFolder.create(rulesDir, files)
  const { documents, phases, faults } = await loadRules(trial.dir)
  const draft = documents.find(({ source }) => within(trial.dir, source.file) === files.file)?.rule
  if (draft === undefined) {
    const own = faults.map(relativeTo(trial.dir)).filter(({ file }) => file === files.file)
    throw new AppError('RULES_INVALID', own.map(formatFault).join('\n'), { faults: own })
  }
  const now = keeper.rules.find(({ ref }) => ref.id === files.id)
  return await backtest({
    ruleId: draft.ref.id,
    draft: compileAlone({
      rule: draft,
      among: documents.map(({ rule }) => rule),
      phases: phases === null ? undefined : { closing: phases },
    }),
    now: now === undefined ? null : compileAlone({ rule: now, among: keeper.rules, phases: keeper.phases }),
    calls: keptCalls(options),
    clock,
  })
}

/** One at a time, so that only one call's words are held; what a restart cut in two is one call, its last leg's. */
async function* keptCalls({ store, calls }: TryOnCallsOptions): AsyncGenerator<TrialCall> {
  const { limit = DEFAULT_CALLS, since = 0 } = calls
  const earlier = new Set<CallId>()
  for (const { call } of await store.listCalls({ limit })) {
    if (call.startedAt < since) return
    if (earlier.has(call.callId)) continue
    const trial = await trialCall(store, call.callId)
    for (const { callId } of trial?.legs ?? []) earlier.add(callId)
    if (trial !== null) yield trial
  }
}
