/** Bad requests around the body: paths, methods, tokens, framing, slow and broken connections. */
import { exchange, open, statusOf } from '../raw-connection';
import { JSON_TYPE, PROTOBUF, SMALL, logsAt, post, wireLog } from './bad-input';
import type { BadInput, Targets } from './bad-input';

const GOOD = wireLog({ body: { stringValue: 'hello' } });
const HEAD = 'POST /v1/logs HTTP/1.1\r\nHost: gander\r\nContent-Type: application/x-protobuf\r\n';
const withLength = (body: Buffer) => `Content-Length: ${body.length}\r\nConnection: close\r\n\r\n`;

const to =
  (path: string, method = 'POST') =>
  (targets: Targets) =>
    post(`${targets.plain.url}${path}`, PROTOBUF, GOOD, method);

const raw =
  (...pieces: (string | Buffer)[]) =>
  async (targets: Targets) => ({ status: statusOf(await exchange(targets.plain.httpPort, ...pieces)) });

const places: BadInput[] = [
  { input: 'a wrong path', status: '404', says: 'no such path', send: to('/v1/profiles') },
  { input: 'a path with a slash at its end', status: '404', says: 'no such path', send: to('/v1/logs/') },
  { input: 'a path that climbs', status: '404', send: to('/..%2f..%2fetc/passwd') },
  { input: 'GET where POST belongs', status: '405', says: '[allow: POST]', send: to('/v1/logs', 'GET') },
  { input: 'DELETE', status: '405', says: '[allow: POST]', send: to('/v1/logs', 'DELETE') },
  { input: "a web page's preflight", status: '405', says: '[allow: POST]', send: to('/v1/logs', 'OPTIONS') },
  { input: 'POST to the page that says what this port is', status: '405', says: '[allow: GET, HEAD]', send: to('/') },
];

const tokens: BadInput[] = [
  {
    input: 'a wrong token',
    status: '401',
    says: '[www-authenticate: Bearer]',
    send: (targets) => post(logsAt(targets.plain), { ...PROTOBUF, authorization: 'Bearer gnd_wrong' }, GOOD),
  },
  {
    input: 'a wrong password by Basic',
    status: '401',
    send: (targets) => post(logsAt(targets.plain), { ...PROTOBUF, authorization: `Basic ${btoa('pk:sk')}` }, GOOD),
  },
  {
    input: 'an authorization of no known scheme',
    status: '401',
    send: (targets) => post(logsAt(targets.plain), { ...PROTOBUF, authorization: 'Digest x' }, GOOD),
  },
  {
    input: 'no token where one is needed',
    status: '401',
    says: 'a known token is needed',
    send: (targets) => post(logsAt(targets.guarded), PROTOBUF, GOOD),
  },
];

const sizes: BadInput[] = [
  {
    input: 'a body over the limit',
    status: '413',
    says: 'collector.limits.bodyBytes',
    send: (targets) => post(logsAt(targets.plain), PROTOBUF, Buffer.alloc(SMALL.bodyBytes + 1)),
  },
  {
    input: 'chunks that add up to more than the limit',
    status: '413',
    send: raw(
      `${HEAD}Transfer-Encoding: chunked\r\n\r\n`,
      ...Array<string>(20).fill(`10000\r\n${'a'.repeat(65_536)}\r\n`),
    ),
  },
  {
    input: 'a length over the limit, and waiting for leave to send',
    status: '413',
    send: async (targets) => {
      const received = await exchange(
        targets.plain.httpPort,
        `${HEAD}Content-Length: 999999999\r\nExpect: 100-continue\r\n\r\n`,
      );
      return { status: received.includes('100 Continue') ? '100' : statusOf(received) };
    },
  },
  { input: 'headers of 100 KB', status: '431', send: raw(`${HEAD}X-Long: ${'a'.repeat(100_000)}\r\n\r\n`) },
];

const framing: BadInput[] = [
  {
    input: 'HTTP/1.0',
    status: '200',
    send: raw(
      `POST /v1/logs HTTP/1.0\r\nContent-Type: application/x-protobuf\r\nContent-Length: ${GOOD.length}\r\n\r\n`,
      GOOD,
    ),
  },
  {
    input: 'HTTP/1.1 without Host',
    status: '400',
    send: raw(`POST /v1/logs HTTP/1.1\r\nContent-Type: application/x-protobuf\r\n${withLength(GOOD)}`, GOOD),
  },
  { input: 'two lengths', status: '400', send: raw(`${HEAD}Content-Length: 5\r\n${withLength(GOOD)}`, GOOD) },
  {
    input: 'a length beside chunks',
    status: '400',
    send: raw(`${HEAD}Transfer-Encoding: chunked\r\n${withLength(GOOD)}0\r\n\r\n`),
  },
  { input: 'an unknown transfer encoding', status: '400', send: raw(`${HEAD}Transfer-Encoding: rot13\r\n\r\n`, GOOD) },
  { input: 'a negative length', status: '400', send: raw(`${HEAD}Content-Length: -1\r\n\r\n`, GOOD) },
  {
    input: 'a chunk size that is no number',
    status: '400',
    send: raw(`${HEAD}Transfer-Encoding: chunked\r\n\r\nxyz\r\n`),
  },
  { input: 'a line break inside a header name', status: '400', send: raw(`${HEAD}X-A\nB: c\r\n\r\n`) },
  {
    input: 'an expectation that is not known',
    status: '417',
    send: raw(`${HEAD}Expect: miracles\r\n${withLength(GOOD)}`, GOOD),
  },
  {
    input: 'leave to send, then the body',
    status: '200',
    send: raw(`${HEAD}Expect: 100-continue\r\n${withLength(GOOD)}`, GOOD),
  },
  { input: 'TLS on the plain port', status: '400', send: raw(Buffer.from('16030100c8010000c40303', 'hex')) },
  { input: 'HTTP/2 on the HTTP port', status: '400', send: raw('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n') },
];

const connections: BadInput[] = [
  { input: 'headers that never end', status: '408', send: raw(HEAD) },
  { input: 'a body that never ends', status: '408', send: raw(`${HEAD}Content-Length: 100\r\n\r\nabc`) },
  { input: 'a connection that says nothing', status: '408', send: raw() },
  {
    input: 'a sender that goes away in the middle',
    status: 'closed',
    send: async (targets) => {
      const socket = await open(targets.plain.httpPort);
      socket.write(`${HEAD}Content-Length: 100\r\n\r\nabc`, () => socket.resetAndDestroy());
      await new Promise((resolve) => socket.once('close', resolve));
      return { status: 'closed' };
    },
  },
];

const stuck: BadInput[] = [
  {
    input: 'a good request while the stream takes no writes',
    status: '503',
    says: '[retry-after: 2]',
    send: (targets) => post(logsAt(targets.stuck), JSON_TYPE, '{}'),
  },
];

export const BAD_REQUESTS: readonly BadInput[] = [...places, ...tokens, ...sizes, ...framing, ...connections, ...stuck];
