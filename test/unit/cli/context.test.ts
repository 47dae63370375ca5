import { describe, expect, it } from 'vitest'
import { readSettings } from '../../../server/app/settings.ts'
import { localAddresses } from '../../../server/cli/context.ts'

describe('localAddresses', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:8080', '127.0.0.1:50051'],
    ['0.0.0.0', 'http://127.0.0.1:8080', '127.0.0.1:50051'],
    ['::', 'http://[::1]:8080', '[::1]:50051'],
    ['earshot.example', 'http://earshot.example:8080', 'earshot.example:50051'],
  ])('reaches a server that listens on %s', (host, url, grpc) => {
    expect(localAddresses(readSettings({ EARSHOT_HOST: host }))).toEqual({ url, grpc })
  })
})
