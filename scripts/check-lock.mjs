// Fails when the lock file names a registry host, or holds two majors of a package that must be one (resolved by another Node or npm).
import { readFileSync } from 'node:fs';

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
const problems = [];
const majors = new Map();
for (const [path, entry] of Object.entries(lock.packages)) {
  if (entry.resolved && !entry.link)
    problems.push(`${path}: names where it was downloaded from; run npm with this folder's .npmrc`);
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  if (!name.startsWith('@opentelemetry/core') && name !== 'express' && name !== '@grpc/grpc-js') continue;
  majors.set(name, (majors.get(name) ?? new Set()).add(entry.version.split('.')[0]));
}
for (const [name, found] of majors) {
  if (found.size > 1)
    problems.push(`${name}: majors ${[...found].join(' and ')} are locked; resolve with npm under Node 24`);
}
for (const problem of problems) console.error(`package-lock.json: ${problem}`);
process.exit(problems.length ? 1 : 0);
