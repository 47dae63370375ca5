import { readFile } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { AppError } from '../../contracts/errors.ts'
import type { RuleDraft } from '../../contracts/rule-desk.ts'
import { normaliseError } from '../../platform/normalise-error.ts'
import { RULE_SUFFIX, TEST_SUFFIX, listFiles } from '../file/folder.ts'

/** The two files of a rule, within the rules folder; what is not there has an empty text. */
export interface RuleFiles extends RuleDraft {
  /** Paths from the rules folder, with `/` between their parts. */
  readonly file: string
  readonly testFile: string
}

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/
const MAX_ID = 64

/** Names of folders, one within another. */
const FOLDER = /^[a-z0-9]+(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*){0,3}$/

/** @throws AppError `REQUEST_INVALID` unless it is the id of a rule, which can be part of a path. */
export function requireId(id: string): void {
  if (ID.test(id) && id.length <= MAX_ID) return
  throw new AppError(
    'REQUEST_INVALID',
    `id: expected at most ${MAX_ID} lower-case letters and digits, joined by hyphens.`,
  )
}

/** Where the files of a rule that is not there yet will be. @throws AppError `REQUEST_INVALID`. */
export function newFiles(id: string, folder: string | undefined): Pick<RuleFiles, 'file' | 'testFile'> {
  requireId(id)
  if (folder !== undefined && !FOLDER.test(folder)) {
    const form = 'names of lower-case letters, digits and hyphens, joined by slashes'
    throw new AppError('REQUEST_INVALID', `folder: expected ${form}.`)
  }
  const lead = folder === undefined ? '' : `${folder}/`
  return { file: `${lead}${id}${RULE_SUFFIX}`, testFile: `${lead}${id}${TEST_SUFFIX}` }
}

/** The rule's files as they lie now, wherever in the folder; null when there is no rule file of this id. */
export async function findFiles(dir: string, id: string): Promise<RuleFiles | null> {
  requireId(id)
  const { files } = await listFiles(dir)
  const rulePath = files.find((path) => basename(path) === `${id}${RULE_SUFFIX}`)
  if (rulePath === undefined) return null
  const testName = `${id}${TEST_SUFFIX}`
  const beside = join(dirname(rulePath), testName)
  const testPath = files.includes(beside) ? beside : files.find((path) => basename(path) === testName)
  return {
    id,
    file: within(dir, rulePath),
    testFile: within(dir, testPath ?? beside),
    text: await readText(rulePath),
    testText: testPath === undefined ? '' : await readText(testPath),
  }
}

/** A path from the rules folder, the same on every system. */
export function within(dir: string, path: string): string {
  return relative(dir, path).split(sep).join('/')
}

/** A file that went away just now is one without text. */
async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (thrown) {
    const error = normaliseError(thrown)
    if ('code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}
