import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'vite'

const CONSOLE = resolve(import.meta.dirname, '../../agent-console')

/** The console of this working copy, built into a folder of its own. */
export async function buildConsole(): Promise<{ readonly folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'earshot-console-'))
  await build({ configFile: join(CONSOLE, 'vite.config.ts'), logLevel: 'error', build: { outDir: folder } })
  return { folder, remove: () => rm(folder, { recursive: true }) }
}
