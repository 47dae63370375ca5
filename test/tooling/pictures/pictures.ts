/**
 * `npm run demo:pictures`: takes the README's pictures from the real console, of the sample calls. With `-- today` or
 * `-- weeks` only those of the calls as they run, or of the pages that look back on four weeks.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchBrowser } from '../../helpers/browser.ts'
import { takeToday } from './today.ts'
import { beginWeeks } from './weeks.ts'

const only = process.argv[2]
const folder = await mkdtemp(join(tmpdir(), 'earshot-weeks-'))
const browser = await launchBrowser()
try {
  const weeks = only === 'today' ? null : await beginWeeks(browser, folder)
  try {
    // Meanwhile the other server scores its calls.
    if (only !== 'weeks') await takeToday(browser)
    await weeks?.take()
  } finally {
    await weeks?.end()
  }
} finally {
  await browser.close()
  await rm(folder, { recursive: true })
}
