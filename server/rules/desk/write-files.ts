import { AppError } from '../../contracts/errors.ts'
import { removeWithin, UnwritableError, writeWithin } from '../../platform/write-within.ts'
import type { RuleFiles } from './rule-files.ts'

/**
 * Writes the two files of a rule, each of them whole or not at all. The test comes first: a test without its rule
 * harms nothing, a rule without its test is a fault.
 * @throws AppError `RULES_UNWRITABLE`, also for a path that leads out of the folder.
 */
export async function writeFiles(dir: string, { file, testFile, text, testText }: RuleFiles): Promise<void> {
  try {
    if (testText !== '') await writeWithin(dir, testFile, testText)
    await writeWithin(dir, file, text)
    if (testText === '') await removeWithin(dir, testFile)
  } catch (thrown) {
    if (!(thrown instanceof UnwritableError)) throw thrown
    throw new AppError('RULES_UNWRITABLE', thrown.message, { cause: thrown })
  }
}
