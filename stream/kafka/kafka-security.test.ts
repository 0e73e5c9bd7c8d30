import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../platform/config';
import type { KafkaConfig } from '../../platform/config';
import { createLogger } from '../../platform/log';
import { createMetrics } from '../../platform/metrics';
import { describeWithKafka } from '../../test/support/kafka/kafka-tests';
import { freePort } from '../../test/support/kafka/start-kafka';
import type { KafkaSettings } from '../../test/support/kafka/start-kafka';
import { kafkaClient } from './client';
import { openKafkaStream } from './kafka-stream';

const defaults = loadConfig({ env: {} }).stream.kafka;
const lines: string[] = [];
const log = createLogger({ level: 'debug', format: 'json', write: (line) => lines.push(line) });
const PASSWORD = 'decoy-password-of-the-test';

let folder: string;
let secure: KafkaConfig;

async function secured(): Promise<KafkaSettings> {
  folder = mkdtempSync(join(tmpdir(), 'gander-tls-'));
  const port = await freePort();
  const sasl = { mechanism: 'plain' as const, username: 'gander', password: PASSWORD };
  secure = { ...defaults, brokers: [`127.0.0.1:${port}`], ssl: { ca: makeCertificate(folder) }, sasl };
  const login = 'org.apache.kafka.common.security.plain.PlainLoginModule required';
  return {
    listeners: [`SECURE://127.0.0.1:${port}`],
    properties: {
      'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SECURE:SASL_SSL',
      'listener.name.secure.sasl.enabled.mechanisms': 'PLAIN',
      'listener.name.secure.plain.sasl.jaas.config': `${login} user_gander="${PASSWORD}";`,
      'listener.name.secure.ssl.keystore.type': 'PKCS12',
      'listener.name.secure.ssl.keystore.location': join(folder, 'key.p12'),
      'listener.name.secure.ssl.keystore.password': 'changeit',
    },
  };
}

describeWithKafka(
  'Kafka driver over TLS with SASL',
  () => {
    afterAll(() => {
      rmSync(folder, { recursive: true });
    });

    const open = (changes: Partial<KafkaConfig> = {}) =>
      openKafkaStream({ config: { ...secure, ...changes }, partitions: 1 }, { log, metrics: createMetrics() });

    it('publishes and reads, with the certificate as a file or as text', async () => {
      const stream = await open();
      await stream.publish([{ topic: 'gander.events.v1', key: 'k', value: Buffer.from('sealed') }]);
      await stream.close();
      const ca = (secure.ssl as { ca: string }).ca;
      const again = await open({ ssl: { ca: readFileSync(ca, 'utf8') } });
      for await (const { value } of again.read('gander.events.v1', 0, 0))
        expect(Buffer.from(value).toString()).toBe('sealed');
      await again.close();
      expect.assertions(1);
    });

    it('is refused with a wrong password, which no log line shows', async () => {
      const sasl = { mechanism: 'plain' as const, username: 'gander', password: 'another-decoy' };
      await expect(open({ sasl })).rejects.toMatchObject({ code: 'stream_unavailable' });
      expect(lines.join('')).toContain('uthentication');
      expect(lines.join('')).not.toMatch(/another-decoy|decoy-password/);
    });

    it('trusts no certificate that it was not told of', async () => {
      await expect(open({ ssl: true })).rejects.toMatchObject({ code: 'stream_unavailable' });
    });

    it('names a certificate file that is not there', () => {
      expect(() => kafkaClient({ ...secure, ssl: { ca: join(folder, 'none.pem') } }, log)).toThrow(
        expect.objectContaining({ code: 'config_unreadable', message: expect.stringContaining('stream.kafka.ssl.ca') }),
      );
    });
  },
  secured,
);

/** A self-signed certificate for the loopback, by the JRE's own tool; returns the PEM file. */
function makeCertificate(folder: string): string {
  const store = ['-alias', 'kafka', '-keystore', join(folder, 'key.p12'), '-storepass', 'changeit'];
  const subject = ['-dname', 'CN=localhost', '-ext', 'san=ip:127.0.0.1,dns:localhost'];
  execFileSync('keytool', ['-genkeypair', '-keyalg', 'RSA', '-storetype', 'PKCS12', ...store, ...subject], {
    stdio: 'pipe',
  });
  const certificate = join(folder, 'certificate.pem');
  writeFileSync(certificate, execFileSync('keytool', ['-exportcert', '-rfc', ...store], { stdio: 'pipe' }));
  return certificate;
}
