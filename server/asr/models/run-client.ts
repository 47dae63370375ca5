import { spawn } from 'node:child_process'

export interface ClientRun {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  /** Finds the reason of a failure in what the client says; its first group is told. */
  readonly firstError: RegExp
  /** How to get the client where it is missing. */
  readonly install: string
  readonly signal?: AbortSignal
}

/** Runs a package client to its end. @throws Error with the first reason that it gave. */
export function runClient({ command, args, cwd, firstError, install, signal }: ClientRun): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal === undefined ? {} : { signal }),
    })
    let reason: string | null = null
    const onText = (text: string): void => {
      reason ??= firstError.exec(text)?.[1] ?? null
    }
    child.stdout.setEncoding('utf8').on('data', onText)
    child.stderr.setEncoding('utf8').on('data', onText)
    child.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'ENOENT' ? new Error(`${command} is not installed (${install})`) : error)
    })
    child.once('close', (code) => {
      if (code === 0) resolve()
      else
        reject(
          new Error(`${command} ended with ${code ?? 'a signal'}${reason === null ? '' : `: ${reason}`}`),
        )
    })
  })
}
