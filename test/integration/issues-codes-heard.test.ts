import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Channel } from '../../server/contracts/contact.ts'
import { loadCodeFrame } from '../../server/issues/codes/code-frame-loader.ts'
import type { CodeFrame } from '../../server/issues/codes/code-frame.ts'
import { makeRecognition, play, type RunningRecognition } from '../helpers/recognition.ts'
import { callSamples } from '../helpers/sample-call-audio.ts'

/** The customer's side of the project's own calls, and what the shipped frame must hear in it. */
const CALLS: readonly (readonly [id: string, codes: readonly string[]])[] = [
  ['billing-page-freezes', ['web.payment.page-freezes', 'web.payment.page-blank']],
  ['app-logs-out', ['app.broken.since-update', 'app.log-in.logged-out']],
  ['angry-repeat-caller', ['orders.service-down', 'orders.visit-missed', 'service.repeat-contact']],
  ['cancellation', ['account.close']],
  ['calm-request', ['service.praise']],
  ['card-payment', []],
]

/** Codes of the calls that tell trouble of a digital channel. */
const DIGITAL: readonly Channel[] = ['web', 'app', 'chat', 'email', 'ivr']

let running: RunningRecognition
let frame: CodeFrame

beforeAll(async () => {
  frame = (await loadCodeFrame('rules')).frame
  // All audio comes at once here, so the backlog is the whole call.
  running = makeRecognition({ maxBacklogMs: 120_000, closeDeadlineMs: 150_000 })
  await running.recognition.start()
  for (const [id] of CALLS) {
    const { samples } = await callSamples(id)
    running.open({ callId: id })
    play(running.sink, { callId: id, party: 'customer', samples: samples.customer })
    await running.sink.close(id, 'completed')
  }
}, 300_000)

afterAll(() => running.recognition.stop(5000))

function heardCodes(id: string): readonly string[] {
  const finder = frame.finder()
  let about = null
  const codes = new Set<string>()
  for (const { text } of running.finals(id, 'customer')) {
    const found = finder.find({ channel: 'call', step: null, about, text })
    about = found.about
    for (const code of found.codes) codes.add(code)
  }
  return [...codes].toSorted()
}

describe('the shipped code frame, in recognised calls', () => {
  it.each(CALLS)('hears in %s what it is about', (id, codes) => {
    const heard = heardCodes(id)
    expect(
      heard,
      running
        .finals(id, 'customer')
        .map(({ text }) => text)
        .join('\n'),
    ).toEqual(expect.arrayContaining([...codes]))
    const digital = (code: string): boolean => DIGITAL.includes(frame.get(code)?.channel ?? 'call')
    expect(heard.filter(digital)).toEqual([...codes].filter(digital).toSorted())
  })
})
