import { createRequire } from 'node:module'

/** Sent to a worker that was started under `canStick`, it makes the worker's only thread wait in native code. */
export const STICK = 'SIGUSR2'

/**
 * Makes the workers that are started until `undo` able to stick: on `STICK` they call the C library's `sleep`,
 * which returns no sooner than a recogniser in trouble.
 */
export function canStick({ seconds }: { readonly seconds: number }): { undo: () => void } {
  const before = process.env['NODE_OPTIONS']
  const koffi = createRequire(import.meta.url).resolve('koffi')
  const code = `
    import { createRequire } from 'node:module'
    const koffi = createRequire(${JSON.stringify(koffi)})(${JSON.stringify(koffi)})
    const sleep = koffi.load('libc.so.6').func('unsigned int sleep(unsigned int seconds)')
    process.on('${STICK}', () => sleep(${seconds}))`
  process.env['NODE_OPTIONS'] = `--import=data:text/javascript,${encodeURIComponent(code)}`
  return {
    undo: () => {
      if (before === undefined) delete process.env['NODE_OPTIONS']
      else process.env['NODE_OPTIONS'] = before
    },
  }
}
