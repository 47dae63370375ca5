import type { Channel } from '../../../contracts/contact.ts'
import type { FileFault } from '../../../platform/yaml/file-fault.ts'
import { readYaml } from '../../../platform/yaml/read-yaml.ts'
import { readText } from '../../../platform/yaml/yaml-files.ts'
import type { YamlSource } from '../../../platform/yaml/yaml-source.ts'
import { listFrameFiles } from '../file/folder.ts'
import { testFileSchema, type CodeTests, type ExampleForm } from './test-schema.ts'

/** One example of a code's tests, and where it stands. */
export interface Example {
  readonly code: string
  /** Whether the code must be found in it. */
  readonly finds: boolean
  readonly text: string
  readonly channel: Channel
  readonly before: string | null
  /** Other codes that may be found in it. */
  readonly also: readonly string[]
  readonly source: YamlSource
  readonly path: readonly (string | number)[]
}

export interface LoadedCodeTests {
  readonly examples: readonly Example[]
  readonly sources: readonly YamlSource[]
  readonly faults: readonly FileFault[]
}

/** Reads the `*.test.yaml` files of the code frame in a rules folder. Never rejects: what is wrong is in `faults`. */
export async function loadCodeTests(rulesDir: string): Promise<LoadedCodeTests> {
  const files = await listFrameFiles(rulesDir)
  const examples: Example[] = []
  const sources: YamlSource[] = []
  const faults: FileFault[] = []
  for (const file of files.of('test')) {
    const read = await readText(file)
    if ('check' in read) {
      faults.push(read)
      continue
    }
    const parsed = readCodeTests(file, read.text)
    sources.push(...parsed.sources)
    faults.push(...parsed.faults)
    examples.push(...parsed.examples)
  }
  return { examples, sources, faults }
}

/** Reads one test file; `file` is its name for faults. */
export function readCodeTests(file: string, text: string): LoadedCodeTests {
  const { source, value, faults } = readYaml({ file, text, schema: testFileSchema })
  const examples = (value?.tests ?? []).flatMap((tests, index) => examplesOf(tests, index, source))
  return { examples, sources: [source], faults }
}

function examplesOf(tests: CodeTests, index: number, source: YamlSource): readonly Example[] {
  return (['finds', 'quiet'] as const).flatMap((kind) =>
    tests[kind].map((form, at) => {
      const { text, channel, before, also }: ExampleForm = typeof form === 'string' ? { text: form } : form
      return {
        code: tests.code,
        finds: kind === 'finds',
        text,
        channel: channel ?? 'call',
        before: before ?? null,
        also: also ?? [],
        source,
        path: ['tests', index, kind, at],
      }
    }),
  )
}
