import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, matchesGlob, relative, resolve } from 'node:path'
import { Copy, DockerfileParser, Env, From, type Instruction } from 'dockerfile-ast'

/** What a stage has come to: its file system as a plain folder, and what its instructions have set. */
interface Stage {
  readonly root: string
  workdir: string
  readonly env: Record<string, string>
  user: string | null
  command: readonly string[]
  healthcheck: readonly string[]
}

export interface FolderBuild {
  /** The last stage. */
  readonly image: Readonly<Stage>
  /** Base images by stage name. */
  readonly bases: ReadonlyMap<string, string>
  readonly ran: readonly string[]
  /** Commands that need the base image's package manager or users. */
  readonly skipped: readonly string[]
}

export interface FolderBuildOptions {
  readonly dockerfile: string
  /** The folder that COPY takes files from, less what its `.dockerignore` names. */
  readonly context: string
  /** Gets one folder a stage. */
  readonly work: string
}

const NEEDS_THE_IMAGE = /^(if .*apt-get|apt-get|chown)\b/

/**
 * Carries out a Dockerfile's own steps without a container engine, to show that each file it names is there
 * and each command ends well: a stage is a folder, an absolute path lies below it.
 */
export function buildInFolders({ dockerfile, context, work }: FolderBuildOptions): FolderBuild {
  const stages = new Map<string, Stage>()
  const bases = new Map<string, string>()
  const ran: string[] = []
  const skipped: string[] = []
  const ignored = readIgnored(context)
  let stage: Stage | null = null
  for (const instruction of DockerfileParser.parse(dockerfile).getInstructions()) {
    if (instruction instanceof From) {
      const name = instruction.getBuildStage() ?? `stage-${stages.size}`
      const image = instruction.getImage() ?? ''
      stage = openStage(join(work, name), stages.get(image))
      stages.set(name, stage)
      bases.set(name, image)
      continue
    }
    if (stage === null) throw new Error(`${instruction.getKeyword()} before FROM`)
    if (instruction instanceof Copy) copy(instruction, { stage, stages, context, ignored })
    else if (instruction.getKeyword() === 'RUN') run(instruction, stage, ran, skipped)
    else note(instruction, stage)
  }
  if (stage === null) throw new Error('the Dockerfile has no stage')
  return { image: stage, bases, ran, skipped }
}

function openStage(root: string, base: Stage | undefined): Stage {
  mkdirSync(dirname(root), { recursive: true })
  if (base === undefined) mkdirSync(root)
  else execFileSync('cp', ['-a', '--reflink=auto', base.root, root])
  return {
    root,
    workdir: base?.workdir ?? '/',
    env: { ...base?.env },
    user: base?.user ?? null,
    command: base?.command ?? [],
    healthcheck: base?.healthcheck ?? [],
  }
}

interface CopySurroundings {
  readonly stage: Stage
  readonly stages: ReadonlyMap<string, Stage>
  readonly context: string
  readonly ignored: readonly string[]
}

function copy(instruction: Copy, { stage, stages, context, ignored }: CopySurroundings): void {
  const from = instruction.getFromFlag()?.getValue() ?? null
  const source = from === null ? context : stages.get(from)?.root
  if (source === undefined) throw new Error(`COPY --from=${from}: there is no such stage`)
  const names = instruction.getArguments().map((argument) => argument.getValue())
  const target = names.at(-1) ?? ''
  const into = resolve(inside(stage, stage.workdir), target.startsWith('/') ? inside(stage, target) : target)
  for (const name of names.slice(0, -1)) {
    const path = join(source, name)
    const keep = (each: string): boolean => from !== null || !isIgnored(relative(context, each), ignored)
    if (!existsSync(path) || !keep(path)) throw new Error(`COPY ${name}: it is not there`)
    const asFile = statSync(path).isFile() && (target.endsWith('/') || names.length > 2)
    cpSync(path, asFile ? join(into, basename(name)) : into, {
      recursive: true,
      verbatimSymlinks: true,
      filter: keep,
    })
  }
}

function run(instruction: Instruction, stage: Stage, ran: string[], skipped: string[]): void {
  const text = instruction.getArgumentsContent() ?? ''
  const commands = NEEDS_THE_IMAGE.test(text) ? [text] : text.split('&&').map((command) => command.trim())
  for (const command of commands) {
    if (NEEDS_THE_IMAGE.test(command)) {
      skipped.push(command)
      continue
    }
    const here = command.replaceAll(/(?<=\s)\/(?=[a-z])/g, `${stage.root}/`)
    execFileSync('sh', ['-c', here], {
      cwd: inside(stage, stage.workdir),
      env: environmentOf(stage),
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    ran.push(command)
  }
}

function note(instruction: Instruction, stage: Stage): void {
  const text = instruction.getArgumentsContent() ?? ''
  switch (instruction.getKeyword()) {
    case 'WORKDIR':
      stage.workdir = text
      mkdirSync(inside(stage, text), { recursive: true })
      return
    case 'ENV':
      if (instruction instanceof Env) {
        for (const property of instruction.getProperties())
          stage.env[property.getName()] = property.getValue() ?? ''
      }
      return
    case 'USER':
      stage.user = text
      return
    case 'CMD':
      stage.command = jsonStringsIn(text)
      return
    case 'HEALTHCHECK':
      stage.healthcheck = jsonStringsIn(text)
      return
    case 'VOLUME':
      mkdirSync(inside(stage, text), { recursive: true })
      return
    case 'ARG':
    case 'EXPOSE':
      return
    default:
      throw new Error(`${instruction.getKeyword()} is not known here`)
  }
}

/** The form `["command", …]`, which starts no shell. */
function jsonStringsIn(text: string): readonly string[] {
  const strings: unknown = JSON.parse(text.slice(text.indexOf('[')))
  if (Array.isArray(strings) && strings.every((each) => typeof each === 'string')) return strings
  throw new Error(`expected the form ["command", …] in ${text}`)
}

function inside(stage: Stage, path: string): string {
  return join(stage.root, path)
}

/** The environment of a stage's process here: this machine's for its tools, this very Node, the stage's own. */
export function environmentOf({ root, env }: Readonly<Stage>): Record<string, string> {
  const outer = Object.entries(process.env).filter(([name]) => !/^(EARSHOT_|VITEST|NODE_ENV$)/.test(name))
  const own = Object.entries(env).map(([name, value]) => [
    name,
    value.startsWith('/') ? join(root, value) : value,
  ])
  const path = { PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}` }
  return Object.fromEntries([...outer, ...Object.entries(path), ...own]) as Record<string, string>
}

function readIgnored(context: string): readonly string[] {
  return readFileSync(join(context, '.dockerignore'), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}

function isIgnored(path: string, ignored: readonly string[]): boolean {
  const parts = path.split('/')
  const ancestors = parts.map((_part, index) => parts.slice(0, index + 1).join('/'))
  return ancestors.some((each) => ignored.some((pattern) => matchesGlob(each, pattern)))
}
