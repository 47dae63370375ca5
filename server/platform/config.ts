import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { readConfigFile, type FileValue } from './config-file.ts'
import { nearestName } from './nearest-name.ts'
import { normaliseError } from './normalise-error.ts'

/** What is told about a setting besides its form. */
export interface AboutSetting {
  /** The environment variable. A secret may also come from the file that `<env>_FILE` names. */
  readonly env: string
  /** As one would write it into the environment; null when nothing is set unless somebody sets it. */
  readonly default: string | null
  /** One sentence, with the unit. */
  readonly description: string
  /** Its value is never printed. */
  readonly secret?: true
}

export type SettingsSchema = z.ZodObject<Readonly<Record<string, z.ZodType>>>

const ABOUT = z.registry<AboutSetting>()

/** One setting of a list: `z.strictObject({ port: setting(portNumber(), { env: 'EARSHOT_PORT', … }) })`. */
export function setting<T extends z.ZodType>(form: T, about: AboutSetting): T {
  // A form may be used for several settings; each needs its own instance to be told about.
  const own = form.clone()
  ABOUT.add(own, about)
  return own
}

export interface ListedSetting extends AboutSetting {
  /** The name in the configuration file and in the result. */
  readonly key: string
}

/** The settings of a list, in its order. */
export function listSettings(schema: SettingsSchema): readonly ListedSetting[] {
  return Object.entries(schema.shape).map(([key, form]) => {
    const about = ABOUT.get(form)
    if (about === undefined) throw new TypeError(`${key} was not made with setting()`)
    return { key, ...about }
  })
}

/** Wrong settings, all of them, each with its place. A supervisor must not try again with the same ones. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
    this.faults = faults
  }
}

export interface SettingsSources {
  readonly environment: Readonly<Record<string, string>>
  /** All variables that start so belong to this program. */
  readonly prefix: string
}

interface RawValue {
  readonly value: string | readonly string[] | null
  /** Where it was set, as a person would look for it. */
  readonly place: string
}

/**
 * Reads settings from the environment, then from the YAML file that `<prefix>CONFIG` names, then from the
 * defaults. The result is frozen.
 *
 * @throws ConfigError when any value is wrong, or when a name is unknown: a misspelt setting is never ignored.
 */
export function loadSettings<S extends SettingsSchema>(
  schema: S,
  sources: SettingsSources,
): Readonly<z.output<S>> {
  const settings = listSettings(schema)
  const faults = [...findUnknownVariables(settings, sources)]
  const file = readFileValues(settings, sources, faults)

  const raw = new Map(
    settings.map((each) => [each.key, readRaw(each, sources.environment, file.get(each.key), faults)]),
  )
  const decoded = schema.safeParse(Object.fromEntries([...raw].map(([key, { value }]) => [key, value])))
  for (const issue of decoded.error?.issues ?? []) {
    const key = String(issue.path[0])
    const about = settings.find((each) => each.key === key)
    const { value, place } = raw.get(key) ?? { value: null, place: key }
    const shown = about?.secret === true ? 'is not allowed' : `is ${JSON.stringify(value)}`
    faults.push(`${place} ${shown}: ${issue.message}`)
  }
  if (faults.length > 0 || !decoded.success) throw new ConfigError(faults)
  return deepFreeze(decoded.data)
}

/** The settings as they hold, to be logged at the start: secrets are only said to be set or not. */
export function describeSettings(
  schema: SettingsSchema,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    listSettings(schema).map(({ key, secret }) => {
      const value = values[key]
      return [key, secret === true && value !== null ? '[set]' : value]
    }),
  )
}

function readRaw(
  { env, secret, default: standard }: ListedSetting,
  environment: SettingsSources['environment'],
  fromFile: FileValue | undefined,
  faults: string[],
): RawValue {
  const direct = environment[env]
  const path = secret === true ? environment[`${env}_FILE`] : undefined
  if (direct !== undefined && path !== undefined) {
    faults.push(`${env} and ${env}_FILE are both set: set one of them`)
  }
  if (direct !== undefined) return { value: direct, place: env }
  if (path !== undefined) return { value: readSecret(path, `${env}_FILE`, faults), place: `${env}_FILE` }
  return fromFile ?? { value: standard, place: `the default of ${env}` }
}

function readSecret(path: string, env: string, faults: string[]): string | null {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (thrown) {
    faults.push(`${env} names a file that cannot be read: ${normaliseError(thrown).message}`)
    return null
  }
}

function readFileValues(
  settings: readonly ListedSetting[],
  { environment, prefix }: SettingsSources,
  faults: string[],
): ReadonlyMap<string, FileValue> {
  const path = environment[`${prefix}CONFIG`]
  if (path === undefined) return new Map()
  const file = readConfigFile(path)
  faults.push(...file.faults)
  const keys = settings.map(({ key }) => key)
  for (const [key, { place }] of file.values) {
    if (!keys.includes(key)) faults.push(`${place}: there is no setting "${key}"${hint(key, keys)}`)
  }
  return file.values
}

function findUnknownVariables(
  settings: readonly ListedSetting[],
  { environment, prefix }: SettingsSources,
): readonly string[] {
  const known = [
    `${prefix}CONFIG`,
    ...settings.flatMap(({ env, secret }) => (secret === true ? [env, `${env}_FILE`] : [env])),
  ]
  return Object.keys(environment)
    .filter((name) => name.startsWith(prefix) && !known.includes(name))
    .map((name) => `${name} is not a setting${hint(name, known)}`)
}

function hint(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known)
  return nearest === null ? '' : `; did you mean ${nearest}?`
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) deepFreeze(inner)
  }
  return value
}
