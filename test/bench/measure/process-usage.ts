import { readdir, readFile } from 'node:fs/promises'

/** CPU time in `/proc/PID/stat` is counted in hundredths of a second on every Linux (`getconf CLK_TCK`). */
const TICKS_PER_SECOND = 100
/** Places after the command's name, which may hold spaces (proc_pid_stat(5) counts from the process id). */
const PARENT = 1
const CPU_TIMES = [11, 12, 13, 14]

interface ProcessStat {
  readonly pid: number
  readonly parent: number
  /** User and system time of the process and of those children that have ended. */
  readonly cpuSeconds: number
}

/** The processes and everything they have started. Linux only: it reads `/proc`. */
export async function processTree(roots: readonly number[]): Promise<readonly ProcessStat[]> {
  const all = await allProcesses()
  const found = new Map(all.filter(({ pid }) => roots.includes(pid)).map((stat) => [stat.pid, stat]))
  for (let before = -1; before < found.size;) {
    before = found.size
    for (const stat of all) if (found.has(stat.parent)) found.set(stat.pid, stat)
  }
  return [...found.values()]
}

/** CPU seconds that the processes and all their children have used so far, ended children included. */
export async function cpuSecondsOf(roots: readonly number[]): Promise<number> {
  return (await processTree(roots)).reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0)
}

/**
 * Memory of the processes and all their children in bytes. Pages that several share count once: each has its
 * part of them (proportional set size, `/proc/PID/smaps_rollup`).
 */
export async function pssBytesOf(roots: readonly number[]): Promise<number> {
  const sizes = (await processTree(roots)).map(({ pid }) => readSize(`/proc/${pid}/smaps_rollup`, 'Pss'))
  return (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0)
}

/** Resident bytes of each process and of all its children, the shared pages in each of them. */
export async function rssBytesOf(root: number): Promise<{ main: number; children: number }> {
  const sizes = await Promise.all(
    (await processTree([root])).map(async ({ pid }) => ({
      pid,
      bytes: await readSize(`/proc/${pid}/status`, 'VmRSS'),
    })),
  )
  const sum = (isWanted: (pid: number) => boolean): number =>
    sizes.filter(({ pid }) => isWanted(pid)).reduce((total, { bytes }) => total + bytes, 0)
  return { main: sum((pid) => pid === root), children: sum((pid) => pid !== root) }
}

async function allProcesses(): Promise<readonly ProcessStat[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const stats = await Promise.all(pids.map((pid) => readStat(pid)))
  return stats.filter((stat) => stat !== null)
}

/** Null when the process has just ended. */
async function readStat(pid: number): Promise<ProcessStat | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  if (text === null) return null
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const ticks = CPU_TIMES.reduce((sum, place) => sum + Number(fields[place]), 0)
  return { pid, parent: Number(fields[PARENT]), cpuSeconds: ticks / TICKS_PER_SECOND }
}

/** The value of a line such as `Pss:  123 kB`; 0 when the process has just ended. */
async function readSize(path: string, key: string): Promise<number> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const kilobytes = new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]
  return Number(kilobytes ?? 0) * 1024
}
