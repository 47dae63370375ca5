import { resolve } from 'node:path'
import {
  type Client,
  Metadata,
  credentials,
  makeClientConstructor,
  type ClientDuplexStream,
  type StatusObject,
} from '@grpc/grpc-js'
import { loadSync, type ServiceDefinition } from '@grpc/proto-loader'
import { until } from './until.ts'

const PROTO_FILE = resolve(import.meta.dirname, '../../proto/ingest/v1/ingest.proto')

type Answer = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** A plain client of `earshot.ingest.v1.IngestService/Stream`, made from the contract alone. */
export class GrpcClient {
  readonly call: ClientDuplexStream<object, Answer>
  readonly answers: Answer[] = []
  status: StatusObject | null = null
  readonly #client: Client

  constructor(options: { readonly host: string; readonly token?: string }) {
    const definition = loadSync(PROTO_FILE, { longs: Number, enums: String })
    const service = definition['earshot.ingest.v1.IngestService'] as ServiceDefinition
    this.#client = new (makeClientConstructor(service, 'IngestService'))(
      options.host,
      credentials.createInsecure(),
    )
    const method = service['Stream']
    if (method === undefined) throw new Error('the contract has no method Stream')
    const metadata = new Metadata()
    if (options.token !== undefined) metadata.set('authorization', `Bearer ${options.token}`)
    this.call = this.#client.makeBidiStreamRequest(
      method.path,
      method.requestSerialize,
      (bytes) => method.responseDeserialize(bytes) as Answer,
      metadata,
    )
    this.call.on('data', (answer: Answer) => this.answers.push(answer))
    this.call.on('error', () => undefined)
    this.call.on('status', (status) => {
      this.status = status
    })
  }

  send(request: object): void {
    this.call.write(request)
  }

  /** The first answer of a kind, waited for. */
  async answer(kind: string): Promise<Readonly<Record<string, unknown>>> {
    await until(`answer ${kind}, got ${JSON.stringify(this.answers)}`, () =>
      this.answers.some((answer) => kind in answer),
    )
    return this.answers.find((answer) => kind in answer)?.[kind] ?? {}
  }

  /** The status with which the call ended, waited for. */
  async ended(): Promise<StatusObject> {
    await until('the call ends', () => this.status !== null)
    if (this.status === null) throw new Error('unreachable')
    return this.status
  }

  close(): void {
    this.call.cancel()
    this.#client.close()
  }
}
