// Builds the server: every TypeScript file of the rooms → build/, CommonJS, with source maps. Removes what no longer has a source.
// Then the console's pages → build/web, when they have changed.
import { transformFile } from '@swc/core';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, 'build');
const web = join(out, 'web');
const skipped = new Set(['node_modules', 'build', 'data', 'coverage', 'web', 'fixtures', 'scripts', 'bin']);

async function* sources(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.') || skipped.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.ts$/.test(entry.name) && !/\.(test|d)\.ts$/.test(entry.name)) yield path;
  }
}

const newer = async (source, target) =>
  existsSync(target) && (await stat(target)).mtimeMs >= (await stat(source)).mtimeMs;

// Written under another name and then renamed, so that a program that starts meanwhile never reads half a file.
async function put(path, text) {
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, text);
  await rename(draft, path);
}

const kept = new Set();
for await (const source of sources(root)) {
  const target = join(out, relative(root, source)).replace(/\.ts$/, '.js');
  kept.add(target);
  if (await newer(source, target)) continue;
  const { code, map } = await transformFile(source, { sourceFileName: relative(dirname(target), source) });
  await mkdir(dirname(target), { recursive: true });
  await put(`${target}.map`, map ?? '');
  await put(target, `${code}\n//# sourceMappingURL=${target.slice(dirname(target).length + 1)}.map\n`);
}

async function sweep(folder) {
  if (!existsSync(folder)) return;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (path === web) continue;
    if (entry.isDirectory()) await sweep(path);
    else if (/\.js(\.map)?$/.test(path) && !kept.has(path.replace(/\.map$/, ''))) await rm(path, { force: true });
  }
}
await sweep(out);
await buildPages();

async function newest(folder) {
  let time = 0;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || entry.parentPath.includes('node_modules')) continue;
    time = Math.max(time, (await stat(join(entry.parentPath, entry.name))).mtimeMs);
  }
  return time;
}

async function buildPages() {
  const source = join(root, 'console', 'web');
  const page = join(web, 'index.html');
  const changed = Math.max(await newest(source), await newest(join(root, 'contracts')));
  if (existsSync(page) && (await stat(page)).mtimeMs >= changed) return;
  let vite;
  try {
    vite = await import('vite');
  } catch {
    console.log('The console pages are not built: vite is not installed (npm ci without --omit=dev brings it).');
    return;
  }
  // Whoever builds, tests too: else React comes with its checks for developers.
  process.env.NODE_ENV = 'production';
  await vite.build({ configFile: join(source, 'vite.config.ts'), logLevel: 'warn' });
}

// `npx gander` in a clone runs this clone's command.
const bin = join(root, 'node_modules', '.bin', 'gander');
await chmod(join(root, 'bin', 'gander.js'), 0o755);
if (!existsSync(bin)) await symlink('../../bin/gander.js', bin).catch(() => {});
