import fc from 'fast-check';
import { destinationOf, parseDestination } from './destinations';

const METADATA = [
  '169.254.169.254',
  '2852039166',
  '0xA9FEA9FE',
  '0xa9.0xfe.0xa9.0xfe',
  '0251.0376.0251.0376',
  '169.254.43518',
  '169.16689662',
  '[::ffff:169.254.169.254]',
  '[::ffff:a9fe:a9fe]',
  '169.254.169.254.nip.io',
  '１６９.254.169.254',
  '169。254。169。254',
  '%31%36%39.254.169.254',
];

describe('parseDestination', () => {
  it.each(METADATA)('knows the metadata address as %s', (host) => {
    expect(parseDestination(`http://${host}/latest/`)).toMatchObject({
      host: '169.254.169.254',
      class: 'metadata',
      scheme: 'http',
    });
  });

  it.each([
    ['https://example.org/a?b=c@d', { host: 'example.org', class: 'name', disguised: false }],
    ['example.org:8443', { host: 'example.org', port: 8443, class: 'name' }],
    ['10.0.0.1:4242', { host: '10.0.0.1', port: 4242, class: 'private' }],
    ['203.0.113.9', { host: '203.0.113.9', class: 'public', disguised: false }],
    ['http://[fd00:ec2::254]/', { host: 'fd00:ec2::254', class: 'metadata' }],
    ['http://metadata.google.internal/x', { class: 'metadata' }],
    ['http://100.100.100.200/', { class: 'metadata' }],
    ['http://localhost:3000', { host: 'localhost', port: 3000, class: 'loopback' }],
    ['http://127.1', { host: '127.0.0.1', class: 'loopback', disguised: true }],
    ['http://[::1]:80', { host: '::1', port: 80, class: 'loopback' }],
    ['0.0.0.0:80', { class: 'unspecified' }],
    ['fe80::1%eth0', { class: 'link-local' }],
    ['http://db:5432', { host: 'db', class: 'private' }],
    ['printer.local', { class: 'private' }],
    ['/dev/tcp/192.168.1.9/443', { scheme: 'tcp', host: '192.168.1.9', port: 443, class: 'private' }],
    ['git@github.com:a/b.git', { host: 'github.com', class: 'name', disguised: false }],
    ['host.example:/srv/data', { host: 'host.example' }],
    ['ssh://git@host.example:2222/x', { host: 'host.example', port: 2222, disguised: false }],
    ['https://github.com@evil.example/x', { host: 'evil.example', disguised: true }],
    ['https://x-access-token:abc@github.com/a', { host: 'github.com', disguised: false }],
    ['http://evil.example\\@good.example/', { host: 'evil.example' }],
    ['https://bücher.example', { host: 'xn--bcher-kva.example' }],
    ['HTTPS://EXAMPLE.ORG.', { host: 'example.org' }],
    ['s3://bucket/key', { host: 'bucket', class: 'name' }],
    ['http://\uFFFD/x', { class: 'unknown' }],
    ['stratum+tcp://pool.example:3333', { host: 'pool.example', port: 3333, scheme: 'stratum+tcp' }],
  ])('reads %s', (given, wanted) => {
    expect(parseDestination(given)).toMatchObject(wanted);
  });

  it.each([
    '',
    '-X',
    'Content-Type: a',
    'file:///etc/passwd',
    './a/b',
    '$HOST',
    'a b',
    '{"a":1}',
    'C:\\x',
    '@file',
    '*.ts',
    "'",
  ])('finds none in %j', (given) => {
    expect(parseDestination(given)).toBeUndefined();
  });

  const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
  it('gives all notations of one address the same host and class', () => {
    fc.assert(
      fc.property(octets, ([a, b, c, d]) => {
        const value = ((a * 256 + b) * 256 + c) * 256 + d;
        const octal = (part: number) => `0${part.toString(8)}`;
        const notations = [
          `${value}`,
          `0x${value.toString(16)}`,
          [a, b, c, d].map(octal).join('.'),
          [a, b, c, d].map((part) => `0x${part.toString(16)}`).join('.'),
          `${a}.${b}.${c * 256 + d}`,
          `${a}.${(b * 256 + c) * 256 + d}`,
          `[::ffff:${a}.${b}.${c}.${d}]`,
        ];
        const plain = parseDestination(`http://${a}.${b}.${c}.${d}/`);
        for (const notation of notations) {
          const found = parseDestination(`http://${notation}/`);
          expect([found?.host, found?.class]).toEqual([plain?.host, plain?.class]);
        }
      }),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void parseDestination(text)));
    expect(parseDestination('a:'.repeat(40_000))).toBeUndefined();
  });
});

describe('destinationOf', () => {
  it('takes host and port apart', () => {
    expect(destinationOf('2130706433', '80')).toMatchObject({
      host: '127.0.0.1',
      port: 80,
      class: 'loopback',
      disguised: true,
    });
  });
});
