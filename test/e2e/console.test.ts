import type { Locator } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { ConsoleCall } from '../helpers/console-call.ts'
import { consoleInBrowser } from '../helpers/console-in-browser.ts'
import { until } from '../helpers/until.ts'

/** What runs in the browser is typed here, as tests are compiled without its library. */
interface Scroller {
  readonly scrollHeight: number
  readonly scrollTop: number
  readonly clientHeight: number
  scrollTo(x: number, y: number): void
}

declare function getComputedStyle(element: unknown): { readonly textDecorationLine: string }

const ui = consoleInBrowser()

async function connected(): Promise<void> {
  await ui.page.locator('earshot-connection [data-phase="live"]').waitFor()
}

const lines = (): Locator => ui.page.locator('earshot-transcript .line')
const cards = (): Locator => ui.page.locator('earshot-prompt-card .card')

async function texts(locator: Locator): Promise<readonly string[]> {
  return (await locator.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ').replace(' :', ':').trim())
}

async function atEnd(): Promise<void> {
  await until('the newest words are in view', async () => {
    const left = await ui.page
      .locator('.scroller')
      .evaluate(({ scrollHeight, scrollTop, clientHeight }: Scroller) => {
        return scrollHeight - scrollTop - clientHeight
      })
    return left < 2
  })
}

/** Records a box at every animation frame until the result is asked for. */
async function watchBox(selector: string): Promise<() => Promise<readonly string[]>> {
  await ui.page.evaluate(`(() => {
    const find = (root) => {
      for (const element of root.querySelectorAll('*')) {
        if (element.matches(${JSON.stringify(selector)})) return element
        const inner = element.shadowRoot && find(element.shadowRoot)
        if (inner) return inner
      }
      return null
    }
    const element = find(document)
    window.boxes = new Set()
    const look = () => {
      const { x, y, width, height } = element.getBoundingClientRect()
      window.boxes.add([x, y, width, height].join(' '))
      requestAnimationFrame(look)
    }
    look()
  })()`)
  return () => ui.page.evaluate<readonly string[]>('[...window.boxes]')
}

/** The words of a text one by one, as partials; then the final. */
async function speak(
  call: ConsoleCall,
  said: { text: string; startMs: number; party?: 'agent' | 'customer' },
): Promise<void> {
  const words = said.text.split(' ')
  for (let count = 1; count <= words.length; count += 1) {
    call.say({ ...said, text: words.slice(0, count).join(' '), state: 'partial' })
    await ui.page.waitForTimeout(10)
  }
  call.say(said)
}

const LONG =
  'i have called three times about the same bill now and nobody could tell me why it is twice as high as it was last month'

describe('the agent sees', () => {
  test('both parties, and of each word whether it moves, has settled or is final', async () => {
    await ui.open('/agent', 'agent')
    await connected()
    const call = ui.startCall()
    call.say({ text: 'thank you for calling', startMs: 500, party: 'agent' })
    call.say({ text: 'i want to close my account', startMs: 61_000, state: 'partial' })
    await lines().nth(1).waitFor()
    expect(await texts(lines())).toEqual([
      '00:00 Agent: thank you for calling',
      '01:01 Customer: i want to close my account',
    ])
    expect(await texts(ui.page.locator('.settled'))).toEqual(['i want to'])
    expect(await texts(ui.page.locator('.moving'))).toEqual(['close my account'])
    call.say({ text: 'i want to close my account', startMs: 61_000 })
    await lines().nth(1).locator('.final').waitFor()
    expect(await ui.page.locator('.moving, .settled').count()).toBe(0)
  })

  test('cards that stand still while words come in, and a transcript that follows its end', async () => {
    await ui.open('/agent', 'agent')
    await connected()
    const call = ui.startCall()
    call.say({ text: 'i want to cancel', startMs: 100 })
    call.tell({ outcomeId: 'o-1', words: 'want to cancel', startMs: 100 })
    await cards().first().waitFor()
    await ui.page.waitForTimeout(400)
    const boxes = await Promise.all([watchBox('.card')])
    for (let turn = 0; turn < 8; turn += 1) {
      await speak(call, {
        text: LONG,
        startMs: 5000 + turn * 9000,
        party: turn % 2 === 0 ? 'customer' : 'agent',
      })
      call.tick(5000 + turn * 9000, turn % 3 === 0 ? 1700 : 0)
    }
    await lines().nth(8).waitFor()
    await atEnd()
    for (const box of boxes) expect(await box()).toHaveLength(1)
  })

  test('no line that jumps when a final is shorter than its partial', async () => {
    await ui.open('/agent', 'agent')
    await connected()
    const call = ui.startCall()
    call.say({ text: `${LONG} ${LONG}`, startMs: 100, state: 'partial' })
    call.say({ text: 'and so', startMs: 20_000, party: 'agent', state: 'partial' })
    await lines().nth(1).waitFor()
    const before = await lines().nth(1).boundingBox()
    call.say({ text: LONG, startMs: 100 })
    await lines().first().locator('.final').waitFor()
    expect(await lines().nth(1).boundingBox()).toEqual(before)
  })

  test('what was scrolled to stay in place, with a way back to the newest words', async () => {
    await ui.open('/agent', 'agent')
    await connected()
    const call = ui.startCall()
    for (let turn = 0; turn < 20; turn += 1) call.say({ text: LONG, startMs: turn * 8000 })
    await lines().nth(19).waitFor()
    await ui.page.locator('.scroller').evaluate((scroller: Scroller) => scroller.scrollTo(0, 200))
    await ui.page.getByRole('button', { name: 'Jump to live' }).waitFor()
    const before = await lines().nth(3).boundingBox()
    await speak(call, { text: LONG, startMs: 200_000 })
    await lines().nth(20).waitFor()
    expect(await lines().nth(3).boundingBox()).toEqual(before)
    await ui.page.getByRole('button', { name: 'Jump to live' }).click()
    await atEnd()
  })

  test('a prompt being confirmed, or withdrawn visibly with the reason', async () => {
    await ui.open('/agent', 'agent')
    await connected()
    const call = ui.startCall()
    call.say({ text: 'i want to cancel my order', startMs: 100, state: 'partial' })
    call.tell({ outcomeId: 'o-1', title: 'Wants to cancel', words: 'want to cancel', startMs: 100 })
    call.tell({ outcomeId: 'o-2', title: 'Has an order', words: 'my order', startMs: 100 })
    await cards().nth(1).waitFor()
    expect(await texts(cards().locator('.state'))).toEqual(['Just heard', 'Just heard'])
    expect((await texts(ui.page.locator('mark'))).join(' ')).toBe('want to cancel my order')
    call.say({ text: 'i want to council my order', startMs: 100 })
    call.tell({
      outcomeId: 'o-2',
      title: 'Has an order',
      words: 'my order',
      startMs: 100,
      state: 'confirmed',
    })
    call.tell({
      outcomeId: 'o-1',
      title: 'Wants to cancel',
      words: 'want to cancel',
      startMs: 100,
      state: 'retracted',
    })
    await ui.page.locator('.card[data-state="retracted"]').waitFor()
    expect(await texts(cards().locator('.state'))).toEqual(['Confirmed', 'Withdrawn'])
    const withdrawn = cards().nth(1)
    await ui.page.getByRole('button', { name: 'Wants to cancel', exact: true }).click()
    expect(await withdrawn.innerText()).toContain('Not said after all')
    expect(await withdrawn.locator('.say').evaluate((say) => getComputedStyle(say).textDecorationLine)).toBe(
      'line-through',
    )
    expect(await texts(ui.page.locator('mark'))).toEqual(['my order'])
    await until('a screen reader is told', async () =>
      ((await ui.page.locator('earshot-prompt-list [aria-live]').textContent()) ?? '').includes(
        'Withdrawn: Wants to cancel',
      ),
    )
  })

  test("the call's state: hold, lag, and its words after it has ended", async () => {
    await ui.open('/agent', 'agent')
    await connected()
    const call = ui.startCall()
    call.say({ text: 'one moment', startMs: 0, party: 'agent' })
    call.hold(true)
    call.tick(2000, 2300)
    await ui.page.getByText('On hold').waitFor()
    await ui.page.getByText('2.3 s behind').waitFor()
    call.end(75_000)
    await ui.page.getByText('Call ended · 01:15').waitFor()
    expect(await texts(lines())).toEqual(['00:00 Agent: one moment'])
    ui.startCall('call-2')
    await until('the next call takes its place', async () => (await lines().count()) === 0)
  })
})

test('a dropped connection is resumed: nothing is missing and nothing is there twice', async () => {
  await ui.open('/agent', 'agent')
  await connected()
  const call = ui.startCall()
  call.say({ text: 'first', startMs: 0 })
  call.tell({ outcomeId: 'o-1', words: 'first', startMs: 0 })
  await cards().first().waitFor()
  for (let drop = 1; drop <= 3; drop += 1) {
    for (const socket of ui.app.server.websocketServer.clients) socket.terminate()
    await ui.page.locator('earshot-connection [data-phase="waiting"]').waitFor()
    call.say({ text: `while away ${drop}`, startMs: drop * 10_000 })
    call.tell({ outcomeId: `away-${drop}`, words: 'while away', startMs: drop * 10_000 })
    await connected()
    call.say({ text: `back again ${drop}`, startMs: drop * 10_000 + 5000 })
    await lines()
      .nth(drop * 2)
      .waitFor()
  }
  const words = (await texts(lines())).map((text) => text.replace(/^[\d:]+ (Customer: )?/, ''))
  const both = [1, 2, 3].flatMap((drop) => [`while away ${drop}`, `back again ${drop}`])
  expect(words).toEqual(['first', ...both])
  expect(await cards().count()).toBe(4)
  expect(await ui.page.getByText('were missed').count()).toBe(0)
})

test('what was painted is reported once, for prompts that came live', async () => {
  await ui.open('/agent', 'agent')
  await connected()
  const call = ui.startCall()
  call.say({ text: 'i want to cancel', startMs: 100 })
  call.tell({ outcomeId: 'o-1', words: 'want to cancel', startMs: 100 })
  const painted = (): Promise<number> =>
    ui.app.metric('earshot_delivery_painted_total', { result: 'counted' })
  await until('the paint is reported', async () => (await painted()) === 1)
  // Confirmed before the browser had a frame for it: that is a painted prompt, too.
  const swift = { outcomeId: 'o-2', words: 'want to cancel', startMs: 100 }
  call.tell(swift)
  call.tell({ ...swift, state: 'confirmed' })
  await until('the paint is reported', async () => (await painted()) === 2)
  await ui.page.reload()
  await cards().first().waitFor()
  await ui.page.waitForTimeout(300)
  expect(await painted()).toBe(2)
  for (const result of ['unknown', 'replayed', 'repeated', 'implausible']) {
    expect(await ui.app.metric('earshot_delivery_painted_total', { result }), result).toBe(0)
  }
})

test('the keyboard alone is enough: newest card, evidence, dismissal, and back', async () => {
  await ui.open('/agent', 'agent')
  await connected()
  const call = ui.startCall()
  for (const [index, title] of ['Oldest', 'Middle', 'Newest'].entries()) {
    call.say({ text: 'i want to cancel', startMs: index * 5000 })
    call.tell({ outcomeId: `o-${index}`, title, words: 'want to cancel', startMs: index * 5000 })
  }
  await cards().nth(2).waitFor()
  const focused = (): Locator => ui.page.locator('earshot-prompt-card:focus-within h3')
  await ui.page.keyboard.press('p')
  expect(await texts(focused())).toEqual(['Newest'])
  await ui.page.keyboard.press('j')
  expect(await texts(focused())).toEqual(['Middle'])
  // The row has opened for the keyboard: its title, what puts it away, its evidence.
  await ui.page.keyboard.press('Tab')
  await ui.page.keyboard.press('Tab')
  await ui.page.keyboard.press('Tab')
  await ui.page.keyboard.press('Enter')
  await ui.page.locator('mark.flash').waitFor()
  expect(await ui.page.locator('mark.flash').count()).toBe(1)
  await ui.page.keyboard.press('Escape')
  expect(await texts(cards().locator('h3'))).toEqual(['Newest', 'Oldest'])
  expect(await texts(focused())).toEqual(['Oldest'])
  await ui.page.keyboard.press('k')
  await ui.page.keyboard.press('Escape')
  await ui.page.keyboard.press('Escape')
  expect(await cards().count()).toBe(0)
  const back = ui.page.getByRole('button', { name: 'Show 3 put away' })
  await back.focus()
  await ui.page.keyboard.press('Enter')
  expect(await cards().count()).toBe(3)
})
