import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SiteSettings } from '../../server/feedback/feedback.ts'
import { findViolations, launchBrowser } from '../helpers/browser.ts'
import { startFeedbackApp, type FeedbackApp } from '../helpers/feedback-app.ts'

const KEY = 'site-key-1'
const POLICY = "default-src 'none'; base-uri 'none'"

let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})

afterAll(() => browser.close())

/** A web shop of somebody else, with a strict policy of its own. */
interface Shop extends AsyncDisposable {
  readonly origin: string
  /** The earshot server whose script its pages have. */
  script: string
  attributes: string
}

async function openShop(): Promise<Shop> {
  const server: Server = createServer((_request, response) => {
    const policy = `${POLICY}; script-src ${shop.script}; connect-src ${shop.script}`
    response.setHeader('content-security-policy', policy)
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(
      `<!doctype html><html lang="en-GB"><title>Shop</title><main><h1>Pay</h1><div id="here"></div>
       <script src="${shop.script}/v1/feedback/snippet.js" ${shop.attributes} defer></script></main></html>`,
    )
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const shop: Shop = {
    origin: `http://127.0.0.1:${port}`,
    script: '',
    attributes: '',
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
  return shop
}

async function openSite(
  shop: Shop,
  change: Partial<SiteSettings> = {},
  attributes = `data-key="${KEY}"`,
): Promise<FeedbackApp> {
  const site = { key: KEY, origins: [shop.origin], itemsPerMinute: 30, ...change }
  const room = await startFeedbackApp({ site })
  Object.assign(shop, { script: room.app.url, attributes })
  return room
}

async function visit(shop: Shop, test: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext()
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(`${shop.origin}/pay/step2?card=4539#ann`)
  await test(page)
  expect(await context.cookies()).toEqual([])
  expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0)
  expect(complaints).toEqual([])
  await context.close()
}

describe('the form on a web site', () => {
  it('sends a rating and a text from another origin, and says so', async () => {
    await using shop = await openShop()
    await using room = await openSite(shop, {}, `data-key="${KEY}" data-step="payment"`)
    await visit(shop, async (page) => {
      await page.getByRole('radio', { name: '2' }).check()
      await page.getByRole('textbox', { name: 'What should we know?' }).fill('It freezes. 4539 1488')
      await page.getByRole('button', { name: 'Send' }).click()
      await page.getByRole('status').getByText('Thank you. We have got it.').waitFor()
      expect(await page.getByRole('textbox').inputValue()).toBe('')
    })
    expect(room.published).toMatchObject([
      {
        sourceId: 'web-site',
        channel: 'web',
        step: 'payment',
        rating: { value: 2, min: 1, max: 5 },
        text: 'It freezes. • •',
        page: '/pay/step2',
        language: 'en-GB',
        authorKey: null,
      },
    ])
  })

  it('can be used with the keyboard alone, breaks no rule of accessibility, and stands where it is put', async () => {
    await using shop = await openShop()
    const texts = '{"title":"Wie war es?","send":"Senden"}'
    await using room = await openSite(shop, {}, `data-key="${KEY}" data-into="#here" data-texts='${texts}'`)
    await visit(shop, async (page) => {
      expect(await page.locator('#here fieldset').innerText()).toContain('Wie war es?')
      expect(await findViolations(page)).toEqual([])
      await page.keyboard.press('Tab')
      await page.keyboard.press('Space')
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press('Tab')
      await page.keyboard.type('ok')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await page.getByText('Thank you. We have got it.').waitFor()
      expect(await findViolations(page)).toEqual([])
    })
    expect(room.published).toMatchObject([{ rating: { value: 2 }, text: 'ok' }])
  })

  it('asks for something, and sends nothing until there is', async () => {
    await using shop = await openShop()
    await using room = await openSite(shop)
    await visit(shop, async (page) => {
      await page.getByRole('button', { name: 'Send' }).click()
      await page.getByText('Please choose a number or write something.').waitFor()
    })
    expect(room.published).toEqual([])
  })

  it('keeps what was written when it cannot be sent, and counts it once when it is sent again', async () => {
    await using shop = await openShop()
    await using room = await openSite(shop)
    await visit(shop, async (page) => {
      await page.getByRole('textbox').fill('It freezes.')
      let lost = 0
      // The answer is lost on its way, not the question.
      await page.route('**/v1/feedback/site', async (route) => {
        if (route.request().method() !== 'POST' || lost > 0) return route.continue()
        lost += 1
        await route.fetch()
        return route.abort()
      })
      await page.getByRole('button', { name: 'Send' }).click()
      await page.getByText('That did not work. Please try again.').waitFor()
      expect(await page.getByRole('textbox').inputValue()).toBe('It freezes.')
      await page.getByRole('button', { name: 'Send' }).click()
      await page.getByText('Thank you. We have got it.').waitFor()
    })
    expect(room.published).toHaveLength(1)
  })

  it('says when too many come from one address', async () => {
    await using shop = await openShop()
    await using room = await openSite(shop, { itemsPerMinute: 1 })
    await visit(shop, async (page) => {
      for (const answer of ['Thank you. We have got it.', 'Too many answers came from here.']) {
        await page.getByRole('textbox').fill('It freezes.')
        await page.getByRole('button', { name: 'Send' }).click()
        await page.getByText(answer).waitFor()
      }
    })
    expect(room.published).toHaveLength(1)
    expect(await room.app.metric('earshot_feedback_too_fast_total', { door: 'address' })).toBe(1)
  })

  it('does not work on a page of an origin that nobody named', async () => {
    await using shop = await openShop()
    await using room = await openSite(shop, { origins: ['https://shop.example'] })
    await visit(shop, async (page) => {
      await page.getByRole('textbox').fill('It freezes.')
      await page.getByRole('button', { name: 'Send' }).click()
      await page.getByText('That did not work. Please try again.').waitFor()
    })
    expect(room.published).toEqual([])
  })

  it('is a script below 6 KB that may be kept, and is not there without a key', async () => {
    await using shop = await openShop()
    await using room = await openSite(shop)
    const script = await fetch(`${room.app.url}/v1/feedback/snippet.js`)
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(script.headers.get('cache-control')).toBe('public, max-age=3600')
    expect((await script.bytes()).length).toBeLessThan(6 * 1024)
    await using without = await startFeedbackApp()
    expect((await fetch(`${without.app.url}/v1/feedback/snippet.js`)).status).toBe(404)
    expect((await fetch(`${without.app.url}/v1/feedback/site`, { method: 'POST', body: '{}' })).status).toBe(
      404,
    )
  })
})

describe('what pages send', () => {
  const ORIGIN = 'https://shop.example'
  async function send(
    room: FeedbackApp,
    body: object | string,
    headers: Record<string, string> = { origin: ORIGIN },
  ): Promise<{ status: number; code: unknown; allowed: string | null }> {
    const response = await fetch(`${room.app.url}/v1/feedback/site`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    })
    const { code } = (await response.json()) as { code?: unknown }
    return { status: response.status, code, allowed: response.headers.get('access-control-allow-origin') }
  }
  const site = { key: KEY, origins: [ORIGIN], itemsPerMinute: 100 }

  it('is taken with the key, from a named origin alone, and answered readably for it', async () => {
    await using room = await startFeedbackApp({ site })
    expect(await send(room, { key: KEY, text: 'a' })).toMatchObject({ status: 200, allowed: ORIGIN })
    expect(await send(room, { key: 'other-key-', text: 'a' })).toMatchObject({
      status: 403,
      code: 'FORBIDDEN',
    })
    const refused = { status: 403, code: 'ORIGIN_REFUSED', allowed: null }
    expect(await send(room, { key: KEY, text: 'a' }, { origin: 'https://evil.example' })).toEqual(refused)
    expect(await send(room, { key: KEY, text: 'a' }, {})).toEqual(refused)
    const preflight = await fetch(`${room.app.url}/v1/feedback/site`, {
      method: 'OPTIONS',
      headers: { origin: ORIGIN, 'access-control-request-method': 'POST' },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type')
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull()
  })

  it.each([
    ['no JSON', '{', 400, 'REQUEST_INVALID'],
    ['no key', { text: 'a' }, 400, 'REQUEST_INVALID'],
    ['a list', '[]', 400, 'REQUEST_INVALID'],
    ['too much', { key: KEY, text: 'x'.repeat(300_000) }, 413, 'FRAME_TOO_LARGE'],
    ['nothing', { key: KEY }, 422, 'FEEDBACK_INVALID'],
    ['a rating off the scale', { key: KEY, rating: 6 }, 422, 'FEEDBACK_INVALID'],
  ])('is refused: %s', async (_, body, status, code) => {
    await using room = await startFeedbackApp({ site })
    expect(await send(room, body)).toMatchObject({ status, code, allowed: ORIGIN })
    expect(room.published).toEqual([])
  })

  it('cannot name its source, its channel, its time or its author', async () => {
    await using room = await startFeedbackApp({ site })
    const made = { source: 'app-store', channel: 'call', at: '2026-01-01', author: 'ann', queue: 'q' }
    expect(await send(room, { key: KEY, text: 'a', ...made })).toMatchObject({ status: 200 })
    expect(room.published).toMatchObject([
      {
        sourceId: 'web-site',
        channel: 'web',
        authorKey: null,
        queue: null,
        at: room.published[0]?.receivedAt,
      },
    ])
  })
})
