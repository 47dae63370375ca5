import { createHash } from 'node:crypto'
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { PREPARED_VERSION } from './prepare.ts'

/** Written last into a view; holds what the view was made of. */
const SEAL = '.earshot-view'

export interface ViewOptions {
  /** The model's folder; nothing in it is changed. */
  readonly dir: string
  /** Views lie in `<modelsDir>/.views`. */
  readonly modelsDir: string
  /** What the view is for; part of its name. */
  readonly purpose: string
  /** Folders of the model that get a folder of their own in the view: `copy` with the files, `links` with links. */
  readonly own: Readonly<Record<string, 'copy' | 'links'>>
  /** Makes the view what it is for; may replace files of its own folders. */
  readonly change: (view: string) => Promise<void>
  /** Whatever else decides what `change` does: a view made for other settings is made anew. */
  readonly settings: unknown
}

/**
 * A folder of links to a model, with some files changed. It is made once and kept until the model or the
 * settings change, and put in place whole.
 */
export async function openView(options: ViewOptions): Promise<string> {
  const { dir, modelsDir, purpose } = options
  const views = join(modelsDir, '.views')
  const digest = createHash('sha256').update(dir).digest('hex').slice(0, 8)
  const view = join(views, `${basename(dir)}-${digest}-${purpose}`)
  const seal = await sealOf(options)
  if (await isSealed(view, seal)) return view

  await mkdir(views, { recursive: true })
  const made = await mkdtemp(`${view}-`)
  // A temporary folder is for its owner alone; a model may be read by all.
  await chmod(made, 0o755)
  try {
    await linkModel(options, made)
    await options.change(made)
    await writeFile(join(made, SEAL), seal, { flush: true })
    // Another process was faster, and its caller may be reading already: what is made of the same is not replaced.
    if (await isSealed(view, seal)) return view
    await rm(view, { recursive: true, force: true })
    await rename(made, view).catch(async (thrown: unknown) => {
      if (!(await isSealed(view, seal))) throw thrown
    })
  } finally {
    await rm(made, { recursive: true, force: true })
  }
  return view
}

async function linkModel({ dir, own }: ViewOptions, view: string): Promise<void> {
  for (const name of await readdir(dir)) {
    const [from, to] = [join(dir, name), join(view, name)]
    if (name === SEAL) continue
    if (own[name] === 'copy') {
      await cp(from, to, { recursive: true, dereference: true })
    } else if (own[name] === 'links') {
      await mkdir(to)
      for (const inner of await readdir(from)) await symlink(join(from, inner), join(to, inner))
    } else {
      await symlink(from, to)
    }
  }
}

/** Names, sizes and times of all files of the model: its content without reading it. */
async function sealOf({ dir, settings }: ViewOptions): Promise<string> {
  const files: unknown[] = []
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const found = await stat(path)
    if (found.isFile()) files.push([relative(dir, path), found.size, found.mtimeMs])
  }
  return `${JSON.stringify({ dir, prepared: PREPARED_VERSION, settings, files: files.sort() })}\n`
}

async function isSealed(view: string, seal: string): Promise<boolean> {
  return (await readFile(join(view, SEAL), 'utf8').catch(() => null)) === seal
}
