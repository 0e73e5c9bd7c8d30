/** The same text encoded, and decoded into an interpreter. */
import { gzipSync } from 'node:zlib';
import { ofText, quoted } from './mutation';
import type { Mutation } from './mutation';

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
const base64 = (text: string): string => bytes(text).toString('base64');
const hex = (text: string): string => bytes(text).toString('hex');
const escaped = (text: string): string =>
  [...bytes(text)].map((one) => `\\x${one.toString(16).padStart(2, '0')}`).join('');
const reversed = (text: string): string | undefined =>
  text.includes('\n') ? undefined : Array.from(text).reverse().join('');
const rot13 = (text: string): string =>
  text.replace(/[a-z]/gi, (one) => String.fromCharCode(one.charCodeAt(0) + (/[a-m]/i.test(one) ? 13 : -13)));

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
function base32(text: string): string {
  const bits = [...bytes(text)].map((one) => one.toString(2).padStart(8, '0')).join('');
  const letters = (bits.match(/.{1,5}/g) ?? []).map((five) => ALPHABET[parseInt(five.padEnd(5, '0'), 2)]).join('');
  return letters.padEnd(Math.ceil(letters.length / 8) * 8, '=');
}

export const ENCODING: readonly Mutation[] = [
  ofText('encoded', 'base64 | sh', (command) => `echo ${base64(command)} | base64 -d | bash`),
  ofText('encoded', 'base64 | sudo sh', (command) => `printf %s ${base64(command)} | base64 --decode | sudo sh`),
  ofText('encoded', 'base64 <<< | bash', (command) => `base64 -d <<<${base64(command)} | bash`),
  ofText('encoded', 'bash -c "$(base64 …)"', (command) => `bash -c "$(echo ${base64(command)} | base64 -d)"`),
  ofText('encoded', 'eval "$(base64 …)"', (command) => `eval "$(printf '%s' '${base64(command)}' | base64 -d)"`),
  ofText('encoded', 'bash <(base64 …)', (command) => `bash <(echo ${base64(command)} | base64 -d)`),
  ofText('encoded', 'variable, base64', (command) => `p=${base64(command)}; echo "$p" | base64 -d | sh`),
  ofText('encoded', 'twice base64', (command) => `echo ${base64(base64(command))} | base64 -d | base64 -d | bash`),
  ofText('encoded', 'openssl base64', (command) => `echo ${base64(command)} | openssl base64 -d -A | bash`),
  ofText('encoded', 'base32', (command) => `echo ${base32(command)} | base32 -d | bash`),
  ofText('encoded', 'hex, xxd', (command) => `echo ${hex(command)} | xxd -r -p | bash`),
  ofText('encoded', 'printf \\x', (command) => `printf '${escaped(command)}' | bash`),
  ofText('encoded', 'echo -e \\x', (command) => `echo -e '${escaped(command)}' | sh`),
  ofText(
    'encoded',
    'gzip, base64',
    (command) => `echo ${gzipSync(command).toString('base64')} | base64 -d | gunzip | bash`,
  ),
  ofText('encoded', 'rev', (command) => {
    const text = reversed(command);
    return text === undefined ? undefined : `echo ${quoted(text)} | rev | bash`;
  }),
  ofText('encoded', 'tr', (command) => `echo ${quoted(rot13(command))} | tr 'A-Za-z' 'N-ZA-Mn-za-m' | bash`),
  ofText(
    'encoded',
    'python, base64',
    (command) => `python3 -c "import os,base64;os.system(base64.b64decode('${base64(command)}').decode())"`,
  ),
  ofText('encoded', 'perl, hex', (command) => `perl -e 'system(pack("H*","${hex(command)}"))'`),
];
