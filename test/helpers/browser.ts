import { accessSync, constants, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'

const PATH = process.env['EARSHOT_TEST_CHROMIUM'] ?? '/usr/bin/chromium'

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
]

/** Starts the system's Chromium. A missing one fails the test: what was not looked at does not pass. */
export async function launchBrowser(options: { readonly flags?: readonly string[] } = {}): Promise<Browser> {
  try {
    accessSync(PATH, constants.X_OK)
  } catch (cause) {
    throw new Error(
      `Browser tests need Chromium at ${PATH}: install Debian's package "chromium", or name another one in EARSHOT_TEST_CHROMIUM.`,
      { cause },
    )
  }
  return chromium.launch({ executablePath: PATH, args: [...FLAGS, ...(options.flags ?? [])] })
}

export interface Screen {
  readonly width: number
  readonly height: number
  readonly theme: 'light' | 'dark'
  /** As the person set it in the system; `no-preference` by default. */
  readonly motion?: 'reduce' | 'no-preference'
}

/** A page on a screen of that size and theme, in a profile of its own. */
export async function openScreen(
  browser: Browser,
  screen: Screen,
): Promise<{ readonly page: Page; readonly context: BrowserContext }> {
  const context = await browser.newContext({
    viewport: { width: screen.width, height: screen.height },
    colorScheme: screen.theme,
    reducedMotion: screen.motion ?? 'no-preference',
  })
  return { context, page: await context.newPage() }
}

/** One rule of the accessibility checks that a page breaks, and where. */
export interface Violation {
  readonly id: string
  readonly impact: string | null
  readonly targets: readonly string[]
  readonly summary: string
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Runs axe-core (WCAG 2.2 A and AA and its best practices) on the page as it is now. */
export async function findViolations(page: Page): Promise<readonly Violation[]> {
  // Evaluated, not added as a script: the pages' own policy rightly refuses foreign scripts.
  await page.evaluate(AXE)
  return page.evaluate<
    readonly Violation[]
  >(`axe.run(document, { resultTypes: ['violations'] }).then((found) =>
    found.violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      targets: nodes.map((node) => node.target.flat().join(' ')),
      summary: nodes[0]?.failureSummary ?? '',
    })))`)
}
