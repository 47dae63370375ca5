import { basename } from 'node:path'
import { z } from 'zod'
import type { FileFault } from './file-fault.ts'
import { readYaml } from './read-yaml.ts'
import { readText } from './yaml-files.ts'
import type { YamlSource } from './yaml-source.ts'

const MAX_ENTRIES = 500
const SUFFIX = '.yaml'

/** Entries themselves are looked at where a phrase names the list. */
const listSchema = z.strictObject({
  list: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected lower-case words joined by hyphens'),
  words: z.array(z.string().min(1)).min(1).max(MAX_ENTRIES),
})

export interface ReadLists {
  readonly lists: ReadonlyMap<string, readonly string[]>
  readonly sources: readonly YamlSource[]
  readonly faults: readonly FileFault[]
}

/** Named lists of words, a file each, by the names of their files. */
export async function readLists(files: readonly string[]): Promise<ReadLists> {
  const lists = new Map<string, readonly string[]>()
  const sources: YamlSource[] = []
  const faults: FileFault[] = []
  for (const file of files) {
    const read = await readText(file)
    if ('check' in read) {
      faults.push(read)
      continue
    }
    const { source, value, faults: found } = readYaml({ file, text: read.text, schema: listSchema })
    sources.push(source)
    faults.push(...found)
    const name = basename(file, SUFFIX)
    // What is wrong with a list is told once, here; phrases that name it go on as if it had a word.
    if (!lists.has(name)) lists.set(name, value?.words ?? ['a'])
    else faults.push(taken(source, name))
    if (value !== null && value.list !== name) faults.push(misnamed(source, value.list))
  }
  return { lists, sources, faults }
}

function taken(source: YamlSource, name: string): FileFault {
  const message = `there is a list "${name}" in another folder already, expected a name of its own`
  return { ...source.placeOf(['list']), check: 'duplicate-id', severity: 'error', message }
}

function misnamed(source: YamlSource, name: string): FileFault {
  const message = `the list "${name}" is not the name of the file, expected the file to be called ${name}.yaml`
  return { ...source.placeOf(['list']), check: 'file-name', severity: 'error', message }
}
