import { AppError } from '../../contracts/errors.ts'
import type { CodeDraft, CodeEntry } from '../../contracts/issue-desk.ts'
import { UnwritableError, writeWithin } from '../../platform/write-within.ts'
import { contentWords } from '../../language/content-words.ts'
import type { Dossier } from '../book/dossier.ts'
import { featureWords } from '../book/membership.ts'
import type { RecentContacts } from '../book/recent-contacts.ts'
import type { CodeKeeper } from '../codes/code-keeper.ts'
import { checkDraft } from '../codes/draft/check-draft.ts'
import { draftCode } from '../codes/draft/draft-code.ts'
import { toEntry } from './issue-map.ts'

/** Texts of other contacts, which a code must not find. */
const MOST_QUIET = 200
/** Files of codes lie beside each other, and a draft names its own. */
const FILE = /^codes\/[a-z0-9][a-z0-9.-]*\.codes\.yaml$/
const TEST_FILE = /^codes\/[a-z0-9][a-z0-9.-]*\.test\.yaml$/

/** A code made of what an issue's contacts have in common, with what other contacts say as counter-examples. */
export function draftOf(
  { issue, hits, quotes }: Dossier,
  recent: RecentContacts,
  codes: CodeKeeper,
): CodeDraft {
  if (issue.code !== null) {
    throw new AppError('ISSUE_ACTION_REFUSED', 'The issue has a code already.')
  }
  const { title, features, severity, step } = issue
  const wish = {
    ...{ title, features, severity, step },
    channel: issue.channel ?? mostHeardOn(issue.counts.byChannel),
    quotes: [...new Set(quotes.best().map(({ text }) => text))],
    quiet: quietTexts({ hits, features }, recent),
  }
  return { issueId: issue.issueId, ...draftCode(wish, codes.frame) }
}

/** What others say. Whoever says two of the issue's words may mean it all the same. */
function quietTexts(
  { hits, features }: { readonly hits: Dossier['hits']; readonly features: readonly string[] },
  recent: RecentContacts,
): readonly string[] {
  const words = featureWords(features)
  const quiet = new Set<string>()
  for (const { contact } of recent.all()) {
    if (hits.has(contact.id)) continue
    for (const text of contact.texts) {
      const shared = new Set(contentWords(text).filter((word) => words.has(word)))
      if (shared.size < 2) quiet.add(text)
    }
    if (quiet.size >= MOST_QUIET) break
  }
  return [...quiet]
}

/**
 * Writes a draft, as somebody has read and changed it, and takes it into the frame.
 * @throws AppError `REQUEST_INVALID`, `RULES_INVALID` with the faults, `RULES_UNWRITABLE`.
 */
export async function writeDraft(rulesDir: string, draft: CodeDraft, codes: CodeKeeper): Promise<CodeEntry> {
  if (!FILE.test(draft.file) || !TEST_FILE.test(draft.testFile)) {
    throw new AppError('REQUEST_INVALID', 'file: expected codes/NAME.codes.yaml and codes/NAME.test.yaml.')
  }
  const faults = await checkDraft(rulesDir, draft)
  const errors = faults.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new AppError('RULES_INVALID', null, { faults })
  try {
    // A test without its code harms nothing.
    await writeWithin(rulesDir, draft.testFile, draft.testText)
    await writeWithin(rulesDir, draft.file, draft.text)
  } catch (thrown) {
    if (!(thrown instanceof UnwritableError)) throw thrown
    throw new AppError('RULES_UNWRITABLE', thrown.message, { cause: thrown })
  }
  await codes.reload()
  const entry = codes.frame.get(draft.id)
  if (entry !== undefined) return toEntry(entry)
  const found = codes.faults.filter(({ severity }) => severity === 'error')
  throw new AppError('RULES_INVALID', 'Its file is written, and the frame is not in force.', {
    faults: found,
  })
}

function mostHeardOn<K extends string>(counts: Readonly<Partial<Record<K, number>>>): K | null {
  let most: K | null = null
  let highest = 0
  for (const name in counts) {
    const count = counts[name] ?? 0
    if (count <= highest) continue
    most = name
    highest = count
  }
  return most
}
