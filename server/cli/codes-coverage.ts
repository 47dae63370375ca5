import { Command, InvalidArgumentError, Option } from 'commander'
import { CHANNELS, type Channel } from '../contracts/contact.ts'
import { wallMs } from '../contracts/time.ts'
import { loadCodeFrame } from '../issues/codes/code-frame-loader.ts'
import {
  frameCoverage,
  type CoverageReport,
  type CoveredContact,
} from '../issues/codes/coverage/frame-coverage.ts'
import type { CodeFinder } from '../issues/codes/find/code-finder.ts'
import type { AboutChannel } from '../issues/codes/frame-code.ts'
import { parseDuration } from '../platform/duration.ts'
import { showFault } from '../platform/yaml/show-fault.ts'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { countOf } from './count-of.ts'
import { KeptCalls } from './kept-calls.ts'
import { readTextFile } from './text-file.ts'

const HELP = `
Looks for the codes of the folder in the contacts that are kept in EARSHOT_DATA_DIR, or in the texts of a file: one a
line, or a column of a .csv, .tsv, .jsonl or .ndjson file (.gz after it is unpacked). Codes are looked for anew, so a
change of the frame can be tried on what was heard before it.

Examples:
  earshot codes coverage --since 7d
  earshot codes coverage --texts reviews.csv.gz --column text --channel app`

const DAY_MS = 86_400_000
const PAGE = 10_000

interface CoverageFlags {
  readonly texts?: string
  readonly column: string
  readonly channel: Channel
  /** Milliseconds. */
  readonly since: number
  readonly json?: true
}

type CoverageContext = Pick<CliContext, 'stdout' | 'stderr' | 'settings' | 'clock'>

/** `earshot codes coverage`: how much of a stream of contacts the frame knows, and what it does not know. */
export function coverageCommand(
  context: CoverageContext,
  folderOf: (folder: string | undefined) => Promise<string>,
): Command {
  return new Command('coverage')
    .argument('[folder]', 'folder of rules, with the frame in codes/; EARSHOT_RULES_DIR by default')
    .description('say how many contacts have a code, which, and what the others talk of')
    .option('--texts <file>', 'texts of a file instead of the kept contacts')
    .option('--column <name>', 'column or key of the texts', 'text')
    .addOption(
      new Option('--channel <channel>', 'by which the texts of the file came')
        .choices(CHANNELS)
        .default('call'),
    )
    .option('--since <time>', 'kept contacts of this time, for example 7d', toSince, 7 * DAY_MS)
    .option('--json', 'one JSON object a line: each code, pair and word, then a summary')
    .addHelpText('after', HELP)
    .action(async (folder: string | undefined, flags: CoverageFlags) =>
      coverage(context, await folderOf(folder), flags),
    )
}

function toSince(text: string): number {
  const ms = parseDuration(text)
  if (ms !== null && ms > 0) return ms
  throw new InvalidArgumentError('Expected a time such as 12h or 7d.')
}

async function coverage(context: CoverageContext, dir: string, flags: CoverageFlags): Promise<void> {
  const print = (line: string): unknown => context.stdout.write(`${line}\n`)
  const { frame, faults, sources, ok } = await loadCodeFrame(dir)
  if (!ok) {
    for (const fault of faults) {
      print(
        flags.json === true ? JSON.stringify({ type: 'fault', ...fault }) : `${showFault(fault, sources)}\n`,
      )
    }
    throw new CliError('the code frame has faults', { exitCode: EXIT.faults })
  }
  const finder = frame.finder()
  const contacts =
    flags.texts === undefined
      ? await keptContacts(context, finder, flags)
      : await textContacts(context, finder, { ...flags, path: flags.texts })
  const report = frameCoverage(contacts)
  if (flags.json === true) printJson(print, report)
  else printTables(print, report)
}

async function textContacts(
  { stderr }: CoverageContext,
  finder: CodeFinder,
  { path, column, channel }: CoverageFlags & { readonly path: string },
): Promise<readonly CoveredContact[]> {
  const { texts, skipped } = await readTextFile(path, column)
  if (skipped.length > 0) {
    const first = skipped.slice(0, 5).join(', ')
    stderr.write(`${countOf(skipped.length, 'line')} without a text left out, the first at ${first}\n`)
  }
  return texts.map((text, index) => ({
    id: String(index),
    texts: [text],
    codes: finder.find({ channel, step: null, text }).codes,
  }))
}

async function keptContacts(
  context: CoverageContext,
  finder: CodeFinder,
  { since }: CoverageFlags,
): Promise<readonly CoveredContact[]> {
  await using kept = await KeptCalls.open(context)
  const from = wallMs(context.clock.now() - since)
  const contacts: CoveredContact[] = []
  /** The channel that a customer named last, by contact. */
  const named = new Map<string, AboutChannel | null>()
  let after: number | undefined
  for (;;) {
    const page = await kept.store.issues.listContacts({ since: from, after, limit: PAGE })
    for (const { id, channel, step, texts } of page) {
      const codes = texts.flatMap((text) => {
        const found = finder.find({ channel, step, about: named.get(id) ?? null, text })
        named.set(id, found.about)
        return found.codes
      })
      contacts.push({ id, texts, codes })
    }
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return contacts
    after = last.seq
  }
}

type Print = (line: string) => unknown

function printJson(print: Print, { byCode, together, uncodedWords, contacts, coded }: CoverageReport): void {
  for (const each of byCode) print(JSON.stringify({ type: 'code', ...each }))
  for (const each of together) print(JSON.stringify({ type: 'together', ...each }))
  for (const each of uncodedWords) print(JSON.stringify({ type: 'uncoded', ...each }))
  print(JSON.stringify({ type: 'summary', contacts, coded }))
}

function printTables(print: Print, report: CoverageReport): void {
  const { contacts, coded, byCode, together, uncodedWords } = report
  for (const { code, contacts: count } of byCode) {
    print(`${String(count).padStart(8)} ${percent(count / contacts)}  ${code}`)
  }
  if (together.length > 0) print('\nfound together, and the share of the rarer one')
  for (const { codes, contacts: count, share } of together) {
    print(`${String(count).padStart(8)} ${percent(share)}  ${codes.join(' + ')}`)
  }
  if (uncodedWords.length > 0) print('\ncontacts without a code talk of')
  for (const { words, share } of uncodedWords) print(`${''.padStart(8)} ${percent(share)}  ${words}`)
  if (contacts > 0) print('')
  const share = contacts === 0 ? '' : ` (${percent(coded / contacts).trim()})`
  print(`${countOf(contacts, 'contact')}, ${coded} with a code${share}`)
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1).padStart(5)} %`
}
