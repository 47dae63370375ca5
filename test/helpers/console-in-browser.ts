import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest'
import type { AccessScope } from '../../server/contracts/access.ts'
import { launchBrowser, openScreen, type Screen } from './browser.ts'
import { ConsoleCall } from './console-call.ts'
import { startHttpApp, type HttpApp } from './http-app.ts'

const DESK: Screen = { width: 1366, height: 768, theme: 'light' }

/** The built console in a real browser, over the delivery room with real rooms beside it. */
export interface ConsoleInBrowser {
  /** A new one for each test. */
  readonly app: HttpApp
  /** The page opened last. */
  readonly page: Page
  /** Opens a page as `maria`; a script error in it fails the test. */
  open(path: string, role: 'agent' | 'supervisor' | 'admin', screen?: Screen): Promise<void>
  /** The same as a supervisor of this part of the floor. */
  openScoped(path: string, scope: AccessScope): Promise<void>
  startCall(callId?: string, agentId?: string): ConsoleCall
}

/** Builds the console and starts the browser once for all tests of the file that calls it. */
export function consoleInBrowser(): ConsoleInBrowser {
  let browser: Browser
  let app: HttpApp
  let page: Page
  let faults: string[]
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser.close()
  })
  beforeEach(async () => {
    app = await startHttpApp({ staticDir: inject('consoleFolder') })
    faults = []
  })
  afterEach(async () => {
    await page.context().close()
    await app.close()
    expect(faults).toEqual([])
  })
  const openAs = async (path: string, token: string, screen: Screen): Promise<void> => {
    ;({ page } = await openScreen(browser, screen))
    page.on('pageerror', (error) => faults.push(error.message))
    await page.goto(`${app.url}/signin?token=${token}`)
    await page.goto(`${app.url}${path}`)
  }
  return {
    get app() {
      return app
    },
    get page() {
      return page
    },
    async open(path, role, screen = DESK) {
      await openAs(path, await app.token(role, 'maria'), screen)
    },
    async openScoped(path, scope) {
      const request = { role: 'supervisor', subject: 'maria', scope, ttlMs: 3_600_000 } as const
      await openAs(path, await app.access.issueToken(request), DESK)
    },
    startCall(callId = 'call-1', agentId = 'maria') {
      const call = new ConsoleCall(app, { callId, agentId })
      call.start()
      return call
    },
  }
}
