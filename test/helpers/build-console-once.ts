import type { TestProject } from 'vitest/node'
import { buildConsole } from './built-console.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder of the console of this working copy, built for this run. */
    readonly consoleFolder: string
  }
}

/** Builds the console before the tests of a project and removes it after them. */
export default async function buildOnce(project: TestProject): Promise<() => Promise<void>> {
  const built = await buildConsole()
  project.provide('consoleFolder', built.folder)
  return () => built.remove()
}
