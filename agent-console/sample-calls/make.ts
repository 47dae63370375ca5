/** Makes the sample calls again: `npm run demo:calls [-- ID…]`, or `node make.ts --out FOLDER`. */
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { format, resolveConfig } from 'prettier'
import { readCallScript } from './call-script.ts'
import { speakWithFlite } from './flite.ts'
import { renderSampleCall } from './sample-call.ts'

const SCRIPTS = join(import.meta.dirname, 'scripts')

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { out: { type: 'string', default: import.meta.dirname } },
  })
  const ids = (await readdir(SCRIPTS))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => basename(name, '.yaml'))
  const unknown = positionals.filter((id) => !ids.includes(id))
  if (unknown.length > 0)
    throw new Error(`no script ${unknown.join(', ')}; there are ${ids.sort().join(', ')}`)
  await mkdir(values.out, { recursive: true })
  for (const id of ids.sort())
    if (positionals.length === 0 || positionals.includes(id)) await make(id, values.out)
}

async function make(id: string, folder: string): Promise<void> {
  const { wav, reference } = await renderSampleCall(
    await readCallScript(join(SCRIPTS, `${id}.yaml`)),
    speakWithFlite,
  )
  // Formatted as the repository's check wants it, so that a new making leaves no difference behind.
  const style = await resolveConfig(import.meta.filename)
  await writeFile(join(folder, `${id}.wav`), wav)
  await writeFile(
    join(folder, `${id}.json`),
    await format(JSON.stringify(reference), { ...style, parser: 'json' }),
  )
  process.stdout.write(
    `${id}  ${(reference.durationMs / 1000).toFixed(1)} s  ${String(reference.turns.length)} turns\n`,
  )
}

try {
  await main()
} catch (thrown) {
  process.stderr.write(`sample calls: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`)
  process.exitCode = 1
}
