import { rename, rm, writeFile } from 'node:fs/promises'

/** Writes a text file so that a reader, or a start after a power cut, finds the old content or the new one. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const made = `${path}.made`
  try {
    await writeFile(made, text, { flush: true })
    await rename(made, path)
  } finally {
    await rm(made, { force: true })
  }
}
