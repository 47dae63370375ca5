import { spawn } from 'node:child_process'

/** A step that failed, told in one line; its own output has said the rest. */
export class StepFailed extends Error {}

/** Runs a command with its output shown, and rejects with a StepFailed when it does not end well. */
export function runStep(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options })
    child.once('error', (error) =>
      reject(new StepFailed(`${command} could not be started: ${error.message}`)),
    )
    child.once('close', (code, signal) => {
      if (code === 0) resolve()
      else reject(new StepFailed(`${command} ${args.join(' ')} ended with ${code ?? signal}`))
    })
  })
}

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a command in the foreground in this process's place: passes signals on to it and ends as it ends.
 * A terminal sends its interrupt to both by itself; a second one would mean "at once" to the server.
 */
export function become(command, args, options = {}) {
  const child = spawn(command, args, { stdio: 'inherit', ...options })
  for (const signal of FORWARDED) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || process.stdin.isTTY !== true) child.kill(signal)
    })
  }
  stopWithNpm(child)
  child.once('error', (error) => {
    console.error(`earshot: ${command} could not be started: ${error.message}`)
    process.exit(1)
  })
  child.once('close', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    for (const name of FORWARDED) process.removeAllListeners(name)
    process.kill(process.pid, signal)
  })
}

/**
 * npm ends on SIGTERM at once, and so does the shell that it puts between itself and a script, without
 * telling the script. Losing that parent is the only sign, and nobody must be left behind.
 */
function stopWithNpm(child) {
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    child.kill('SIGTERM')
  }, 250)
  watch.unref()
}
