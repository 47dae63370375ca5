import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readCallScript, referenceText } from '../../../agent-console/sample-calls/call-script.ts'

const GOOD = `
title: A call
description: Two turns.
voices: { agent: rms, customer: slt }
expects: []
turns:
  - party: agent
    text: Hello, how can I help?
  - party: customer
    text: It's nothing.
    pauseMs: 400
`

describe('readCallScript', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'earshot-script-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  async function read(yaml: string): ReturnType<typeof readCallScript> {
    const path = join(folder, 'a-call.yaml')
    await writeFile(path, yaml)
    return readCallScript(path)
  }

  it('takes the id from the name of the file', async () => {
    expect(await read(GOOD)).toMatchObject({ id: 'a-call', title: 'A call' })
  })

  it.each([
    ['digits', GOOD.replace('nothing', '5 dollars'), 'turns[1].text'],
    ['an unknown voice', GOOD.replace('rms', 'bob'), 'voices.agent'],
    ['an unknown party', GOOD.replace('party: customer', 'party: caller'), 'turns[1].party'],
    ['a pause and an overlap', `${GOOD}    overlapMs: 100\n`, 'turns[1]'],
    ['a misspelt field', GOOD.replace('pauseMs', 'pause'), 'turns[1]'],
  ])('refuses %s and names the place', async (_, yaml, place) => {
    await expect(read(yaml)).rejects.toThrow(place)
    await expect(read(yaml)).rejects.toThrow('a-call.yaml')
  })
})

describe('referenceText', () => {
  it('keeps the words and apostrophes only', () => {
    expect(referenceText("Hello, you.  It's me?")).toBe("hello you it's me")
  })
})
