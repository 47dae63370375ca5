/**
 * Thousands of readers in one process: bare sockets that speak just enough of RFC 6455, so that the machine's other
 * core is not busy with parsing what nobody looks at.
 */
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import type { ReadersAnswer, ReadersOrder } from './fanout-message.ts'

/** Connections that are opened at the same time. */
const AT_ONCE = 100

interface FastReader {
  readonly socket: Socket
  /** The end of what was read, in which a name may have been cut. */
  tail: string
}

const readers: FastReader[] = []
let wanted = ''
let arrivals: string[] = []
let expected = 0
let serial = 0
let slow = 0

process.on('message', (order: ReadersOrder) => {
  switch (order.type) {
    case 'connect':
      void connectAll(order)
      return
    case 'expect':
      serial = order.serial
      wanted = `alert-${order.serial}"`
      arrivals = []
      expected = readers.length - order.slow
      return
    case 'slow':
      slow = order.count
      for (const { socket } of readers.slice(0, slow)) {
        socket.write(maskedText(JSON.stringify({ type: 'watch', callId: 'call-1' })))
        socket.pause()
      }
      return
    case 'resume':
      void resume()
      return
  }
})

async function connectAll({ count, ...where }: Extract<ReadersOrder, { type: 'connect' }>): Promise<void> {
  for (let at = 0; at < count; at += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, count - at) }, () => open(where))
    readers.push(...(await Promise.all(batch)))
  }
  say({ type: 'connected' })
}

function open({ port, path, token }: { port: number; path: string; token: string }): Promise<FastReader> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    const reader: FastReader = { socket, tail: '' }
    socket.once('error', reject)
    socket.write(
      [
        `GET ${path} HTTP/1.1`,
        `Host: 127.0.0.1:${port}`,
        'Upgrade: websocket',
        'Connection: Upgrade',
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
        'Sec-WebSocket-Version: 13',
        ...(token === '' ? [] : [`Authorization: Bearer ${token}`]),
        '\r\n',
      ].join('\r\n'),
    )
    socket.once('data', (head) => {
      if (!head.toString('latin1').startsWith('HTTP/1.1 101')) reject(new Error(head.toString('latin1')))
      socket.on('data', (bytes) => take(reader, bytes))
      resolve(reader)
    })
  })
}

function take(reader: FastReader, bytes: Buffer): void {
  const atNs = process.hrtime.bigint()
  const text = reader.tail + bytes.toString('latin1')
  reader.tail = text.slice(-64)
  answerPings(reader.socket, bytes)
  if (wanted === '' || !text.includes(wanted)) return
  reader.tail = ''
  arrivals.push(String(atNs))
  if (arrivals.length === expected) say({ type: 'arrived', serial, atNs: arrivals })
}

/** A short text frame, masked with nothing. */
function maskedText(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)])
}

/** A ping alone in its packet, as the server sends it: two bytes, no body. */
function answerPings(socket: Socket, bytes: Buffer): void {
  if (bytes.length === 2 && bytes[0] === 0x89) socket.write(Buffer.from([0x8a, 0x80, 0, 0, 0, 0]))
}

/** A reader that had stopped reads again: it should be told that it missed something, and where things stand. */
async function resume(): Promise<void> {
  const told = await Promise.all(readers.slice(0, slow).map(readsOn))
  say({ type: 'resumed', told: told.filter(Boolean).length, readers: told.length })
}

function readsOn({ socket }: FastReader): Promise<boolean> {
  return new Promise((resolve) => {
    let text = ''
    const end = setTimeout(() => resolve(false), 20_000)
    socket.on('data', (bytes: Buffer) => {
      text = (text + bytes.toString('latin1')).slice(-100_000)
      const missed = text.indexOf('"type":"missed"')
      if (missed < 0 || !text.includes('"type":"snapshot"', missed)) return
      clearTimeout(end)
      resolve(true)
    })
    socket.resume()
  })
}

function say(answer: ReadersAnswer): void {
  process.send?.(answer)
}
