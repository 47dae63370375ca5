import { relative } from 'node:path'
import { AppError } from '../contracts/errors.ts'
import type { RuleStatus } from '../contracts/match.ts'
import type { LoadedRule } from '../contracts/rules-state.ts'
import { wallMs, type WallMs } from '../contracts/time.ts'
import type { Clock } from '../platform/clock.ts'
import { FollowedFiles } from '../platform/followed-files.ts'
import type { Log } from '../platform/log.ts'
import { compileRules, type CompileOptions, type RuleSet } from './compile/compile.ts'
import type { Rule } from './compile/rule.ts'
import { formatFault, type FileFault } from '../platform/yaml/file-fault.ts'
import { kindOf } from './file/folder.ts'
import { loadRules, type LoadResult } from './file/load.ts'
import { toLoadedRule } from './loaded-rule.ts'
import { announceRule, type RulesMetrics } from './rules-metrics.ts'

/** The rules in force, and what is wrong with the files if they are not those. */
export interface CurrentRules {
  /** Names the rules in force; empty before the first load. */
  readonly hash: string
  readonly loadedAt: WallMs | null
  readonly rules: readonly LoadedRule[]
  /** Of the files as last read. An error among them: the files are not in force, the rules above still are. */
  readonly faults: readonly FileFault[]
}

export interface RuleKeeperOptions {
  readonly rulesDir: string
  readonly clock: Clock
  readonly log: Log
  readonly metrics: RulesMetrics
  /** A rule has come into force with another content than it had, or for the first time in this process. */
  readonly onChanged?: (change: RuleChange) => void
}

export interface RuleChange {
  readonly rule: Rule
  /** Who changed it: a name that was given with `expect`, else `file`. */
  readonly by: string
}

/**
 * Keeps the rule set in force and the files in step: all files or none, and never anything half-read.
 * Whoever asks for `ruleSet` between two messages has the old set or the new one.
 */
export class RuleKeeper {
  readonly #options: RuleKeeperOptions
  #ruleSet: RuleSet = compileRules({ rules: [], hash: '' })
  #current: CurrentRules = { hash: '', loadedAt: null, rules: [], faults: [] }
  readonly #files: FollowedFiles<LoadResult>
  #rules: readonly Rule[] = []
  #phases: CompileOptions['phases'] = undefined
  /** Who is about to change which rule. */
  readonly #authors = new Map<string, string>()

  constructor(options: RuleKeeperOptions) {
    this.#options = options
    const { rulesDir, clock, log } = options
    this.#files = new FollowedFiles({
      dir: rulesDir,
      isRead: (path) => kindOf(path) !== null,
      load: () => loadRules(rulesDir),
      take: (loaded) => this.#take(loaded),
      clock,
      onError: ({ name }) => log.warn({ errorName: name }, 'Watching the rule files failed.'),
    })
  }

  get ruleSet(): RuleSet {
    return this.#ruleSet
  }

  get current(): CurrentRules {
    return this.#current
  }

  /** All rules of the files in force, of every status. */
  get rules(): readonly Rule[] {
    return this.#rules
  }

  /** How the phases of a call are told, in force with `rules`. */
  get phases(): CompileOptions['phases'] {
    return this.#phases
  }

  /** Says who makes the next change of a rule; null: nobody does after all, it is the file's own. */
  expect(ruleId: string, by: string | null): void {
    if (by === null) this.#authors.delete(ruleId)
    else this.#authors.set(ruleId, by)
  }

  /** Reads the files without waiting for the watch; resolves when what they say is in force, or refused. */
  reload(): Promise<void> {
    return this.#files.reload()
  }

  /** @throws AppError `RULES_INVALID` with every fault, when a rule file has an error. */
  async load(): Promise<void> {
    const loaded = await loadRules(this.#options.rulesDir)
    if (!loaded.ok) throw new AppError('RULES_INVALID', errorsOf(loaded).map(formatFault).join('\n'))
    this.#putInForce(loaded)
  }

  /** Follows the files from now on. */
  follow(): Promise<void> {
    return this.#files.follow()
  }

  close(): Promise<void> {
    return this.#files.close()
  }

  #take(loaded: LoadResult): void {
    const { log, metrics, rulesDir } = this.#options
    if (!loaded.ok) {
      const errors = errorsOf(loaded)
      this.#current = { ...this.#current, faults: loaded.faults.map(withinFolder(rulesDir)) }
      metrics.faults.set(errors.length)
      metrics.reloads.inc({ result: 'refused' })
      log.error(
        { faults: errors.map(formatFault), hash: this.#current.hash },
        'Rule files have faults; the rules loaded before stay in force.',
      )
      return
    }
    const changed = loaded.hash !== this.#current.hash
    metrics.reloads.inc({ result: changed ? 'swapped' : 'unchanged' })
    this.#putInForce(loaded)
    if (changed) log.info({ rules: loaded.documents.length, hash: loaded.hash }, 'New rules are in force.')
  }

  #putInForce({ documents, phases, faults, hash }: LoadResult): void {
    const { clock, metrics, rulesDir } = this.#options
    const rules = documents.map(({ rule }) => rule)
    const listening = rules.filter(({ ref }) => isListening(ref.status))
    const changed = hash !== this.#current.hash
    const before = new Map(this.#rules.map(({ ref, fingerprint }) => [ref.id, fingerprint]))
    this.#rules = rules
    this.#phases = phases === null ? undefined : { closing: phases }
    if (changed) this.#ruleSet = compileRules({ rules: listening, hash, phases: this.#phases })
    const loadedAt = changed ? wallMs(clock.now()) : this.#current.loadedAt
    this.#current = {
      hash,
      loadedAt,
      rules: documents.map(toLoadedRule).map(withinFolder(rulesDir)),
      faults: faults.map(withinFolder(rulesDir)),
    }
    metrics.faults.set(0)
    metrics.loaded.reset()
    for (const { ref } of rules) metrics.loaded.inc({ status: ref.status })
    for (const { ref } of listening) announceRule(metrics, ref.id)
    for (const rule of rules) if (before.get(rule.ref.id) !== rule.fingerprint) this.#tellChange(rule)
  }

  #tellChange(rule: Rule): void {
    const { id } = rule.ref
    const by = this.#authors.get(id) ?? 'file'
    this.#authors.delete(id)
    this.#options.onChanged?.({ rule, by })
  }
}

function errorsOf(loaded: LoadResult): readonly FileFault[] {
  return loaded.faults.filter(({ severity }) => severity === 'error')
}

/** Names files as the folder's users know them, and not where on this machine it lies. */
function withinFolder(dir: string): <T extends { readonly file: string }>(entry: T) => T {
  return (entry) => ({ ...entry, file: relative(dir, entry.file) })
}

/** Drafts are not run yet, retired rules no more. */
function isListening(status: RuleStatus): boolean {
  return status === 'live' || status === 'shadow'
}
