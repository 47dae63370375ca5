import type { CallId } from '../../contracts/call.ts'
import { AppError } from '../../contracts/errors.ts'
import type { Explanation, RuleInCall } from '../../contracts/explanation.ts'
import type { RuleStatus } from '../../contracts/match.ts'
import type {
  BacktestReport,
  BacktestRequest,
  DeskUser,
  RuleCheck,
  RuleDesk,
  RuleDetail,
  RuleDraft,
  RuleFault,
  RuleSave,
  RuleStatusChange,
  RulesFigures,
} from '../../contracts/rule-desk.ts'
import { formatFault, hasErrors } from '../../platform/yaml/file-fault.ts'
import { changeStatus } from './change-status.ts'
import { checkDraft, faultsOf, type CheckedDraft } from './check-draft.ts'
import type { DeskOptions } from './desk-options.ts'
import { Explainer } from './explainer.ts'
import { hoursOf, toFigures } from './figures.ts'
import { findFiles, newFiles, type RuleFiles } from './rule-files.ts'
import { textHash } from './text-hash.ts'
import { tryOnCalls } from './try-on-calls.ts'
import { writeFiles } from './write-files.ts'

const DETAIL_DAYS = 7

export function createRuleDesk(options: DeskOptions): RuleDesk {
  return new FolderDesk(options)
}

/** The desk over a folder of rule files. Changes are made one after another, reads at any time. */
class FolderDesk implements RuleDesk {
  readonly #options: DeskOptions
  readonly #explainer: Explainer
  #lastChange: Promise<unknown> = Promise.resolve()

  constructor(options: DeskOptions) {
    this.#options = options
    this.#explainer = new Explainer(options)
  }

  explain(callId: CallId, ruleId: string): Promise<Explanation> {
    return this.#explainer.explain(callId, ruleId)
  }

  rulesIn(callId: CallId): Promise<readonly RuleInCall[]> {
    return this.#explainer.rulesIn(callId)
  }

  async detail(id: string): Promise<RuleDetail> {
    const { rulesDir, keeper, store } = this.#options
    const files = await findFiles(rulesDir, id)
    if (files === null) throw new AppError('NOT_FOUND')
    const versions = await store.rules.listVersions(id)
    const figures = (await this.figures(DETAIL_DAYS)).rules.find(({ ruleId }) => ruleId === id)
    return {
      id,
      rule: keeper.current.rules.find((rule) => rule.id === id) ?? null,
      file: files.file,
      text: files.text,
      testText: files.testText,
      hash: textHash(files),
      faults: await faultsOf(rulesDir, files),
      versions,
      retiredAt: versions.find(({ status }) => status === 'retired')?.at ?? null,
      figures: figures ?? noFigures(id),
    }
  }

  async figures(days: number): Promise<RulesFigures> {
    const { countRules, keeper } = this.#options
    const counts = await countRules(days)
    const ids = keeper.current.rules.map(({ id }) => id)
    return { days, since: counts.since, callHours: hoursOf(counts), rules: toFigures(counts, ids) }
  }

  async check(draft: RuleDraft): Promise<RuleCheck> {
    return (await this.#try(await this.#placed(draft))).check
  }

  async backtest(request: BacktestRequest): Promise<BacktestReport> {
    const found = await findFiles(this.#options.rulesDir, request.id)
    const files = await this.#placed({ ...request, testText: found?.testText ?? '' })
    return tryOnCalls({ ...this.#options, files, calls: request.calls ?? {} })
  }

  save(save: RuleSave, user: DeskUser): Promise<RuleDetail> {
    return this.#alone(async () => {
      const { id, text, testText, hash, folder } = save
      const found = await findFiles(this.#options.rulesDir, id)
      if (hash === null && found !== null) throw new AppError('RULE_CHANGED', 'There is a rule of this id.')
      if (hash === null) return this.#put({ id, text, testText, ...newFiles(id, folder) }, user)
      return this.#put({ ...requireSame(found, hash), text, testText }, user)
    })
  }

  setStatus({ id, status, hash }: RuleStatusChange, user: DeskUser): Promise<RuleDetail> {
    return this.#alone(async () => {
      const files = requireSame(await findFiles(this.#options.rulesDir, id), hash)
      const text = changeStatus(files.text, status)
      if (text !== null && this.#statusOf(id) === status) {
        throw new AppError('REQUEST_INVALID', `status: the rule is ${status} already.`)
      }
      // What has no status has faults, and those say where.
      return this.#put(text === null ? files : { ...files, text }, user)
    })
  }

  #statusOf(id: string): RuleStatus | undefined {
    return this.#options.keeper.current.rules.find((rule) => rule.id === id)?.status
  }

  async #put(files: RuleFiles, { by }: DeskUser): Promise<RuleDetail> {
    const { rulesDir, keeper } = this.#options
    requireGood(await this.#try(files), files)
    keeper.expect(files.id, by)
    try {
      await writeFiles(rulesDir, files)
      await keeper.reload()
    } finally {
      // What did not change has not been changed by anybody.
      keeper.expect(files.id, null)
    }
    return this.detail(files.id)
  }

  async #placed(draft: RuleDraft): Promise<RuleFiles> {
    const { id, text, testText } = draft
    const found = await findFiles(this.#options.rulesDir, id)
    return { ...(found ?? newFiles(id, undefined)), id, text, testText }
  }

  async #try(files: RuleFiles): Promise<CheckedDraft> {
    const { rulesDir, store } = this.#options
    return checkDraft({ rulesDir, files, versions: await store.rules.listVersions(files.id) })
  }

  /** Runs one change after the other, so that nobody writes between another's look and write. */
  #alone<T>(change: () => Promise<T>): Promise<T> {
    const done = this.#lastChange.then(change)
    this.#lastChange = done.catch(() => undefined)
    return done
  }
}

function requireSame(found: RuleFiles | null, hash: string): RuleFiles {
  if (found === null) throw new AppError('NOT_FOUND')
  if (textHash(found) !== hash) throw new AppError('RULE_CHANGED')
  return found
}

/** Errors keep anything from being saved; a failed test keeps it from being run, so a draft may have one. */
function requireGood({ check, rule }: CheckedDraft, { testFile }: RuleFiles): void {
  const runs = rule?.ref.status === 'live' || rule?.ref.status === 'shadow'
  const failed = check.tests.flatMap(({ failures }) =>
    failures.map((failure): RuleFault => ({ ...failure, file: testFile, check: 'test', severity: 'error' })),
  )
  const faults = runs ? [...check.faults, ...failed] : check.faults
  if (!hasErrors(faults)) return
  throw rulesInvalid(faults)
}

function rulesInvalid(faults: readonly RuleFault[]): AppError {
  const errors = faults.filter(({ severity }) => severity === 'error')
  return new AppError('RULES_INVALID', errors.map(formatFault).join('\n'), { faults })
}

function noFigures(ruleId: string): RuleDetail['figures'] {
  const [figures] = toFigures({ callMs: 0, rules: [] }, [ruleId])
  if (figures === undefined) throw new TypeError('a named rule has figures')
  return figures
}
