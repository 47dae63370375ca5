import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import type { GraphRewrite, RewrittenGraph } from './rewrite-graph.ts'

const Answer = z.union([
  z.object({ done: z.object({ states: z.int(), arcs: z.int() }) }),
  z.object({ failed: z.string() }),
])

/**
 * `rewriteGraph` in a thread of its own: calls go on meanwhile, and its memory goes with the thread.
 *
 * @throws Error with the thread's message.
 */
export async function rewriteInThread(work: GraphRewrite, signal?: AbortSignal): Promise<RewrittenGraph> {
  signal?.throwIfAborted()
  const worker = new Worker(new URL('./rewrite-thread.ts', import.meta.url), { workerData: work })
  const stop = (): void => void worker.terminate()
  signal?.addEventListener('abort', stop)
  try {
    const answer = Answer.parse(await answerOf(worker))
    if ('failed' in answer) throw new Error(answer.failed)
    return answer.done
  } catch (thrown) {
    signal?.throwIfAborted()
    throw thrown
  } finally {
    signal?.removeEventListener('abort', stop)
    await worker.terminate()
  }
}

function answerOf(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the thread ended with ${code} before it had answered`)))
  })
}
