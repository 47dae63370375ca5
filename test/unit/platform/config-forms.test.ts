import { describe, expect, it } from 'vitest'
import { callLink, mailServer, networkOrHost, webAddress } from '../../../server/platform/config-forms.ts'

describe('an address of web pages', () => {
  it.each([
    ['https://earshot.example', 'https://earshot.example'],
    ['http://10.0.0.1:8080/earshot//', 'http://10.0.0.1:8080/earshot'],
  ])('%s is %s', (value, expected) => expect(webAddress().parse(value)).toBe(expected))

  it.each(['earshot.example', 'ftp://earshot.example', 'https://', ''])('%j is none', (value) => {
    expect(webAddress().safeParse(value).error?.issues[0]?.message).toMatch(/^expected an address/)
  })
})

describe('a mail server', () => {
  it.each(['smtp://127.0.0.1:25', 'smtps://user:p%40ss@mail.example:465'])('%s', (value) => {
    expect(mailServer().parse(value)).toBe(value)
  })

  it.each(['mail.example', 'https://mail.example', 'smtp://'])('is none: %j', (value) => {
    expect(mailServer().safeParse(value).success).toBe(false)
  })
})

describe('a network or host', () => {
  it.each(['10.2.0.0/16', '192.168.1.7', 'fd12::/16', '::1', '::1/128', 'hooks.internal', 'localhost'])(
    '%s',
    (value) => expect(networkOrHost().parse(value)).toBe(value),
  )

  it.each(['10.2.0.0/33', '10.2.0.0/', '10.2.0.0/8/8', 'fd12::/129', '*.internal', 'http://x', 'a b', '-'])(
    'is none: %j',
    (value) => expect(networkOrHost().safeParse(value).success).toBe(false),
  )
})

describe('a link to a call in another program', () => {
  it.each([
    'https://pbx.example/listen?call={callId}&agent={agentId}',
    'http://10.0.0.7/{callId}',
    'sip:listen-{agentId}@pbx.example',
    'softphone://barge/{callId}',
  ])('may be %s', (value) => {
    expect(callLink().parse(value)).toBe(value)
  })

  it.each([
    'https://pbx.example/listen',
    'pbx.example/{callId}',
    'javascript:alert({callId})',
    'data:text/html,{callId}',
    'file:///{callId}',
    '{callId}',
  ])('is never %s', (value) => {
    expect(callLink().safeParse(value).success).toBe(false)
  })
})
