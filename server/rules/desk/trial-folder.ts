import { cp, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { RuleFiles } from './rule-files.ts'

/**
 * A copy of the rules folder in which a draft lies in its place: what is found there by loading, linting and
 * testing is what would be found after a save. Gone when it is disposed.
 */
export class TrialFolder implements AsyncDisposable {
  readonly dir: string

  private constructor(dir: string) {
    this.dir = dir
  }

  static async create(rulesDir: string, draft: RuleFiles): Promise<TrialFolder> {
    const folder = new TrialFolder(await mkdtemp(join(tmpdir(), 'earshot-trial-')))
    try {
      await cp(rulesDir, folder.dir, { recursive: true, dereference: true, filter: isWanted(rulesDir) })
      await folder.#write(draft.file, draft.text)
      await folder.#write(draft.testFile, draft.testText)
      return folder
    } catch (thrown) {
      await folder[Symbol.asyncDispose]()
      throw thrown
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.dir, { recursive: true, force: true })
  }

  async #write(file: string, text: string): Promise<void> {
    const path = join(this.dir, file)
    await mkdir(dirname(path), { recursive: true })
    if (text === '') await rm(path, { force: true })
    else await writeFile(path, text)
  }
}

/** Folders, YAML files and articles, which prompts may name; hidden ones are no part of the rules. */
function isWanted(root: string): (path: string) => Promise<boolean> {
  return async (path) => {
    if (path === root) return true
    const name = basename(path)
    if (name.startsWith('.')) return false
    return /\.(?:ya?ml|md)$/.test(name) || (await stat(path)).isDirectory()
  }
}
