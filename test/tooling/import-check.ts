import { existsSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'

const FOLDERS = ['server', 'agent-console', 'test']
const SOURCES = '**/*.{ts,mts,js,mjs,cjs}'
const NOT_OURS = /(^|[\\/])(node_modules|dist)([\\/]|$)/

export interface ImportViolation {
  readonly rule: string
  readonly from: string
  readonly to: string
  /** What the rule's author says to do instead. */
  readonly advice: string
}

export interface ImportReport {
  /** Source files of the project whose imports were read. */
  readonly modules: number
  readonly imports: number
  readonly rules: number
  readonly violations: readonly ImportViolation[]
  /** Source files on disk whose imports were not read; the check is worth nothing while there are any. */
  readonly unread: readonly string[]
}

export interface ImportCheckOptions {
  /** The folder that holds `server`, `agent-console` and `test`. */
  readonly root: string
  /** The folder that holds `.dependency-cruiser.cjs` and `tsconfig.json`. */
  readonly settings: string
}

/** Reads every import below `root` and holds it against the rules. */
export async function checkImports({ root, settings }: ImportCheckOptions): Promise<ImportReport> {
  const folders = FOLDERS.filter((folder) => existsSync(join(root, folder)))
  const sources = await listSources(root, folders)
  const options = await extractDepcruiseOptions(join(settings, '.dependency-cruiser.cjs'))
  const tsConfig = extractTSConfig(join(settings, 'tsconfig.json'))
  const { output } = await cruise(sources, { ...options, baseDir: root }, options.enhancedResolveOptions, {
    tsConfig,
  })
  if (typeof output === 'string') throw new TypeError('dependency-cruiser answered with text')

  const read = new Map(output.modules.map((module) => [module.source, module]))
  const own = sources.filter((source) => read.has(source))
  return {
    modules: own.length,
    imports: own.reduce((sum, source) => sum + (read.get(source)?.dependencies.length ?? 0), 0),
    rules: options.ruleSet?.forbidden?.length ?? 0,
    violations: output.summary.violations.map(({ rule, from, to }) => ({
      rule: rule.name,
      from,
      to,
      advice: options.ruleSet?.forbidden?.find(({ name }) => name === rule.name)?.comment ?? '',
    })),
    unread: sources.filter((source) => !read.has(source)),
  }
}

/** Why the check fails, a line each; empty when all is well. */
export function findFaults(report: ImportReport): readonly string[] {
  const faults = report.violations.map(
    ({ rule, from, to, advice }) => `${rule}: ${from}${from === to ? '' : ` -> ${to}`}\n    ${advice}`,
  )
  if (report.modules === 0) faults.push('no modules were read, so nothing was checked')
  if (report.imports === 0) faults.push('no imports were read, so nothing was checked')
  return [...faults, ...report.unread.map((file) => `not read: ${file}`)]
}

async function listSources(root: string, folders: readonly string[]): Promise<string[]> {
  const sources: string[] = []
  for (const folder of folders) {
    for await (const file of glob(`${folder}/${SOURCES}`, { cwd: root })) {
      if (!NOT_OURS.test(file)) sources.push(file.replaceAll('\\', '/'))
    }
  }
  return sources.sort()
}
